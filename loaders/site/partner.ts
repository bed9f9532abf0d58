import type {ImportantFeature} from "../../src/core/schema/siteModel.ts";

const TENTHS = 10;
const LEAST = 0.2;

/**
 * Finds the feature that goes along most with what a feature's own value leaves open of its points: the one whose value
 * has the greatest rank correlation, at least 0.2, with the points less their mean among the clients of like value.
 * Only numbers are looked at.
 */
export function partnerOf(
  features: readonly Pick<ImportantFeature, "kind" | "values" | "points">[],
  place: number
): number | null {
  const rest = remainder(features[place]!);
  let best: number | null = null;
  let most = LEAST;
  features.forEach(({kind, values}, other) => {
    if (other === place || kind === "category") return;
    const known = values.flatMap((value, i) => (value === null ? [] : [[value, rest[i]!] as const]));
    const strength = Math.abs(
      correlation(ranks(known.map(([value]) => value)), ranks(known.map(([, left]) => left)))
    );
    if (strength <= most) return;
    most = strength;
    best = other;
  });
  return best;
}

/** The points of each client less the mean of the tenth of clients with like values; missing values are one group. */
function remainder({values, points}: Pick<ImportantFeature, "values" | "points">): number[] {
  const known = [...values.keys()].filter((i) => values[i] !== null);
  known.sort((a, b) => values[a]! - values[b]!);
  const groups = new Map<number, number[]>([[-1, [...values.keys()].filter((i) => values[i] === null)]]);
  known.forEach((i, rank) => {
    const tenth = Math.floor((rank * TENTHS) / known.length);
    groups.set(tenth, [...(groups.get(tenth) ?? []), i]);
  });
  const rest = points.map(() => 0);
  for (const members of groups.values()) {
    const mean = members.reduce((sum, i) => sum + points[i]!, 0) / members.length;
    for (const i of members) rest[i] = points[i]! - mean;
  }
  return rest;
}

/** Mid-ranks. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranked = values.map(() => 0);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last < order.length && values[order[last]!] === values[order[first]!]) last++;
    for (let at = first; at < last; at++) ranked[order[at]!] = (first + last - 1) / 2;
    first = last;
  }
  return ranked;
}

/** Pearson's; 0 where one does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
