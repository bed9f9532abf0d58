import type {FrozenTrial} from "../../../../src/core/search/trial.ts";
import type {RandomState} from "../../random/randomState.ts";
import type {SearchSpace} from "../sampler.ts";
import {type Bandwidth, createKernels} from "./kernels.ts";
import {kernelWeights} from "./splitTrials.ts";

/** A mixture of products: each kernel is a product over the parameters. */
export interface ParzenEstimator {
  /** `size` points in internal form, one value per parameter in the space's order. */
  sample(random: RandomState, size: number): Float64Array[];
  /** The logarithm of the density at a point. */
  logDensity(point: ArrayLike<number>): number;
}

/** Estimates the joint density of the parameters from the trials that have all of them, and a prior. */
export function createParzenEstimator(
  space: SearchSpace,
  trials: readonly FrozenTrial[],
  bandwidth: Bandwidth
): ParzenEstimator {
  const names = [...space.keys()];
  const complete = trials.filter(({params}) => names.every((name) => params.has(name)));
  const weights = kernelWeights(complete.length);
  const logWeights = weights.map(Math.log);
  const kernels = names.map((name) => {
    const observations = complete.map(({params}) => params.get(name)!);
    return createKernels(space.get(name)!, observations, names.length, bandwidth);
  });
  return {
    sample(random, size) {
      const components = random.choice(weights, size);
      const points = Array.from({length: size}, () => new Float64Array(names.length));
      const draw = (j: number) => {
        for (let i = 0; i < size; i++) points[i]![j] = kernels[j]!.quantile(components[i]!, random.random());
      };
      // Categories draw before numbers.
      kernels.forEach(({isCategorical}, j) => {
        if (isCategorical) draw(j);
      });
      kernels.forEach(({isCategorical}, j) => {
        if (!isCategorical) draw(j);
      });
      return points;
    },
    logDensity(point) {
      const terms = Float64Array.from(logWeights);
      kernels.forEach((kernel, j) => {
        const densities = kernel.logDensity(point[j]!);
        for (let k = 0; k < terms.length; k++) terms[k]! += densities[k]!;
      });
      const most = terms.reduce((a, b) => Math.max(a, b));
      if (most === Number.NEGATIVE_INFINITY) return most;
      return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
    }
  };
}
