import {closeSync, openSync} from "node:fs";
import pl, {type DataFrame} from "nodejs-polars";
import {readClients} from "../batch/reader/historyReader.ts";
import {scatter, writeRows} from "../batch/rows.ts";
import type {HistoryTask} from "../batch/workers.ts";
import type {Feature} from "../features/feature.ts";
import {absentColumns, unknowable} from "../features/unknowable.ts";
import {readHistoryIndex} from "../history/read.ts";
import type {RawTables} from "../tables/open.ts";
import {featuresWithPolars, type Translation} from "./features.ts";
import {clientFrames, TARGET} from "./tables.ts";

/** Clients whose rows are turned from columns at a time. */
const ROWS_AT_ONCE = 4096;

/**
 * Computes all clients with Polars, from the raw tables and not from the history, into the features file that the
 * machine would write. Of the history it takes which clients there are, in which order, and which columns the
 * tables came without. `partitions` ranges of clients are computed one after the other; each reads the tables again.
 */
export function computeWithPolars(
  task: HistoryTask,
  features: readonly Feature[],
  tables: RawTables["tables"],
  translation?: Translation
): void {
  const clients = readClients(task.history);
  const absent = absentColumns(readHistoryIndex(task.history).tables);
  const isUnknowable = unknowable(features, absent);
  const step = Math.ceil(clients.length / task.partitions);
  const file = openSync(task.features, "r+");
  try {
    for (let first = 0; first < clients.length; first += step) {
      const ids = clients.subarray(first, first + step);
      const frames = clientFrames(tables, ids[0]!, ids.at(-1)!);
      const computed = featuresWithPolars(frames, features, translation);
      assertSameClients(ids, computed);
      writeTargets(computed, new Int8Array(task.targets, first, ids.length));
      const columns = features.map(({name}, j) =>
        isUnknowable[j] ? new Float32Array(ids.length).fill(Number.NaN) : valuesOf(computed, name)
      );
      const checks = new Uint32Array(task.checks);
      for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
        const count = Math.min(ROWS_AT_ONCE, ids.length - at);
        const rows = new Float32Array(count * features.length);
        columns.forEach((column, j) => {
          scatter(column.subarray(at, at + count), count, rows, j, features.length);
        });
        writeRows(file, rows, first + at, checks.subarray(first + at, first + at + count));
        task.onProgress(count);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Takes one feature as Float32, NaN where missing. */
function valuesOf(computed: DataFrame, name: string): Float32Array {
  const missing = pl.lit(Number.NaN).cast(pl.Float32);
  const values = computed.select(pl.col(name).cast(pl.Float32).fillNull(missing));
  return values.getColumn(name).toTypedArray() as Float32Array;
}

function writeTargets(computed: DataFrame, targets: Int8Array): void {
  const unlabelled = pl.lit(-1).cast(pl.Float64);
  const values = computed.select(pl.col(TARGET).fillNull(unlabelled)).getColumn(TARGET);
  targets.set(values.toTypedArray() as Float64Array);
}

function assertSameClients(ids: Int32Array, computed: DataFrame): void {
  const found = computed.getColumn("SK_ID_CURR").toTypedArray() as Int32Array;
  const differs = ids.length !== found.length || ids.some((id, i) => id !== found[i]);
  if (differs) throw new Error("Polars found other clients in the raw tables than the history has.");
}
