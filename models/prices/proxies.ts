import {auc} from "../../src/core/metrics/auc.ts";
import type {ManifestFeature, Protected} from "../../src/core/schema/manifest.ts";
import type {TrainingData} from "../training/inputs/trainingData.ts";
import type {Traits} from "./traits.ts";

/** A feature from which a trait can be guessed. */
export interface Proxy {
  feature: ManifestFeature;
  trait: Protected;
  /** From 0.5. */
  tells: number;
}

const LEAST_AUC = 0.6;
const PER_TRAIT = 3;

/**
 * Finds the features that are not made from a trait and yet tell its most frequent group from all others: by
 * themselves, with an AUC of at least 0.6, categories ordered by that group's share; the three strongest of each trait.
 * Clients without a value or with an unknown trait do not count.
 */
export function findProxies(data: TrainingData, traits: Traits): Proxy[] {
  return (Object.keys(traits) as Protected[]).flatMap((trait) => {
    const isIn = mostFrequent(traits[trait]);
    return data.features
      .flatMap((feature, j) => {
        if (feature.protected) return [];
        const tells = tellsTrait(data, j, isIn);
        return tells >= LEAST_AUC ? [{feature, trait, tells}] : [];
      })
      .sort((a, b) => b.tells - a.tells)
      .slice(0, PER_TRAIT);
  });
}

/** 1 for clients of the most frequent group, 0 for others, −1 where the trait is not known. */
function mostFrequent(groups: Int8Array): Int8Array {
  const counts = new Map<number, number>();
  for (const group of groups) if (group >= 0) counts.set(group, (counts.get(group) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [-1];
  return groups.map((group) => (group < 0 ? -1 : group === most ? 1 : 0));
}

function tellsTrait({clients, features, matrix}: TrainingData, j: number, isIn: Int8Array): number {
  const rows = Array.from({length: clients}, (_, i) => i).filter(
    (i) => isIn[i]! >= 0 && !Number.isNaN(matrix[i * features.length + j]!)
  );
  const labels = Uint8Array.from(rows, (i) => isIn[i]!);
  const values = Float64Array.from(rows, (i) => matrix[i * features.length + j]!);
  const area = auc(labels, features[j]!.kind === "category" ? sharesOf(values, labels) : values);
  return Number.isNaN(area) ? 0.5 : Math.max(area, 1 - area);
}

/** Replaces each code by the share of its clients that are in the group. */
function sharesOf(codes: Float64Array, labels: Uint8Array): Float64Array {
  const sums = new Map<number, [inGroup: number, all: number]>();
  codes.forEach((code, i) => {
    const sum = sums.get(code) ?? [0, 0];
    sums.set(code, [sum[0] + labels[i]!, sum[1] + 1]);
  });
  return codes.map((code) => sums.get(code)![0] / sums.get(code)![1]);
}
