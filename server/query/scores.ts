import {Dictionary, Float64, Int8, Int16, Int32, Table, Utf8, vectorFromArray} from "apache-arrow";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {writeParquet} from "../../loaders/parquet/writeParquet.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {createSystemClock} from "../clock.ts";
import {createClientEngine} from "../scoring/clientEngine.ts";
import {readModel} from "../scoring/modelStore.ts";
import type {ModelTask} from "./makeFiles.ts";

const CLIENTS_AT_ONCE = 1 << 14;

/**
 * Writes every client's score under the served model: clientId, rawScore, probabilityOfDefault, score, decision, and
 * fold. Clients that the model was trained on, known by id and application, have what the model without them said:
 * fold tells which held them out, and is null for everyone else.
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
      const rawScores = held.map((at, i) =>
        at < 0 ? score(toInput(store.row(first + i))) : outOfFold.rawScore[at]!
      );
      const assessed = rawScores.map((rawScore) => assess(policy, rawScore));
      yield new Table({
        clientId: vectorFromArray([...ids], new Int32()),
        rawScore: vectorFromArray(rawScores, new Float64()),
        probabilityOfDefault: vectorFromArray(
          assessed.map(({probabilityOfDefault}) => probabilityOfDefault),
          new Float64()
        ),
        score: vectorFromArray(
          assessed.map(({score}) => score),
          new Int16()
        ),
        decision: vectorFromArray(
          assessed.map(({decision}) => decision),
          new Dictionary(new Utf8(), new Int8(), 0)
        ),
        fold: vectorFromArray(
          held.map((at) => (at < 0 ? null : outOfFold.fold[at]!)),
          new Int8()
        )
      });
    }
  }
  writeParquet(path, tables());
  store.close();
}
