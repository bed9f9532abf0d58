import {goesLeft} from "../../src/core/booster/decide.ts";
import type {Tree} from "../../src/core/booster/types.ts";

/** Bits behind the point of the fixed-point numbers in which leaves are added up. */
const BITS = 256n;

/** A feature's conditions on a leaf's path: the cover ratio a / b, and whether the row meets them all. */
interface Condition {
  a: bigint;
  b: bigint;
  isMet: boolean;
}

/**
 * Computes the SHAP values of one tree from the definition, in whole numbers of any length: for a leaf of value v,
 * feature i gets v (oᵢ − zᵢ) Σₛ s!(n−1−s)!/n! · cₛ, with cₛ the coefficient of xˢ in ∏_{j≠i} (oⱼ x + zⱼ), which adds up
 * all coalitions of s features. No quadrature and no rounding but the last one, below 2⁻²⁵⁰.
 * @returns one value per feature
 */
export function exactShap(tree: Tree, row: ArrayLike<number>, features: number): Float64Array {
  const sums = new Array<bigint>(features).fill(0n);
  const pending = [{node: 0, path: new Map<number, Condition>()}];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const {node, path} = at;
    if (node < 0) {
      addLeaf(tree.leafValue[~node]!, path, sums);
      continue;
    }
    const feature = tree.splitFeature[node]!;
    const before = path.get(feature) ?? {a: 1n, b: 1n, isMet: true};
    const left = goesLeft(tree, node, row[feature]!);
    for (const [child, isTaken] of [
      [tree.leftChild[node]!, left],
      [tree.rightChild[node]!, !left]
    ] as const) {
      const condition = {
        a: before.a * BigInt(child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!),
        b: before.b * BigInt(tree.internalCount[node]!),
        isMet: before.isMet && isTaken
      };
      pending.push({node: child, path: new Map(path).set(feature, condition)});
    }
  }
  return Float64Array.from(sums, (sum) => Number(sum) * 2 ** -Number(BITS));
}

function addLeaf(value: number, path: ReadonlyMap<number, Condition>, sums: bigint[]): void {
  const n = path.size;
  const all = [...path.values()].reduce(multiply, [1n]);
  const denominator = [...path.values()].reduce((product, {b}) => product * b, factorial(n));
  const weights = Array.from({length: n}, (_, s) => factorial(s) * factorial(n - 1 - s));
  let whole = value;
  let halvings = 0n;
  for (; !Number.isInteger(whole); halvings++) whole *= 2;
  for (const [feature, {a, b, isMet}] of path) {
    // Divides the factor of this feature out again, from the constant term on.
    let last = 0n;
    let sum = 0n;
    for (let s = 0; s < n; s++) {
      last = (all[s]! - (isMet ? b * last : 0n)) / a;
      sum += weights[s]! * last;
    }
    const gain = (isMet ? b : 0n) - a;
    sums[feature]! += ((BigInt(whole) * gain * sum) << (BITS - halvings)) / denominator;
  }
}

/** Multiplies a polynomial, constant term first, by o·b·x + a. */
const multiply = (polynomial: readonly bigint[], {a, b, isMet}: Condition): bigint[] =>
  Array.from(
    {length: polynomial.length + 1},
    (_, s) => (polynomial[s] ?? 0n) * a + (isMet && s > 0 ? polynomial[s - 1]! * b : 0n)
  );

const factorials = [1n];
function factorial(n: number): bigint {
  for (let k = factorials.length; k <= n; k++) factorials.push(factorials[k - 1]! * BigInt(k));
  return factorials[n]!;
}
