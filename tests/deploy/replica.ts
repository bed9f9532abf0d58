import {mkdirSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {createSystemClock} from "../../server/clock.ts";
import {parseConfig} from "../../server/config.ts";
import type {PendingJob, Results} from "../../server/results/results.ts";
import type {ScoringEngine} from "../../server/scoring/engine.ts";
import {openSharedStores} from "../../server/stores.ts";
import {createContractEngine, createDecidingParts} from "../contract/served.ts";
import {CLIENTS, createFakeApp, silent} from "../server/kit/fakes.ts";

/**
 * A replica: where its Redis is, what its keys begin with, its port, whether it is to lose jobs, and the folder of a data
 * set, without which it is of fakes, and that of models.
 */
const [url = "", prefix = "", port = "0", mode = "honest", set = "", models = "models"] =
  process.argv.slice(2);
const clock = createSystemClock();
const known = createContractEngine([...CLIENTS, ...Array.from({length: 5000}, (_, i) => 200_001 + i)]);

/** Clients of load tests take 3 ms each, so that there is work in hand when a replica is killed. */
const engine: ScoringEngine = {
  ...known,
  compute(kind, clientId) {
    const until = clock.elapsedMs() + 3;
    while (clientId > 200_000 && clock.elapsedMs() < until);
    return known.compute(kind, clientId);
  }
};

/** Acknowledges jobs that it keeps in memory alone. */
function forgetful(results: Results): Results {
  const held: PendingJob[] = [];
  return {...results, begin: async (jobs) => void held.push(...jobs)};
}

const data = set || join(tmpdir(), `scorebook-${prefix}`);
mkdirSync(data, {recursive: true});
const config = parseConfig(
  JSON.stringify({data, redis: {url, prefix}, overrides: {second_person: true}}),
  "the test's configuration"
);
const stores = await openSharedStores(config.redis!, config, silent);
const results = mode === "forgetful" ? forgetful(stores.results) : stores.results;
const app = set
  ? await createApp(openParts(config, silent, () => stores, models))
  : await createFakeApp({...stores, results, ...createDecidingParts(engine), clock});
const server = app.createListener();
server.listen(Number(port), "127.0.0.1", () => console.log("listening"));
process.once("SIGTERM", () => void app.close().then(() => process.exit(0)));
