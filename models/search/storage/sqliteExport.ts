import {renameSync, rmSync} from "node:fs";
import Database from "libsql";
import {distributionToJson} from "../../../src/core/search/distributions.ts";
import {stringifyPython} from "../../../src/core/search/journalText.ts";
import type {FrozenStudy} from "../../../src/core/search/replay.ts";
import type {FrozenTrial} from "../../../src/core/search/trial.ts";
import {SQLITE_SCHEMA} from "./sqliteSchema.ts";

/** Splits a number as Optuna's tables keep it: those that SQL lacks by their name. */
function stored(value: number): [number | null, string] {
  if (Number.isNaN(value)) return [null, "NAN"];
  if (Number.isFinite(value)) return [value, "FINITE"];
  return [null, value > 0 ? "INF_POS" : "INF_NEG"];
}

/** Writes a study as a SQLite file that Optuna's RDBStorage opens and goes on with; aside first, then in place. */
export function exportSqlite(file: string, study: FrozenStudy): void {
  const aside = `${file}.part`;
  rmSync(aside, {force: true});
  const db = new Database(aside);
  try {
    db.exec(SQLITE_SCHEMA);
    db.exec("BEGIN");
    const insert = (table: string, columns: string, values: unknown[]) =>
      db
        .prepare(`INSERT INTO ${table} (${columns}) VALUES (${values.map(() => "?").join(", ")})`)
        .run(values);
    const attrs = (table: string, owner: string, id: number, entries: Readonly<Record<string, unknown>>) => {
      for (const [key, value] of Object.entries(entries))
        insert(table, `${owner}, key, value_json`, [id, key, stringifyPython(value)]);
    };
    const id = 1;
    insert("studies", "study_id, study_name", [id, study.name]);
    insert("study_directions", "direction, study_id, objective", [study.direction.toUpperCase(), id, 0]);
    attrs("study_user_attributes", "study_id", id, study.userAttrs);
    attrs("study_system_attributes", "study_id", id, study.systemAttrs);
    for (const trial of study.trials) insertTrial(trial);
    db.exec("COMMIT");

    function insertTrial(trial: FrozenTrial): void {
      const trialId = trial.number + 1;
      const time = (text: string | null) => text?.replace("T", " ") ?? null;
      insert("trials", "trial_id, number, study_id, state, datetime_start, datetime_complete", [
        trialId,
        trial.number,
        id,
        trial.state.toUpperCase(),
        time(trial.datetimeStart),
        time(trial.datetimeComplete)
      ]);
      for (const [name, value] of trial.params)
        insert("trial_params", "trial_id, param_name, param_value, distribution_json", [
          trialId,
          name,
          value,
          distributionToJson(trial.distributions.get(name)!)
        ]);
      if (trial.value !== null)
        insert("trial_values", "trial_id, objective, value, value_type", [
          trialId,
          0,
          ...stored(trial.value)
        ]);
      for (const [step, value] of trial.intermediateValues)
        insert("trial_intermediate_values", "trial_id, step, intermediate_value, intermediate_value_type", [
          trialId,
          step,
          ...stored(value)
        ]);
      attrs("trial_user_attributes", "trial_id", trialId, trial.userAttrs);
      attrs("trial_system_attributes", "trial_id", trialId, trial.systemAttrs);
    }
  } finally {
    db.close();
  }
  renameSync(aside, file);
}
