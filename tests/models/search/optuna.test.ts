import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import Database from "libsql";
import {createTpeSampler} from "../../../models/search/samplers/tpe/tpeSampler.ts";
import {openJournal} from "../../../models/search/storage/journalFile.ts";
import {exportSqlite} from "../../../models/search/storage/sqliteExport.ts";
import {createStudy} from "../../../models/search/study/study.ts";
import {externalParams} from "../../../src/core/search/trial.ts";
import {FUNCTIONS} from "./functions.ts";

const python = (code: string, ...args: string[]) =>
  spawnSync("python3", ["-c", code, ...args], {encoding: "utf8"});
const skipWithout = (modules: string) =>
  python(`import ${modules}`).status === 0
    ? false
    : `no python3 with ${modules} was found: pip install optuna brings it`;
const skip = skipWithout("optuna");
const skipSql = skip || skipWithout("sqlalchemy, alembic");

/** Loads a study, tells what is in it, and runs three more trials. */
const GO_ON = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.WARNING)
kind, path = sys.argv[1:]
if kind == "journal":
    from optuna.storages import JournalStorage
    try:
        from optuna.storages.journal import JournalFileBackend as Backend
    except ImportError:
        from optuna.storages import JournalFileStorage as Backend
    storage = JournalStorage(Backend(path))
else:
    storage = "sqlite:///" + path
study = optuna.load_study(study_name="s", storage=storage, sampler=optuna.samplers.TPESampler(seed=1, multivariate=True))
seen = [[t.state.name, t.value, t.params] for t in study.trials]
def objective(trial):
    rate = trial.suggest_float("learning_rate", 0.005, 0.3, log=True)
    leaves = trial.suggest_int("num_leaves", 4, 256, log=True)
    trial.report(rate, 0)
    return rate * leaves
study.optimize(objective, n_trials=3)
print(json.dumps({"seen": seen, "after": len(study.trials)}))
`;

function makeStudy(file: string) {
  const storage = openJournal(file);
  const study = createStudy({storage, name: "s", sampler: createTpeSampler({seed: 4})});
  for (let i = 0; i < 12; i++) {
    const trial = study.ask();
    trial.report(i === 3 ? Number.NaN : i, 0);
    const value = FUNCTIONS.lgbm_like!((name, distribution) => trial.suggest(name, distribution));
    study.tell(trial, i === 5 ? "pruned" : value);
  }
  return {storage, study};
}
const goOn = (kind: string, path: string) => {
  const {status, stdout, stderr} = python(GO_ON, kind, path);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as {seen: [string, number, object][]; after: number};
};

test("Optuna loads a journal of ours, goes on with it, and what it added comes back", {skip}, () => {
  const file = join(mkdtempSync(join(tmpdir(), "scorebook-optuna-")), "study.journal");
  const {storage, study} = makeStudy(file);
  const {seen, after} = goOn("journal", file);
  assert.deepEqual(
    seen,
    study.trials.map((trial) => [trial.state.toUpperCase(), trial.value, externalParams(trial)])
  );
  assert.equal(after, 15);
  storage.sync();
  assert.deepEqual(
    study.trials.slice(12).map(({state, params}) => [state, params.size]),
    [
      ["complete", 2],
      ["complete", 2],
      ["complete", 2]
    ]
  );
  assert.equal(study.tell(study.ask(), 1).number, 15);
});

test("Optuna loads a SQLite file of ours and goes on with it", {skip: skipSql}, () => {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-optuna-"));
  const {storage} = makeStudy(join(folder, "study.journal"));
  const file = join(folder, "study.sqlite");
  exportSqlite(file, storage.replay.studies[0]!);
  const {seen, after} = goOn("sqlite", file);
  assert.deepEqual([seen.length, after], [12, 15]);
  const db = new Database(file);
  assert.deepEqual(db.prepare("SELECT count(*) FROM trials").raw().get(), [15]);
  db.close();
});
