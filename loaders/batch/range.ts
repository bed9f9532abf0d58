import type {Feature} from "../features/feature.ts";
import {createLoopKernel} from "../features/machine/kernel/kernel.ts";
import {createMachine} from "../features/machine/machine.ts";
import {unknowable} from "../features/unknowable.ts";
import type {HistoryReader} from "./historyReader.ts";
import {scatter, writeRows} from "./rows.ts";

/** Clients per chunk: enough rows for the loops, few enough for the cache. */
const CLIENTS_AT_ONCE = 128;

export interface RangeTarget {
  /** Where client i of the history is written, at byte i × features × 4. */
  file: number;
  /** 0, 1 or −1 per client. */
  targets: Int8Array;
  /** CRC-32 of each client's row. */
  checks: Uint32Array;
  onProgress: (clients: number) => void;
}

/** Computes clients first … last − 1 of a history and writes their rows into the features file. */
export type RangeComputer = (first: number, last: number) => void;

/** Compiles the features once for all ranges that are computed with it. */
export function createRangeComputer(
  reader: HistoryReader,
  features: readonly Feature[],
  {file, targets, checks, onProgress}: RangeTarget
): RangeComputer {
  const machine = createMachine(
    features.map((f) => f.expression),
    {
      kernel: createLoopKernel()
    }
  );
  const rows = new Float32Array(CLIENTS_AT_ONCE * features.length);
  const target = new Float64Array(CLIENTS_AT_ONCE);
  const isUnknowable = unknowable(features, reader.absent);
  const nothing = new Float64Array(CLIENTS_AT_ONCE).fill(Number.NaN);
  return (first, last) => {
    for (let start = first; start < last; start += CLIENTS_AT_ONCE) {
      const count = Math.min(CLIENTS_AT_ONCE, last - start);
      const chunk = reader.read(start, count);
      const done = machine.run(chunk);
      for (let j = 0; j < features.length; j++) {
        if (isUnknowable[j]) scatter(nothing, count, rows, j, features.length);
        else scatter(done.numbers(features[j]!.expression), count, rows, j, features.length);
      }
      writeRows(
        file,
        rows.subarray(0, count * features.length),
        start,
        checks.subarray(start, start + count)
      );
      chunk.tables.application.fill("TARGET", target);
      for (let i = 0; i < count; i++) targets[start + i] = Number.isNaN(target[i]!) ? -1 : target[i]!;
      onProgress(count);
    }
  };
}
