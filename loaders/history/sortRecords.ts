import type {TableSchema} from "../tables/schema/column.ts";
import type {IdMap} from "./idMap.ts";
import {cellsOf, type Field, type FieldArray, fieldOf, type RecordLayout} from "./layout.ts";

const BUCKETS = 1 << 16;

/** What records are sorted by. */
export interface RecordOrder {
  readonly layout: RecordLayout;
  /** Through `places`, the value of this field gives the client's place; it comes first. */
  readonly idField: Field;
  readonly places: IdMap;
  /** The declared order within a client. */
  readonly order: readonly Field[];
  /** Compared where two records are equal so far; empty when that cannot be. */
  readonly ties: readonly Field[];
}

/** Collects what a table's records are sorted by. */
export function recordOrder(
  table: TableSchema,
  layout: RecordLayout,
  idField: string,
  places: IdMap
): RecordOrder {
  const hasKey = table.key !== undefined && table.order.includes(table.key);
  return {
    layout,
    idField: fieldOf(layout, idField),
    places,
    order: table.order.map((name) => fieldOf(layout, name)),
    ties: hasKey ? [] : layout.fields.filter((field) => !table.order.includes(field.name))
  };
}

/**
 * Sorts the records of at most 65,536 clients by client, then as the table declares, nulls first: a radix sort by
 * the whole numbers, and a comparison of all other fields for the few records that are equal by then.
 * @param firstPlace the place of the first client that may occur
 * @returns the numbers of the records, sorted, and each record's client, counted from `firstPlace`
 */
export function sortRecords(
  buffer: ArrayBuffer,
  by: RecordOrder,
  firstPlace: number
): {order: Uint32Array; clients: Uint16Array} {
  const {width} = by.layout;
  const rows = buffer.byteLength / width;
  const clients = readClients(buffer, by, firstPlace);
  const digits = new Uint16Array(rows);
  let sorted = {order: new Uint32Array(rows), spare: new Uint32Array(rows)};
  for (let i = 0; i < rows; i++) sorted.order[i] = i;
  for (const field of [...by.order].reverse()) {
    for (let digit = 0; digit < digitCount(field); digit++) {
      readDigits(buffer, field, width, digit, digits);
      sorted = sortByDigits(digits, sorted.order, sorted.spare);
    }
  }
  const {order} = sortByDigits(clients, sorted.order, sorted.spare);
  if (by.ties.length > 0) {
    /** 1 where a record, in sorted order, differs from the one before it. */
    const differs = new Uint8Array(rows);
    markDifferences(clients, order, differs);
    for (const field of by.order) {
      for (let digit = 0; digit < digitCount(field); digit++) {
        readDigits(buffer, field, width, digit, digits);
        markDifferences(digits, order, differs);
      }
    }
    settleTies(buffer, by, order, differs);
  }
  return {order, clients};
}

function readClients(buffer: ArrayBuffer, by: RecordOrder, firstPlace: number): Uint16Array {
  const cells = new Int32Array(buffer);
  const step = by.layout.width / Int32Array.BYTES_PER_ELEMENT;
  const clients = new Uint16Array(cells.length / step);
  for (
    let i = 0, at = by.idField.offset / Int32Array.BYTES_PER_ELEMENT;
    i < clients.length;
    i++, at += step
  ) {
    clients[i] = by.places.get(cells[at]!) - firstPlace;
  }
  return clients;
}

function markDifferences(digits: Uint16Array, order: Uint32Array, differs: Uint8Array): void {
  for (let i = 1; i < order.length; i++) if (digits[order[i]!] !== digits[order[i - 1]!]) differs[i] = 1;
}

function digitCount(field: Field): number {
  return field.type === "Int32" ? 2 : 1;
}

/**
 * Takes one 16-bit digit, 0 the lowest, of every record's cell; a null is the least. One loop per kind of array:
 * a loop that meets several kinds is many times slower.
 */
function readDigits(
  buffer: ArrayBuffer,
  field: Field,
  width: number,
  digit: number,
  digits: Uint16Array
): void {
  const {cells, start, step} = cellsOf(buffer, field, width);
  if (cells instanceof Int8Array) {
    for (let i = 0, at = start; i < digits.length; i++, at += step) digits[i] = cells[at]! + 0x80;
  } else if (cells instanceof Int16Array) {
    for (let i = 0, at = start; i < digits.length; i++, at += step) digits[i] = cells[at]! + 0x8000;
  } else if (cells instanceof Uint16Array) {
    for (let i = 0, at = start; i < digits.length; i++, at += step) digits[i] = cells[at]! + 1;
  } else if (cells instanceof Int32Array) {
    const shift = digit * 16;
    const bias = digit === 0 ? 0 : 0x8000;
    for (let i = 0, at = start; i < digits.length; i++, at += step) digits[i] = (cells[at]! >> shift) + bias;
  } else throw new RangeError("records are sorted by whole numbers and texts first");
}

function sortByDigits(
  digits: Uint16Array,
  order: Uint32Array<ArrayBuffer>,
  spare: Uint32Array<ArrayBuffer>
): {order: Uint32Array<ArrayBuffer>; spare: Uint32Array<ArrayBuffer>} {
  const starts = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < digits.length; i++) starts[digits[i]! + 1]!++;
  if (starts.includes(digits.length)) return {order, spare};
  for (let i = 0; i < BUCKETS; i++) starts[i + 1]! += starts[i]!;
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    spare[starts[digits[row]!]!++] = row;
  }
  return {order: spare, spare: order};
}

function settleTies(buffer: ArrayBuffer, by: RecordOrder, order: Uint32Array, differs: Uint8Array): void {
  const fields = by.ties.map((field) => ({
    ...cellsOf(buffer, field, by.layout.width),
    isCode: field.type === "Uint16"
  }));
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && differs[to] === 0) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => compareRecords(fields, a, b));
  }
}

interface Reach {
  readonly cells: FieldArray;
  readonly start: number;
  readonly step: number;
  readonly isCode: boolean;
}

function compareRecords(fields: readonly Reach[], a: number, b: number): number {
  for (const {cells, start, step, isCode} of fields) {
    const x = comparable(cells[start + a * step]!, isCode);
    const y = comparable(cells[start + b * step]!, isCode);
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Puts nulls first: NaN, and the greatest code. */
function comparable(value: number, isCode: boolean): number {
  if (isCode) return (value + 1) & 0xffff;
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
