import {costCurve} from "../../src/core/credit/costCurve.ts";
import type {Cost} from "../../src/core/credit/cutoff.ts";
import {costBand} from "../../src/core/metrics/costBand.ts";
import {referBand} from "../../src/core/metrics/referBand.ts";
import type {ModelEvaluation} from "../../src/core/schema/manifest.ts";
import type {Scored} from "./measures.ts";

/** Tells what other cut-offs would have cost, and proposes whom a person should see. */
export function describeCost({target, probability}: Scored, cost: Cost): ModelEvaluation["cost"] {
  const {differenceInterval, difference, ...band} = costBand(target, probability, cost);
  return {
    ...band,
    difference: {value: difference, interval: differenceInterval},
    refer: referBand(costCurve(target, probability, cost), target.length) ?? null
  };
}
