import {auc} from "../../../src/core/metrics/auc.ts";
import {aucStandardError} from "../../../src/core/metrics/delong.ts";
import type {ManifestFeature, ModelEvaluation} from "../../../src/core/schema/manifest.ts";
import type {TrainingData} from "../../training/inputs/trainingData.ts";
import {estimate} from "../measures.ts";

export type Rated = ModelEvaluation["leaks"]["strongest"][number];

/** Clients of each class that a figure needs. */
const ENOUGH = 30;

interface Ranking {
  feature: ManifestFeature;
  of: Rated["of"];
  target: Uint8Array;
  score: Float64Array;
  strength: number;
}

/**
 * Rates how well each feature alone tells the classes of `target` apart: its value among the clients that have one,
 * or the fact that there is none. A category counts as the bad rate of its members in the other fifths of the
 * clients, so that a client's own outcome is no part of it. Best first; features with fewer than 30 clients of a
 * class are passed over.
 */
export function rateSingleValues(
  data: Pick<TrainingData, "clients" | "features" | "matrix">,
  target: Uint8Array,
  isListed: (rank: number, strength: number) => boolean
): Rated[] {
  const width = data.features.length;
  return data.features
    .flatMap((feature, j) => {
      const values = Float64Array.from({length: data.clients}, (_, i) => data.matrix[i * width + j]!);
      const known = [...values.keys()].filter((i) => !Number.isNaN(values[i]!));
      const classes = Uint8Array.from(known, (i) => target[i]!);
      const score = Float64Array.from(known, (i) => values[i]!);
      const missing = values.map((value) => Number(Number.isNaN(value)));
      const rankings = [
        rank(feature, "value", classes, feature.kind === "category" ? othersRate(score, classes) : score),
        rank(feature, "missing", target, missing)
      ];
      return rankings
        .filter((ranking) => ranking !== undefined)
        .sort(byStrength)
        .slice(0, 1);
    })
    .sort(byStrength)
    .filter(({strength}, i) => isListed(i, strength))
    .map(({feature: {name, label}, of, target: classes, score, strength}) => ({
      name,
      label,
      auc: estimate(strength, aucStandardError(classes, score)),
      of
    }));
}

const byStrength = (a: Ranking, b: Ranking) => b.strength - a.strength;

function rank(
  feature: ManifestFeature,
  of: Rated["of"],
  target: Uint8Array,
  score: Float64Array
): Ranking | undefined {
  const bad = target.reduce((a, b) => a + b, 0);
  if (Math.min(bad, target.length - bad) < ENOUGH) return undefined;
  const area = auc(target, score);
  return {feature, of, target, score, strength: Math.max(area, 1 - area)};
}

const PARTS = 5;

/** Rates each client's category by its members in the other fifths of the clients, drawn to the mean as by ten. */
function othersRate(codes: Float64Array, target: Uint8Array): Float64Array {
  const rates = new Float64Array(codes.length);
  for (let part = 0; part < PARTS; part++) {
    const members = new Map<number, {clients: number; bad: number}>();
    const all = {clients: 0, bad: 0};
    codes.forEach((code, i) => {
      if (i % PARTS === part) return;
      const own = members.get(code) ?? {clients: 0, bad: 0};
      members.set(code, {clients: own.clients + 1, bad: own.bad + target[i]!});
      all.clients++;
      all.bad += target[i]!;
    });
    codes.forEach((code, i) => {
      if (i % PARTS !== part) return;
      const {clients, bad} = members.get(code) ?? {clients: 0, bad: 0};
      rates[i] = (bad + (10 * all.bad) / all.clients) / (clients + 10);
    });
  }
  return rates;
}
