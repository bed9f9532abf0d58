import {Dictionary, Float64, Int8, Int16, Int32, Table, Utf8, vectorFromArray} from "apache-arrow";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {readOutOfFold} from "../../loaders/parquet/outOfFold.ts";
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
 * fold. Clients that the model was trained on have what the model without them said, when training kept it: fold
 * tells which held them out, and is null for everyone else.
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
  const heldOut = task.outOfFold === null ? new Map() : heldOutScores(task.outOfFold);

  function* tables(): Generator<Table> {
    for (let first = 0; first < store.clients; first += CLIENTS_AT_ONCE) {
      const ids = store.ids.subarray(first, first + CLIENTS_AT_ONCE);
      const held = Array.from(ids, (id) => heldOut.get(id));
      const rawScores = Array.from(ids, (_, i) => held[i]?.rawScore ?? score(toInput(store.row(first + i))));
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
          held.map((h) => h?.fold ?? null),
          new Int8()
        )
      });
    }
  }
  writeParquet(path, tables());
  store.close();
}

function heldOutScores(path: string): Map<number, {fold: number; rawScore: number}> {
  const {clientIds, folds, rawScores} = readOutOfFold(path);
  const scores = new Map<number, {fold: number; rawScore: number}>();
  for (let i = 0; i < clientIds.length; i++)
    scores.set(Number(clientIds[i]), {fold: Number(folds[i]), rawScore: rawScores[i]!});
  return scores;
}
