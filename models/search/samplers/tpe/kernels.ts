import type {
  CategoricalDistribution,
  Distribution,
  FloatDistribution,
  IntDistribution
} from "../../../../src/core/search/distributions.ts";
import {logGaussMass, logNormalDensity, truncatedNormalQuantile} from "../../random/normal.ts";
import {roundToStep} from "../randomSampler.ts";

/** The kernels of one parameter: one per observation, the prior last. */
export interface Kernels {
  readonly isCategorical: boolean;
  /** The value in internal form at the quantile u in [0, 1) of kernel k. */
  quantile(k: number, u: number): number;
  /** Per kernel, the logarithm of its density at a value, or of its mass when values have steps. */
  logDensity(value: number): Float64Array;
}

/** How wide a numeric kernel is. */
export type Bandwidth = "multivariate" | "neighbour";

/**
 * Makes the kernels of a parameter from its observations in internal form, the oldest first.
 * @param dimensions how many parameters are estimated together
 */
export function createKernels(
  distribution: Distribution,
  observations: readonly number[],
  dimensions: number,
  bandwidth: Bandwidth
): Kernels {
  return distribution.name === "CategoricalDistribution"
    ? categoricalKernels(distribution, observations)
    : numericKernels(distribution, observations, dimensions, bandwidth);
}

/** Each choice has 1/K of the prior, the observed one 1 more. */
function categoricalKernels({choices}: CategoricalDistribution, observations: readonly number[]): Kernels {
  const size = choices.length;
  const kernels = observations.length + 1;
  const prior = observations.length === 0 ? 1 / size : 1 / kernels;
  const weights = [...observations, -1].map((observed) => {
    const own = choices.map((_, choice) => prior + (choice === observed ? 1 : 0));
    const sum = own.reduce((a, b) => a + b, 0);
    return own.map((weight) => weight / sum);
  });
  return {
    isCategorical: true,
    quantile(k, u) {
      let choice = 0;
      for (let upTo = weights[k]![0]!; choice < size - 1 && upTo < u; upTo += weights[k]![choice]!) choice++;
      return choice;
    },
    logDensity: (value) => Float64Array.from(weights, (own) => Math.log(own[value]!))
  };
}

function numericKernels(
  distribution: FloatDistribution | IntDistribution,
  observations: readonly number[],
  dimensions: number,
  bandwidth: Bandwidth
): Kernels {
  const {log, step} = distribution;
  const half = step === null ? 0 : step / 2;
  const scale = (value: number) => (log ? Math.log(value) : value);
  const low = scale(distribution.low - half);
  const high = scale(distribution.high + half);
  const range = high - low;
  const seen = observations.map(scale);
  const narrowest = range / Math.min(100, 2 + seen.length);
  const widths =
    bandwidth === "multivariate" ? scottWidths(seen, range, dimensions) : gapWidths(seen, low, high);
  const mu = Float64Array.from([...seen, 0.5 * (low + high)]);
  const sigma = Float64Array.from([
    ...widths.map((width) => Math.min(Math.max(width, narrowest), range)),
    range
  ]);
  const logMass = mu.map((centre, k) =>
    logGaussMass((low - centre) / sigma[k]!, (high - centre) / sigma[k]!)
  );
  return {
    isCategorical: false,
    quantile(k, u) {
      const z = truncatedNormalQuantile(u, (low - mu[k]!) / sigma[k]!, (high - mu[k]!) / sigma[k]!);
      const value = z * sigma[k]! + mu[k]!;
      const drawn = log ? Math.exp(value) : value;
      return step === null ? drawn : roundToStep(drawn, distribution.low, distribution.high, step);
    },
    logDensity(value) {
      if (step === null) {
        const x = scale(value);
        return mu.map(
          (centre, k) => logNormalDensity((x - centre) / sigma[k]!) - logMass[k]! - Math.log(sigma[k]!)
        );
      }
      const [left, right] = [scale(value - half), scale(value + half)];
      return mu.map(
        (centre, k) => logGaussMass((left - centre) / sigma[k]!, (right - centre) / sigma[k]!) - logMass[k]!
      );
    }
  };
}

/** One width for all, by the number of observations and dimensions. Source: Scott's rule, with Optuna's factor 0.2. */
function scottWidths(seen: readonly number[], range: number, dimensions: number): number[] {
  const width = 0.2 * Math.max(seen.length, 1) ** (-1 / (dimensions + 4)) * range;
  return seen.map(() => width);
}

/**
 * For each observation the larger gap to its neighbours; the range's ends are neighbours only of a lone one.
 * Source: J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NIPS 24 (2011), as Optuna 5 has it.
 */
function gapWidths(seen: readonly number[], low: number, high: number): number[] {
  const order = [...seen.keys()].sort((a, b) => seen[a]! - seen[b]!);
  const widths = new Array<number>(seen.length);
  order.forEach((own, i) => {
    const before = i > 0 ? seen[order[i - 1]!]! : low;
    const after = i < order.length - 1 ? seen[order[i + 1]!]! : high;
    const left = seen[own]! - before;
    const right = after - seen[own]!;
    widths[own] =
      order.length < 2 || (i > 0 && i < order.length - 1) ? Math.max(left, right) : i === 0 ? right : left;
  });
  return widths;
}
