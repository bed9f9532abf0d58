import {type Field, fieldOf, layOut} from "../../../history/layout.ts";
import type {TableName} from "../../../types.ts";
import {IdSet} from "../../check/idSet.ts";
import type {TableSchema} from "../../schema/column.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../../schema/tables.ts";
import {type CheckedCsv, type RowScanner, scanCsv, TEXT_BYTES} from "../check.ts";
import {createRowKernel, type RowKernel} from "./kernel.ts";

const LINE_FEED = 10;

/**
 * Checks a CSV file and decodes it to records of the history, in one pass. It takes a part of what checkCsv takes,
 * in which it finds the same: Kaggle's own form with line feeds, and no word that the vocabularies lack.
 * @param onRecords is given the records in the file's order and with codes for words, until the next call
 * @returns undefined when the file has a fault or is merely unusual; what was given by then counts for nothing
 */
export function decodeCsv(
  name: TableName,
  path: string,
  onRecords: (records: Uint8Array) => void = () => {}
): Promise<CheckedCsv | undefined> {
  return scanCsv(TABLES[name], path, new KernelScanner(name, onRecords));
}

/** Runs the kernel over whole lines, and gives away the records of each run. */
class KernelScanner implements RowScanner {
  line = 1;
  lineStart = 0;
  private readonly kernel: RowKernel;
  private readonly keys = new IdSet();
  private readonly key: Field | undefined;
  private readonly width: number;

  constructor(
    name: TableName,
    private readonly onRecords: (bytes: Uint8Array) => void
  ) {
    const table: TableSchema = TABLES[name];
    const kept = CLIENT_TABLE_SCHEMA[clientTableOf(name)];
    const layout = layOut(kept);
    this.kernel = createRowKernel(table, layout, kept, TEXT_BYTES);
    this.width = layout.width;
    this.key = table.key === undefined ? undefined : fieldOf(layout, table.key);
  }

  get buffer(): Uint8Array {
    return this.kernel.text;
  }

  get pointed(): string[] {
    return this.kernel.pointed();
  }

  scan(from: number, to: number): boolean {
    const {kernel, width} = this;
    let at = this.line === 1 ? from : 0;
    if (this.line === 1) this.line = 2;
    const whole = Math.max(at, kernel.text.subarray(0, to).lastIndexOf(LINE_FEED) + 1);
    while (at < whole) {
      const done = kernel.scan(at, whole);
      if (done === undefined || !this.addKeys(done.records)) return false;
      this.onRecords(new Uint8Array(kernel.records.buffer, kernel.records.byteOffset, done.records * width));
      this.line += done.records;
      at = done.next;
    }
    this.lineStart = whole;
    return true;
  }

  /** False when a key was there already. */
  private addKeys(count: number): boolean {
    if (this.key === undefined) return true;
    const {records} = this.kernel;
    const words = this.width / Int32Array.BYTES_PER_ELEMENT;
    for (let i = 0, at = this.key.offset / Int32Array.BYTES_PER_ELEMENT; i < count; i++, at += words)
      if (!this.keys.add(records[at]!)) return false;
    return true;
  }
}
