import {mkdirSync, readdirSync, renameSync, rmSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {writeRawParquet} from "../../loaders/parquet/rawTable.ts";
import type {ClientTable} from "../../loaders/types.ts";
import type {Config} from "../config.ts";
import {writeContributions} from "./contributions.ts";
import {writeScores} from "./scores.ts";

/** A file that statements read and that is made when it is first asked for. */
export type MakeTask = {path: string} & (
  | {kind: "raw"; history: string; table: ClientTable}
  | ({kind: "scores" | "contributions"} & ModelTask)
);

/** A data set and the model that scores it. */
export interface ModelTask {
  data: string;
  modelDir: string;
  config: Pick<Config, "cost" | "score">;
  /** Out-of-fold scores of the model's training, when they belong to this data set. */
  outOfFold: string | null;
}

/** Makes a file: written aside, then renamed. What older data left beside its folder is removed. */
export function makeFile(task: MakeTask): void {
  const folder = dirname(task.path);
  mkdirSync(folder, {recursive: true});
  for (const other of readdirSync(dirname(folder)))
    if (other.split("-")[0] !== basename(folder).split("-")[0])
      rmSync(join(dirname(folder), other), {recursive: true, force: true});
  const aside = `${task.path}.${process.pid}.part`;
  try {
    if (task.kind === "raw") writeRawParquet(task.history, task.table, aside);
    else if (task.kind === "scores") writeScores(task, aside);
    else writeContributions(task, aside);
    renameSync(aside, task.path);
  } finally {
    rmSync(aside, {force: true});
  }
}
