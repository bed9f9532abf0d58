import {ScorebookError} from "../errors.ts";
import {logOddsToProbability} from "./logOdds.ts";

/** Calibrated log-odds of default = intercept + slope · rawScore. Affine, so that contributions stay additive. */
export interface Calibration {
  intercept: number;
  /** Positive: calibration never changes the order of clients. */
  slope: number;
}

const MOST_STEPS = 100;
const CLOSE_ENOUGH = 1e-12;

/** Applies a calibration: raw score → calibrated log-odds of default. */
export function calibrate({intercept, slope}: Calibration, rawScore: number): number {
  return intercept + slope * rawScore;
}

/** Mean log-likelihood of a calibration. */
function likelihood(
  target: ArrayLike<number>,
  rawScore: ArrayLike<number>,
  calibration: Calibration
): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const x = calibrate(calibration, rawScore[i]!);
    // ln σ(x) = −softplus(−x)
    const signed = target[i] === 1 ? x : -x;
    sum -= Math.max(-signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
  }
  return sum / target.length;
}

/**
 * Fits a calibration by logistic regression of the target (0 or 1) on out-of-fold raw scores:
 * Newton's method with halved steps, from intercept 0 and slope 1.
 * @throws MODEL_INVALID when the scores do not rank the clients, or rank them perfectly, so that no fit exists
 */
export function fitCalibration(target: ArrayLike<number>, rawScore: ArrayLike<number>): Calibration {
  const n = target.length;
  let current: Calibration = {intercept: 0, slope: 1};
  let value = likelihood(target, rawScore, current);
  for (let step = 0; step < MOST_STEPS; step++) {
    let g0 = 0;
    let g1 = 0;
    let h00 = 0;
    let h01 = 0;
    let h11 = 0;
    for (let i = 0; i < n; i++) {
      const x = rawScore[i]!;
      const p = logOddsToProbability(calibrate(current, x));
      const w = p * (1 - p);
      g0 += target[i]! - p;
      g1 += (target[i]! - p) * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const d0 = (h11 * g0 - h01 * g1) / determinant;
    const d1 = (h00 * g1 - h01 * g0) / determinant;
    if (!Number.isFinite(d0) || !Number.isFinite(d1)) break;
    let scale = 1;
    let next = current;
    let nextValue = value;
    do {
      next = {intercept: current.intercept + scale * d0, slope: current.slope + scale * d1};
      nextValue = likelihood(target, rawScore, next);
      scale /= 2;
    } while (nextValue < value && scale > 1e-6);
    const moved = Math.abs(next.intercept - current.intercept) + Math.abs(next.slope - current.slope);
    current = next;
    value = nextValue;
    if (moved < CLOSE_ENOUGH * (1 + Math.abs(current.intercept) + Math.abs(current.slope)))
      return usable(current);
  }
  throw new ScorebookError(
    "MODEL_INVALID",
    `The calibration of ${n} raw scores did not settle; scores of good and bad clients that overlap were expected.`
  );
}

function usable(calibration: Calibration): Calibration {
  if (calibration.slope > 0) return calibration;
  throw new ScorebookError(
    "MODEL_INVALID",
    `The calibration has slope ${calibration.slope}; raw scores that rise with the risk of default were expected.`
  );
}
