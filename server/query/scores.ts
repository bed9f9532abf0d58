import {Dictionary, Float64, Int8, Int16, Int32, Table, Utf8, vectorFromArray} from "apache-arrow";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {writeParquet} from "../../loaders/parquet/writeParquet.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import type {Policy} from "../../src/core/credit/policy.ts";
import {createSystemClock} from "../clock.ts";
import {createClientEngine} from "../scoring/clientEngine.ts";
import {readModel} from "../scoring/modelStore.ts";
import type {ModelTask} from "./makeFiles.ts";

const CLIENTS_AT_ONCE = 1 << 14;

/**
 * Writes every client's score under the served model: clientId, rawScore, probabilityOfDefault, score, decision, and
 * fold. Clients that the model was trained on, known by id and application, have what the model without them said:
 * fold tells which held them out, and is null for everyone else. What the served model itself says of everybody is
 * in servedRawScore, servedProbabilityOfDefault, servedScore and servedDecision.
 */
export function writeScores(task: ModelTask, path: string): void {
  const store = openFeatureStore(task.data);
  const files = readModel(task.modelDir);
  const {policy, toInput} = createClientEngine({
    files,
    store,
    history: openHistoryOf(task.data),
    config: task.config,
    clock: createSystemClock()
  });
  const score = createScorer(files.booster);
  const {outOfFold} = files;
  const applicationOf = createApplicationDigest(store.catalogue.features);

  function* tables(): Generator<Table> {
    for (let first = 0; first < store.clients; first += CLIENTS_AT_ONCE) {
      const ids = store.ids.subarray(first, first + CLIENTS_AT_ONCE);
      const held = Array.from(ids, (id, i) => outOfFold.indexOf(id, applicationOf(store.row(first + i))));
      const served = Array.from(ids, (_, i) => score(toInput(store.row(first + i))));
      const heldOut = served.map((own, i) => (held[i]! < 0 ? own : outOfFold.rawScore[held[i]!]!));
      const [rawScore, probabilityOfDefault, points, decision] = columnsOf(policy, heldOut, 0);
      const [servedRawScore, servedProbabilityOfDefault, servedScore, servedDecision] = columnsOf(
        policy,
        served,
        1
      );
      yield new Table({
        clientId: vectorFromArray([...ids], new Int32()),
        rawScore,
        probabilityOfDefault,
        score: points,
        decision,
        fold: vectorFromArray(
          held.map((at) => (at < 0 ? null : outOfFold.fold[at]!)),
          new Int8()
        ),
        servedRawScore,
        servedProbabilityOfDefault,
        servedScore,
        servedDecision
      });
    }
  }
  writeParquet(path, tables());
  store.close();
}

/** Makes columns of raw scores: themselves, probabilities of default, points, decisions in a dictionary of that number. */
function columnsOf(policy: Policy, rawScores: readonly number[], dictionary: number) {
  const assessed = rawScores.map((rawScore) => assess(policy, rawScore));
  return [
    vectorFromArray(rawScores, new Float64()),
    vectorFromArray(
      assessed.map(({probabilityOfDefault}) => probabilityOfDefault),
      new Float64()
    ),
    vectorFromArray(
      assessed.map(({score}) => score),
      new Int16()
    ),
    vectorFromArray(
      assessed.map(({decision}) => decision),
      new Dictionary(new Utf8(), new Int8(), dictionary)
    )
  ] as const;
}
