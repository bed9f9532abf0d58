import {mkdirSync, readdirSync, renameSync, rmSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {writeRawParquet} from "../../../loaders/parquet/rawTable.ts";
import type {ClientTable} from "../../../loaders/types.ts";
import type {PolicyLimits} from "../../../src/core/credit/policy.ts";
import type {ModelRef} from "../../../src/core/schema/score.ts";
import type {Config} from "../../config.ts";
import {makeSimilar} from "../../similar/make.ts";
import {writeContributions} from "./contributions.ts";
import {writeScores} from "./scores.ts";

/** A file that statements read and that is made when it is first asked for. */
export type MakeTask = {path: string} & (
  | {kind: "raw"; history: string; table: ClientTable}
  | ({kind: "scores" | "contributions" | "similar"} & ModelTask)
);

/** A data set and the model that scores it. */
export interface ModelTask {
  data: string;
  modelDir: string;
  /** What is expected there. */
  modelRef: ModelRef;
  config: Pick<Config, "cost" | "score">;
  /** What people have set in the place of the model's limits. */
  limits: PolicyLimits | null;
}

/** Makes a file: written aside, then renamed. What older data and killed processes left is removed. */
export function makeFile(task: MakeTask): void {
  const folder = dirname(task.path);
  mkdirSync(folder, {recursive: true});
  removeLeftovers(folder);
  const aside = `${task.path}.${process.pid}.part`;
  try {
    if (task.kind === "raw") writeRawParquet(task.history, task.table, aside);
    else if (task.kind === "scores") writeScores(task, aside);
    else if (task.kind === "similar") makeSimilar(task, aside);
    else writeContributions(task, aside);
    renameSync(aside, task.path);
  } finally {
    rmSync(aside, {force: true});
  }
}

/** Removes folders of other raw tables than this one's, and what processes wrote aside here that no longer run. */
function removeLeftovers(folder: string): void {
  const dataOf = (name: string) => name.split("-")[0];
  for (const other of readdirSync(dirname(folder)))
    if (dataOf(other) !== dataOf(basename(folder)))
      rmSync(join(dirname(folder), other), {recursive: true, force: true});
  for (const file of readdirSync(folder)) {
    const pid = /\.(\d+)\.part(\.\d+)?$/.exec(file)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, file), {force: true});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
