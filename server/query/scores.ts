import {Float64, Int8, Int32, Table, vectorFromArray} from "apache-arrow";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {writeParquet} from "../../loaders/parquet/writeParquet.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {logOddsToPoints} from "../../src/core/credit/scale.ts";
import {createSystemClock} from "../clock.ts";
import {createClientEngine} from "../scoring/clientEngine.ts";
import {readModel} from "../scoring/modelStore.ts";
import type {ModelTask} from "./makeFiles.ts";

const CLIENTS_AT_ONCE = 1 << 14;

/**
 * Writes what the served model says of every client and no limit changes: clientId, rawScore, probabilityOfDefault,
 * logOdds (of default, calibrated), points (rounded), and fold. Score and decision follow from them as queries read them,
 * so that another cut-off needs no other file. Clients that the model was trained on, known by id and application, have what the model without them said:
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
      const logOdds = rawScores.map((rawScore) => calibrate(policy.calibration, rawScore));
      yield new Table({
        clientId: vectorFromArray([...ids], new Int32()),
        rawScore: vectorFromArray(rawScores, new Float64()),
        probabilityOfDefault: vectorFromArray(logOdds.map(logOddsToProbability), new Float64()),
        logOdds: vectorFromArray(logOdds, new Float64()),
        points: vectorFromArray(
          logOdds.map((one) => Math.round(logOddsToPoints(policy.scale, one))),
          new Int32()
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
