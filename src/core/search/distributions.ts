import {ScorebookError} from "../errors.ts";

export type Choice = null | boolean | number | string;

/** Real numbers from low to high, in steps when `step` is a number; `log` draws evenly in the logarithm. */
export interface FloatDistribution {
  name: "FloatDistribution";
  low: number;
  high: number;
  log: boolean;
  step: number | null;
}

/** Whole numbers low, low + step, … high. */
export interface IntDistribution {
  name: "IntDistribution";
  low: number;
  high: number;
  log: boolean;
  step: number;
}

/** One of some values without an order. */
export interface CategoricalDistribution {
  name: "CategoricalDistribution";
  choices: readonly Choice[];
}

/** Where a parameter may be, named and meant as in Optuna. */
export type Distribution = FloatDistribution | IntDistribution | CategoricalDistribution;

type Shape = {log?: boolean; step?: number};

export const float = (low: number, high: number, {log = false, step}: Shape = {}): FloatDistribution => ({
  name: "FloatDistribution",
  low,
  high,
  log,
  step: step ?? null
});

export const int = (low: number, high: number, {log = false, step = 1}: Shape = {}): IntDistribution => ({
  name: "IntDistribution",
  low,
  high,
  log,
  step
});

export const categorical = (choices: readonly Choice[]): CategoricalDistribution => ({
  name: "CategoricalDistribution",
  choices
});

/** Tells whether only one value is possible. */
export function isSingle(distribution: Distribution): boolean {
  if (distribution.name === "CategoricalDistribution") return distribution.choices.length === 1;
  const {low, high, step} = distribution;
  return low === high || (step !== null && high - low < step);
}

/** Tells whether a value in internal form is one that the distribution has. */
export function contains(distribution: Distribution, internal: number): boolean {
  if (distribution.name === "CategoricalDistribution")
    return Number.isInteger(internal) && internal >= 0 && internal < distribution.choices.length;
  const {low, high, step} = distribution;
  if (!(internal >= low && internal <= high)) return false;
  if (step === null) return true;
  const steps = (internal - low) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

/** Turns the internal form (a number; of a category its position) into the value itself. */
export const toExternal = (distribution: Distribution, internal: number): Choice =>
  distribution.name === "CategoricalDistribution" ? distribution.choices[internal]! : internal;

/**
 * Turns a value into its internal form.
 * @throws SEARCH_INVALID when it is none that the distribution has
 */
export function toInternal(distribution: Distribution, value: Choice): number {
  const internal =
    distribution.name === "CategoricalDistribution" ? distribution.choices.indexOf(value) : Number(value);
  if (contains(distribution, internal)) return internal;
  throw new ScorebookError(
    "SEARCH_INVALID",
    `The value ${JSON.stringify(value)} is not within ${distributionToJson(distribution)}.`
  );
}

/** Tells whether two distributions have the same values. */
export const isSame = (a: Distribution, b: Distribution): boolean =>
  distributionToJson(a) === distributionToJson(b);

/** Writes a distribution as the text that Optuna keeps beside each parameter. */
export function distributionToJson(distribution: Distribution): string {
  const {name, ...attributes} = distribution;
  const ordered =
    distribution.name === "CategoricalDistribution"
      ? attributes
      : {step: distribution.step, low: distribution.low, high: distribution.high, log: distribution.log};
  return JSON.stringify({name, attributes: ordered});
}

/**
 * Reads a distribution from that text.
 * @throws SEARCH_INVALID when it is none
 */
export function distributionFromJson(text: string): Distribution {
  const {name, attributes} = JSON.parse(text) as {name: string; attributes: Record<string, unknown>};
  const {low, high, log = false, step} = attributes as unknown as FloatDistribution;
  if (name === "FloatDistribution") return float(low, high, {log, step: step ?? undefined});
  if (name === "IntDistribution") return int(low, high, {log, step: step ?? 1});
  if (name === "CategoricalDistribution") return categorical(attributes.choices as Choice[]);
  throw new ScorebookError(
    "SEARCH_INVALID",
    `The distribution is named ${name}; FloatDistribution, IntDistribution or CategoricalDistribution was expected.`
  );
}
