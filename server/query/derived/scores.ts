import {Float64, Int8, Int32, Table, vectorFromArray} from "apache-arrow";
import {openHistoryOf} from "../../../loaders/history/read.ts";
import {createApplicationDigest} from "../../../loaders/model/application.ts";
import {writeParquet} from "../../../loaders/parquet/writeParquet.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import {createScorer} from "../../../src/core/booster/scorer.ts";
import {calibrate} from "../../../src/core/credit/calibration.ts";
import {logOddsToProbability} from "../../../src/core/credit/logOdds.ts";
import type {Policy} from "../../../src/core/credit/policy.ts";
import {logOddsToPoints} from "../../../src/core/credit/scale.ts";
import {createSystemClock} from "../../clock.ts";
import {createClientEngine} from "../../scoring/clientEngine.ts";
import {readModelAs} from "../../scoring/modelStore.ts";
import type {ModelTask} from "./makeFiles.ts";

const CLIENTS_AT_ONCE = 1 << 14;

/**
 * Writes what a model says of every client and no limit changes: clientId, rawScore, probabilityOfDefault, logOdds (of
 * default, calibrated), points (rounded), and fold. Score and decision follow from them as queries read them, so that
 * another cut-off needs no other file. Clients that the model was trained on, known by id and application, have what the
 * model without them said: fold tells which held them out, and is null for everyone else. What the served model itself
 * says of everybody is in servedRawScore, servedProbabilityOfDefault, servedLogOdds and servedPoints.
 */
export function writeScores(task: ModelTask, path: string): void {
  const store = openFeatureStore(task.data);
  const files = readModelAs(task.modelDir, task.modelRef);
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
      const own = columnsOf(policy, heldOut);
      const {rawScore, probabilityOfDefault, logOdds, points} = columnsOf(policy, served);
      yield new Table({
        clientId: vectorFromArray([...ids], new Int32()),
        rawScore: own.rawScore,
        probabilityOfDefault: own.probabilityOfDefault,
        logOdds: own.logOdds,
        points: own.points,
        fold: vectorFromArray(
          held.map((at) => (at < 0 ? null : outOfFold.fold[at]!)),
          new Int8()
        ),
        servedRawScore: rawScore,
        servedProbabilityOfDefault: probabilityOfDefault,
        servedLogOdds: logOdds,
        servedPoints: points
      });
    }
  }
  writeParquet(path, tables());
  store.close();
}

/** Makes columns of raw scores: themselves, probabilities, log-odds of default and points. */
function columnsOf({calibration, scale}: Policy, rawScores: readonly number[]) {
  const logOdds = rawScores.map((rawScore) => calibrate(calibration, rawScore));
  const points = logOdds.map((one) => Math.round(logOddsToPoints(scale, one)));
  return {
    rawScore: vectorFromArray(rawScores, new Float64()),
    probabilityOfDefault: vectorFromArray(logOdds.map(logOddsToProbability), new Float64()),
    logOdds: vectorFromArray(logOdds, new Float64()),
    points: vectorFromArray(points, new Int32())
  };
}
