import type {Feature} from "../features/feature.ts";
import {createMachine} from "../features/machine/machine.ts";
import {unknowable} from "../features/unknowable.ts";
import {writePart} from "./parquet/featurePart.ts";
import {PART_BITS, PART_ROWS, partPath} from "./parquet/partLayout.ts";
import type {HistoryReader} from "./reader/historyReader.ts";
import {writeRows} from "./rows.ts";

/** Clients per chunk: enough rows for the loops, few enough for the cache. A part of the features is whole chunks. */
const CLIENTS_AT_ONCE = 128;
const VALUE_BYTES = Float32Array.BYTES_PER_ELEMENT;

export interface RangeTarget {
  /** Where client i of the history is written, at byte i × features × 4. */
  file: number;
  /** 0, 1 or −1 per client. */
  targets: Int8Array;
  /** CRC-32 of each client's row. */
  checks: Uint32Array;
  onProgress: (clients: number) => void;
  /** The Parquet file that parts are for; without one there are none. */
  parquet?: string;
}

/**
 * Computes clients first … last − 1 of a history and writes their rows into the features file.
 * @returns the parts of the Parquet file that were written beside it, by the first client of each
 */
export type RangeComputer = (first: number, last: number) => number[];

/** Compiles the features once for all ranges that are computed with it. */
export function createRangeComputer(
  reader: HistoryReader,
  features: readonly Feature[],
  {file, targets, checks, onProgress, parquet}: RangeTarget
): RangeComputer {
  const {kernel} = reader;
  const expressions = features.map((f) => f.expression);
  const machine = createMachine(expressions, {kernel});
  const names = features.map(({name}) => name);
  const stride = features.length * VALUE_BYTES;
  const rows = kernel.allocate(CLIENTS_AT_ONCE * stride);
  const partRows = parquet === undefined ? CLIENTS_AT_ONCE : PART_ROWS;
  const values = kernel.allocate(partRows * stride);
  const valid = kernel.allocate((partRows / 8) * features.length);
  const target = new Float64Array(CLIENTS_AT_ONCE);
  const isUnknowable = unknowable(features, reader.absent);
  const nothing = kernel.allocate(CLIENTS_AT_ONCE * Float64Array.BYTES_PER_ELEMENT);
  new Float64Array(nothing().buffer, nothing().at, CLIENTS_AT_ONCE).fill(Number.NaN);

  /** @param filled rows of the part so far */
  function computeChunk(start: number, count: number, filled: number): void {
    const chunk = reader.read(start, count);
    const done = machine.run(chunk);
    const [row, column, bits] = [rows().at, values().at + filled * VALUE_BYTES, valid().at + filled / 8];
    for (let j = 0; j < features.length; j++) {
      const from = isUnknowable[j] ? nothing().at : done.output(j).at;
      const [place, known] = [column + j * partRows * VALUE_BYTES, bits + (j * partRows) / 8];
      kernel.tables.pack(from, count, row + j * VALUE_BYTES, stride, place, known);
    }
    const whole = new Float32Array(rows().buffer, row, count * features.length);
    writeRows(file, whole, start, checks.subarray(start, start + count));
    chunk.tables.application.fill("TARGET", target);
    for (let i = 0; i < count; i++) targets[start + i] = Number.isNaN(target[i]!) ? -1 : target[i]!;
    onProgress(count);
  }

  function flush(path: string, first: number, end: number): void {
    writePart(path, {
      ids: reader.clients.subarray(first, end),
      targets: targets.slice(first, end),
      names,
      values: new Float32Array(values().buffer, values().at, PART_ROWS * features.length),
      valid: new Uint8Array(valid().buffer, valid().at, PART_BITS * features.length)
    });
  }

  return (first, last) => {
    const parts: number[] = [];
    for (let start = first; start < last; start += partRows) {
      const end = Math.min(start + partRows, last);
      for (let at = start; at < end; at += CLIENTS_AT_ONCE)
        computeChunk(at, Math.min(CLIENTS_AT_ONCE, end - at), at - start);
      if (parquet === undefined) continue;
      flush(partPath(parquet, start), start, end);
      parts.push(start);
    }
    return parts;
  };
}
