import {createSystemClock} from "../../../server/clock.ts";
import type {PendingJob, Results} from "../../../server/results/results.ts";
import {openResults} from "../../../server/results/sqlite.ts";
import type {ScoringEngine} from "../../../server/scoring/engine.ts";
import {createFakeApp, createFakeEngine, listen} from "../kit/fakes.ts";

/** A server to be killed: the path of its results, and whether it is to acknowledge before it writes. */
const [path = "", mode = "honest"] = process.argv.slice(2);
const clock = createSystemClock();
const known = createFakeEngine({clients: Array.from({length: 31_000}, (_, i) => 100_001 + i)});

const slow: ScoringEngine = {
  ...known,
  compute(kind, clientId) {
    const until = clock.elapsedMs() + 3;
    while (clock.elapsedMs() < until);
    return known.compute(kind, clientId);
  }
};

/** So many jobs wait in memory before they are written: more than are acknowledged before the kill. */
const HELD = 64;

function lateResults(results: Results): Results {
  let late: PendingJob[] = [];
  return {
    ...results,
    async begin(jobs) {
      late = [...late, ...jobs];
    },
    async finish(outcomes) {
      if (late.length < HELD) return outcomes.map(() => true);
      await results.begin(late);
      late = [];
      return results.finish(outcomes);
    }
  };
}

const results = openResults(path, {older: 100_000, days: 7});
const app = await createFakeApp({engine: slow, results: mode === "late" ? lateResults(results) : results});
console.log(await listen(app));
