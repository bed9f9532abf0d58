import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {buildClusterIndex} from "../../src/core/nearest/clusterIndex.ts";
import {createRandom} from "../../src/core/random.ts";
import {isImported} from "../../src/core/schema/manifestImported.ts";
import {createSystemClock} from "../clock.ts";
import type {ModelTask} from "../query/derived/makeFiles.ts";
import {createClientEngine} from "../scoring/clientEngine.ts";
import {readModelAs} from "../scoring/modelStore.ts";
import {createCauseSpace} from "./causeVector.ts";
import {writeSimilar} from "./file.ts";

/** About this many clients a cluster and clusters a search looks into are in balance at √n; more divide finer. */
const clustersFor = (clients: number): number => Math.max(1, Math.round(Math.sqrt(clients)));

/**
 * Places every client of known outcome in the space of causes and writes the index. Their probabilities are those of
 * the models that held them out; of clients that no model has learned from, the model's own;
 * NaN where nobody knows whom the model has learned from.
 * @throws EXPLANATION_UNSUPPORTED
 */
export function makeSimilar({data, modelDir, modelRef, config}: ModelTask, path: string): void {
  const store = openFeatureStore(data);
  const files = readModelAs(modelDir, modelRef);
  const history = openHistoryOf(data);
  const engine = createClientEngine({files, store, history, config, clock: createSystemClock()});
  const space = createCauseSpace(engine);
  const score = createScorer(files.booster);
  const applicationOf = createApplicationDigest(store.catalogue.features);
  const known = [...store.ids.keys()].filter((i) => store.targets[i]! >= 0);
  const dims = space.causes.length;
  const vectors = new Float32Array(known.length * dims);
  const probability = new Float32Array(known.length);
  known.forEach((i, at) => {
    const row = store.row(i);
    vectors.set(space.place(row), at * dims);
    const held = files.outOfFold.indexOf(store.ids[i]!, applicationOf(row));
    const rawScore = held < 0 ? score(engine.toInput(row)) : files.outOfFold.rawScore[held]!;
    const isHeldOut = !isImported(engine.manifest);
    probability[at] = isHeldOut
      ? logOddsToProbability(calibrate(engine.manifest.calibration, rawScore))
      : Number.NaN;
  });
  writeSimilar(path, {
    index: buildClusterIndex(vectors, dims, {clusters: clustersFor(known.length), random: createRandom(1)}),
    ids: Int32Array.from(known, (i) => store.ids[i]!),
    bad: Uint8Array.from(known, (i) => store.targets[i]!),
    probability
  });
  store.close();
  history.close();
}
