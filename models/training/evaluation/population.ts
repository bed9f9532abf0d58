import {assess} from "../../../src/core/credit/assess.ts";
import type {Policy} from "../../../src/core/credit/policy.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";

const QUANTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const BIN_POINTS = 10;

/** Summarises the training clients, scored out of fold, for the pages that compare one client with all. */
export function summarisePopulation(
  policy: Policy,
  target: ArrayLike<number>,
  rawScore: ArrayLike<number>
): Manifest["population"] {
  const n = target.length;
  const assessed = Array.from(rawScore, (raw) => assess(policy, raw));
  const share = (count: number) => count / n;
  const decided = (decision: string) => share(assessed.filter((one) => one.decision === decision).length);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / n;
  const kept = assessed.flatMap(({decision}, i) => (decision === "decline" ? [] : [target[i]!]));
  const byScore = [...assessed].sort((a, b) => b.probabilityOfDefault - a.probabilityOfDefault);
  const bins = new Map<number, {good: number; bad: number}>();
  assessed.forEach(({score}, i) => {
    const from = Math.floor(score / BIN_POINTS) * BIN_POINTS;
    const bin = bins.get(from) ?? {good: 0, bad: 0};
    if (target[i] === 1) bin.bad++;
    else bin.good++;
    bins.set(from, bin);
  });
  const froms = [...bins.keys()];
  const histogram = [];
  for (let from = Math.min(...froms); from <= Math.max(...froms); from += BIN_POINTS)
    histogram.push({from, to: from + BIN_POINTS, ...(bins.get(from) ?? {good: 0, bad: 0})});
  return {
    clients: n,
    badRate: mean(Array.from(target)),
    meanProbability: mean(assessed.map(({probabilityOfDefault}) => probabilityOfDefault)),
    meanScore: mean(assessed.map(({score}) => score)),
    approved: decided("approve"),
    referred: decided("refer"),
    declined: decided("decline"),
    badRateAboveCutoff: kept.length > 0 ? kept.reduce((a, b) => a + b, 0) / kept.length : null,
    quantiles: QUANTILES.map((p) => {
      const {score, probabilityOfDefault} = byScore[Math.min(n - 1, Math.floor(p * n))]!;
      return {p, score, probability: probabilityOfDefault};
    }),
    histogram
  };
}
