import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import type {Results} from "../../server/results/results.ts";
import {openResults} from "../../server/results/sqlite.ts";
import {describeResults} from "./resultsSuite.ts";

const folder = mkdtempSync(join(tmpdir(), "scorebook-contract-"));
after(() => rmSync(folder, {recursive: true}));
let places = 0;

describeResults("SQLite", async () => {
  const path = join(folder, `${places++}.sqlite`);
  return {
    open: async (keep) => openResults(path, keep),
    kill: (results) => results.close()
  };
});

/** Faults that a store could have, each of which the suite must notice; MODE picks one in a process of its own. */
const FAULTS: Record<string, (real: Results) => Partial<Results>> = {
  "is as it should be": () => ({}),
  "keeps every outcome": (real) => ({
    finish: async (outcomes) => (await real.finish(outcomes)).map(() => true)
  }),
  "forgets the id of a job": () => ({job: async () => null}),
  "gives jobs of the living away": (real) => ({adopt: () => real.pending()}),
  "writes a job at a time": (real) => ({
    async begin(jobs) {
      for (const one of jobs) await real.begin([one]);
    }
  })
};
const mode = process.env.SCOREBOOK_PLANTED_FAULT;
if (mode)
  describeResults(mode, async () => {
    const path = join(folder, `${places++}.sqlite`);
    return {
      async open(keep) {
        const real = openResults(path, keep);
        return {...real, ...FAULTS[mode]!(real)};
      },
      kill: (results) => results.close()
    };
  });
else
  for (const fault of Object.keys(FAULTS))
    test(`the suite ${fault.startsWith("is") ? "passes" : "notices"} a planted store that ${fault}`, () => {
      const {NODE_TEST_CONTEXT: _, ...env} = process.env;
      const {status} = spawnSync(
        process.execPath,
        ["--import", "tsx", "--test-name-pattern", `results in ${fault}`, import.meta.filename],
        {env: {...env, SCOREBOOK_PLANTED_FAULT: fault}}
      );
      assert.equal(status, fault.startsWith("is") ? 0 : 1);
    });
