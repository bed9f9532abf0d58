import {type Calibration, calibrate} from "../../../src/core/credit/calibration.ts";
import {cheapest, costCurve} from "../../../src/core/credit/costCurve.ts";
import type {Cost} from "../../../src/core/credit/cutoff.ts";
import {logOddsToProbability} from "../../../src/core/credit/logOdds.ts";
import {auc} from "../../../src/core/metrics/auc.ts";
import {brier} from "../../../src/core/metrics/brier.ts";
import {calibrationBins} from "../../../src/core/metrics/calibrationBins.ts";
import {aucStandardError} from "../../../src/core/metrics/delong.ts";
import {gini} from "../../../src/core/metrics/gini.ts";
import {ks} from "../../../src/core/metrics/ks.ts";
import {logLoss} from "../../../src/core/metrics/logLoss.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";
import {rowsWhere} from "../folds/folds.ts";
import type {OutOfFold} from "../folds/outOfFold.ts";

/** Measures out-of-fold scores; `target` holds 0 or 1 per client. */
export function measureScores(
  target: Uint8Array,
  {rawScore, fold}: Pick<OutOfFold, "rawScore" | "fold">,
  calibration: Calibration
): Manifest["metrics"] {
  const before = rawScore.map(logOddsToProbability);
  const after = rawScore.map((raw) => logOddsToProbability(calibrate(calibration, raw)));
  const folds = [...new Set(fold)].sort((a, b) => a - b);
  return {
    auc: auc(target, rawScore),
    aucStandardError: aucStandardError(target, rawScore),
    gini: gini(target, rawScore),
    ks: ks(target, rawScore),
    aucPerFold: folds.map((k) => {
      const rows = rowsWhere(fold, (other) => other === k);
      return auc(
        Uint8Array.from(rows, (row) => target[row]!),
        Float64Array.from(rows, (row) => rawScore[row]!)
      );
    }),
    before: {brier: brier(target, before), logLoss: logLoss(target, before)},
    after: {brier: brier(target, after), logLoss: logLoss(target, after)},
    calibrationBins: calibrationBins(target, after)
  };
}

/** Finds what deciding at a cut-off would have cost, and what the cheapest one would have. */
export function observedCost(target: Uint8Array, logOdds: Float64Array, cutoff: number, cost: Cost) {
  const curve = costCurve(target, logOdds.map(logOddsToProbability), cost);
  const best = cheapest(curve)!;
  const atCutoff = curve.findLast((point) => point.cutoff <= cutoff) ?? curve[0]!;
  return {
    empirical: best.cutoff,
    costPerClient: atCutoff.costPerClient,
    empiricalCostPerClient: best.costPerClient
  };
}
