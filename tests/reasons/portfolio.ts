import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {planDigest} from "../../loaders/plan.ts";
import {type FeatureStore, openFeatureStore} from "../../loaders/store.ts";
import {isHeldOut} from "../../models/training/folds/holdout.ts";
import {createSystemClock} from "../../server/clock.ts";
import {type ClientEngine, createClientEngine} from "../../server/scoring/clientEngine.ts";
import {modelFeatures} from "../../server/scoring/modelFeatures.ts";
import {readModel} from "../../server/scoring/modelStore.ts";

const ROOT = join(import.meta.dirname, "../..");
const DEMO = {clients: 10_000, seed: 20};
export const demoModel = readModel(join(ROOT, "models/demo"));
export const demoFeatures = modelFeatures(demoModel.manifest);

/** The whole demonstration set: the one of the repository when it is there and up to date, else made anew. */
export async function demoSet(): Promise<{dir: string; remove: () => void}> {
  const own = join(ROOT, "data/demo-set");
  if (isUpToDate(own)) return {dir: own, remove: () => undefined};
  console.log(
    "data/demo-set is not there, or of another plan; the demonstration set is made anew for this test."
  );
  const dir = mkdtempSync(join(tmpdir(), "scorebook-reasons-"));
  await generateDemo({...DEMO, out: dir});
  await buildFeatures(dir);
  return {dir, remove: () => rmSync(dir, {recursive: true, force: true})};
}

function isUpToDate(dir: string): boolean {
  const [meta, generated] = ["meta.json", "raw/GENERATED"].map((name) => join(dir, name));
  if (!existsSync(meta!) || !existsSync(generated!)) return false;
  const made = JSON.parse(readFileSync(generated!, "utf8"));
  const isWhole = made.clients === DEMO.clients && made.seed === DEMO.seed;
  return isWhole && JSON.parse(readFileSync(meta!, "utf8")).planSha256 === planDigest();
}

export interface Opened {
  engine: ClientEngine;
  store: FeatureStore;
  close(): void;
}

/** Opens the demo model on a data set. */
export function openEngine(dir: string): Opened {
  const store = openFeatureStore(dir);
  const history = openHistoryOf(dir);
  const engine = createClientEngine({
    files: demoModel,
    store,
    history,
    config: {cost: {}, score: {}},
    clock: createSystemClock()
  });
  return {
    engine,
    store,
    close() {
      store.close();
      history.close();
    }
  };
}

/** Works out medians over the clients of a store that were learned from, one feature at a time as they are asked for. */
export function medians(store: FeatureStore): (feature: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  return (feature) => {
    if (!known.has(feature)) known.set(feature, medianOf(store, feature));
    return known.get(feature);
  };
}

function medianOf(store: FeatureStore, feature: string): number | undefined {
  if (!store.catalogue.features.some(({name}) => name === feature)) return undefined;
  const values = [...store.column(feature)].filter(
    (value, i) => store.targets[i]! >= 0 && !isHeldOut(store.ids[i]!) && !Number.isNaN(value)
  );
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return (values[Math.floor((values.length - 1) / 2)]! + values[Math.ceil((values.length - 1) / 2)]!) / 2;
}
