import {quantiles} from "../../src/core/metrics/quantiles.ts";
import type {SiteInputs} from "./emit.ts";
import {type ClientScores, scoreAll} from "./scores.ts";

/** Makes data/group.json: all clients in the few numbers that a single one is read against. */
export const groupJson = (inputs: SiteInputs): string => JSON.stringify(summarizeGroup(scoreAll(inputs)));

/** Sums up all clients; scores in points, probabilities 0–1. */
export function summarizeGroup({
  ids,
  score,
  probabilityOfDefault
}: Pick<ClientScores, "ids" | "score" | "probabilityOfDefault">) {
  const mean = (values: Float32Array | Int16Array): number => {
    let sum = 0;
    for (const value of values) sum += value;
    return sum / values.length;
  };
  const [low, high] = quantiles(score, [0.01, 0.99]) ?? [Number.NaN, Number.NaN];
  return {clients: ids.length, meanScore: mean(score), meanPd: mean(probabilityOfDefault), low, high};
}
