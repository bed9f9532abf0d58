import {ScorebookError} from "../../src/core/errors.ts";
import {PROTECTED, type Protected} from "../../src/core/schema/manifest.ts";
import {ALLOWED_BY_DEFAULT} from "./inputs/trainingData.ts";

/** Refuses what a command was given. @throws USAGE with the sentence */
export function fail(detail: string): never {
  throw new ScorebookError("USAGE", detail);
}

/** Reads a whole number from `low` to `high`; undefined when it was not given. @throws USAGE */
export function wholeNumber<T extends string | undefined>(
  value: T,
  option: string,
  low: number,
  high: number
): T extends string ? number : number | undefined {
  type Read = T extends string ? number : number | undefined;
  if (value === undefined) return undefined as Read;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= low && number <= high) return number as Read;
  return fail(`${option} is "${value}"; it must be a whole number from ${low} to ${high}.`);
}

/** Reads one of some words; undefined when it was not given. @throws USAGE */
export function oneOf<T extends string>(
  value: string | undefined,
  option: string,
  names: readonly T[]
): T | undefined {
  if (value === undefined || names.includes(value as T)) return value as T | undefined;
  return fail(`${option} is "${value}"; one of ${names.join(", ")} was expected.`);
}

/** Reads the name of a model or study, which is the name of a folder. @throws USAGE */
export function parseName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  return fail(`--name is "${name}"; letters, digits, dots, dashes and underscores were expected.`);
}

/** Reads what a default approved and a good client declined cost, "FN:FP". @throws USAGE */
export function parseCost(text: string): {falseNegative: number; falsePositive: number} {
  const [falseNegative, falsePositive, ...rest] = text.split(":").map(Number);
  if (rest.length > 0 || !(falseNegative! > 0 && falsePositive! > 0))
    fail(`--cost is "${text}"; two positive numbers FN:FP such as 10:1 were expected.`);
  return {falseNegative: falseNegative!, falsePositive: falsePositive!};
}

/** Reads the protected traits that may weigh, beside those that may anyway. @throws USAGE */
export function parseTraits(text: string | undefined): Protected[] {
  const given = text?.split(",") ?? [];
  const unknown = given.find((trait) => !PROTECTED.includes(trait as Protected));
  if (unknown !== undefined)
    fail(`--allow-protected has "${unknown}"; traits out of ${PROTECTED.join(", ")} were expected.`);
  return PROTECTED.filter((trait) => given.includes(trait) || ALLOWED_BY_DEFAULT.includes(trait));
}
