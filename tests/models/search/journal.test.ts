import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {appendFileSync, existsSync, mkdtempSync, readFileSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import Database from "libsql";
import {createRandomSampler} from "../../../models/search/samplers/randomSampler.ts";
import {openJournal} from "../../../models/search/storage/journalFile.ts";
import {withJournalLock} from "../../../models/search/storage/journalLock.ts";
import {exportSqlite} from "../../../models/search/storage/sqliteExport.ts";
import {createStudy} from "../../../models/search/study/study.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {parseJournal, parsePython, stringifyPython} from "../../../src/core/search/journalText.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-journal-"));
const open = (file: string) =>
  createStudy({storage: openJournal(file), name: "s", sampler: createRandomSampler({seed: 3})});
const invalid = (error: unknown) => error instanceof ScorebookError && error.code === "SEARCH_INVALID";

function fill(file: string) {
  const study = open(file);
  for (const values of [[1, Number.NaN], [Number.POSITIVE_INFINITY], [0.5, 0.25, 0.125]]) {
    const trial = study.ask();
    trial.suggestFloat("lr", 1e-5, 1, {log: true});
    trial.suggestInt("leaves", 4, 128, {log: true});
    trial.suggestCategorical("kind", ["gbdt", 'a "NaN" é', null]);
    values.forEach((value, step) => {
      trial.report(value, step);
    });
    study.tell(trial, values.at(-1)!);
  }
  return study;
}

test("stringifyPython and parsePython keep NaN and infinities as bare tokens, and strings that look like them", () => {
  const value = {
    a: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1.5e-9],
    "b NaN": '-Infinity "NaN"'
  };
  const text = stringifyPython(value);
  assert.equal(text, '{"a":[NaN,Infinity,-Infinity,-1.5e-9],"b NaN":"-Infinity \\"NaN\\""}');
  assert.deepEqual(parsePython(text), value);
  assert.throws(() => parsePython('{"a": nan}'), SyntaxError);
});

test("openJournal(file) gives another process the same studies, and every line is a record of Optuna's", () => {
  const file = join(folder, "same.journal");
  const study = fill(file);
  assert.deepEqual(open(file).trials, study.trials);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").map(parsePython) as Record<
    string,
    unknown
  >[];
  assert.deepEqual(
    lines.map(({op_code}) => op_code),
    [0, 4, 5, 5, 5, 7, 7, 6, 4, 5, 5, 5, 7, 6, 4, 5, 5, 5, 7, 7, 7, 6]
  );
  assert.ok(lines.every(({worker_id}) => worker_id === lines[0]!.worker_id));
  assert.deepEqual(lines[2], {
    op_code: 5,
    worker_id: lines[0]!.worker_id,
    trial_id: 0,
    param_name: "lr",
    param_value_internal: study.trials[0]!.params.get("lr"),
    distribution: '{"name":"FloatDistribution","attributes":{"step":null,"low":0.00001,"high":1,"log":true}}'
  });
  assert.match(lines[1]!.datetime_start as string, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
});

test("write(operations) cuts off half a line that a killed writer left; a whole wrong line is told by its number", () => {
  const file = join(folder, "half.journal");
  const before = fill(file).trials.length;
  appendFileSync(file, '{"op_code":4,"worker_id":"dead","stu');
  const study = open(file);
  assert.equal(study.trials.length, before);
  study.tell(study.ask(), 1);
  assert.equal(open(file).trials.length, before + 1);
  assert.ok(!readFileSync(file, "utf8").includes("dead"));
  appendFileSync(file, "nonsense\n");
  assert.throws(
    () => open(file),
    (error) => invalid(error) && /^Line 25 of the journal/.test((error as Error).message)
  );
});

test("apply(record for a finished trial) changes nothing, whoever writes it", () => {
  const file = join(folder, "late.journal");
  const trials = fill(file).trials;
  appendFileSync(
    file,
    '{"op_code":6,"worker_id":"other","trial_id":0,"state":1,"values":[-9],"datetime_complete":"2026-01-01T00:00:00.000000"}\n'
  );
  appendFileSync(file, '{"op_code":7,"worker_id":"other","trial_id":2,"step":9,"intermediate_value":NaN}\n');
  assert.deepEqual(open(file).trials, trials);
  appendFileSync(
    file,
    '{"op_code":4,"worker_id":"other","study_id":0,"datetime_start":"2026-01-01T00:00:00.000000"}\n'
  );
  assert.equal(open(file).trials.length, 4, "a record that does count is seen");
});

test("withJournalLock(file) waits for the one who has it and takes it from a dead one", () => {
  const file = join(folder, "locked.journal");
  symlinkSync(file, `${file}.lock`);
  let done = false;
  withJournalLock(
    file,
    () => {
      done = true;
    },
    20
  );
  assert.ok(done && !existsSync(`${file}.lock`));
  assert.throws(
    () =>
      withJournalLock(file, () => {
        throw new Error("inside");
      }),
    /inside/
  );
  withJournalLock(file, () => {});
});

test("openJournal(file) in three processes at once loses no trial and numbers each once", async () => {
  const file = join(folder, "crowd.journal");
  open(file);
  const child = new URL("./journalChild.ts", import.meta.url).pathname;
  const codes = await Promise.all(
    [1, 2, 3].map(
      (seed) =>
        new Promise((resolve) => {
          spawn(process.execPath, ["--import", "tsx", child, file, String(seed), "12"], {
            stdio: "inherit"
          }).on("exit", resolve);
        })
    )
  );
  assert.deepEqual(codes, [0, 0, 0]);
  const {trials} = open(file);
  assert.equal(trials.length, 36);
  assert.deepEqual(
    trials.map(({number}) => number),
    [...Array(36).keys()]
  );
  for (const {state, value, params, userAttrs} of trials)
    assert.deepEqual([state, value, userAttrs.own], ["complete", params.get("x"), params.get("x")]);
});

test("exportSqlite(file, study) writes Optuna's tables, with every value that SQL lacks by its name", () => {
  const file = join(folder, "study.sqlite");
  const storage = openJournal(join(folder, "export.journal"));
  fill(join(folder, "export.journal"));
  storage.sync();
  exportSqlite(file, storage.replay.studies[0]!);
  exportSqlite(file, storage.replay.studies[0]!);
  const db = new Database(file);
  const rows = (sql: string) => db.prepare(sql).raw().all();
  assert.deepEqual(rows("SELECT version_num FROM alembic_version"), [["v3.2.0.a"]]);
  assert.deepEqual(rows("SELECT schema_version, library_version FROM version_info"), [[12, "4.9.0"]]);
  assert.deepEqual(rows("SELECT direction, objective FROM study_directions"), [["MINIMIZE", 0]]);
  assert.deepEqual(rows("SELECT number, state FROM trials"), [
    [0, "FAIL"],
    [1, "COMPLETE"],
    [2, "COMPLETE"]
  ]);
  assert.deepEqual(rows("SELECT trial_id, value, value_type FROM trial_values"), [
    [2, null, "INF_POS"],
    [3, 0.125, "FINITE"]
  ]);
  assert.deepEqual(
    rows(
      "SELECT trial_id, step, intermediate_value, intermediate_value_type FROM trial_intermediate_values LIMIT 3"
    ),
    [
      [1, 0, 1, "FINITE"],
      [1, 1, null, "NAN"],
      [2, 0, null, "INF_POS"]
    ]
  );
  assert.equal(rows("SELECT * FROM trial_params").length, 9);
  assert.equal(rows("SELECT name FROM sqlite_master WHERE type = 'table'").length, 13);
  db.close();
});

test("parseJournal(text) leaves the line that is still being written", () => {
  assert.equal(parseJournal('{"op_code":1,"worker_id":"w","study_id":0}\n{"op').length, 1);
  assert.throws(() => parseJournal("{\n"), invalid);
});
