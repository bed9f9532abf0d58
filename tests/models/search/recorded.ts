import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";

/** What Optuna was recorded to do, beside the repository. */
export const RECORDED = join(import.meta.dirname, "../../../../shared/optuna");
export const skipWithoutRecord = existsSync(RECORDED)
  ? false
  : "what Optuna was recorded to do (../shared/optuna) is absent";

export const readRecorded = <T>(file: string): T =>
  JSON.parse(readFileSync(join(RECORDED, file), "utf8")) as T;

export type Traces = Record<string, [Record<string, number>, number][][]>;
