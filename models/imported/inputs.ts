import type {Booster, Category} from "../../src/core/booster/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {cut} from "../../src/core/shown.ts";

/** What names.json holds: our name for each input in model order, or for those inputs that are called otherwise. */
export type GivenNames = readonly string[] | Readonly<Record<string, string>>;

const MOST_TOLD = 5;

/**
 * Describes a model's inputs, in model order, by the catalogue. Words that pandas kept with the model become the codes
 * of its categories; without them the catalogue's own codes are taken.
 * @throws MODEL_INVALID for a name that the catalogue lacks, with the nearest ones, for one given twice, and for
 * vocabularies that do not fit
 */
export function describeInputs(
  {featureNames, pandasCategorical}: Pick<Booster, "featureNames" | "pandasCategorical">,
  given: GivenNames | undefined,
  catalogue: readonly ManifestFeature[]
): ManifestFeature[] {
  const names = namesOf(featureNames, given);
  const known = new Map(catalogue.map((feature) => [feature.name, feature]));
  const unknown = names.flatMap((name) => {
    if (known.has(name)) return [];
    const near = nearestNames(name, [...known.keys()]);
    return [`${cut(name, 60)}${near.length > 0 ? ` (did you mean ${near.join(", ")}?)` : ""}`];
  });
  if (unknown.length > 0)
    throw invalid(
      `${unknown.length} of the model's ${names.length} features are not in the catalogue: ${listed(unknown)}; expected names that /v1/features lists`
    );
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0)
    throw invalid(`${listed(twice)} stands for more than one of the model's features; expected each once`);
  const features = names.map((name) => known.get(name)!);
  return withVocabularies(features, pandasCategorical);
}

function namesOf(own: readonly string[], given: GivenNames | undefined): string[] {
  if (given === undefined) return [...own];
  if (isList(given)) {
    if (given.length === own.length) return [...given];
    throw invalid(
      `${given.length} names are given for the model's ${own.length} features; expected one each`
    );
  }
  const foreign = Object.keys(given).filter((name) => !own.includes(name));
  if (foreign.length > 0)
    throw invalid(
      `${listed(foreign)} is renamed, but the model has no such feature; expected names of model.txt`
    );
  return own.map((name) => (Object.hasOwn(given, name) ? given[name]! : name));
}

const isList = (given: GivenNames): given is readonly string[] => Array.isArray(given);

/** Gives the category features the model's own words, one list each in their order. */
function withVocabularies(
  features: readonly ManifestFeature[],
  lists: Booster["pandasCategorical"]
): ManifestFeature[] {
  if (!lists || lists.length === 0) return [...features];
  const categories = features.filter(({kind}) => kind === "category");
  if (categories.length !== lists.length)
    throw invalid(
      `The model keeps the words of ${lists.length} category columns, and ${categories.length} of its features are categories here; expected one list for each`
    );
  const vocabularies = new Map(categories.map((feature, i) => [feature.name, wordsOf(feature, lists[i]!)]));
  return features.map((feature) => {
    const words = vocabularies.get(feature.name);
    return words ? {...feature, categories: words} : feature;
  });
}

/** Reads one list of pandas: words as they are, whole numbers as the catalogue's codes. */
function wordsOf({name, categories = []}: ManifestFeature, list: readonly Category[]): string[] {
  return list.map((entry) => {
    const word = typeof entry === "number" ? categories[entry] : entry;
    if (typeof word === "string") return word;
    throw invalid(
      `${name} has the category ${JSON.stringify(entry)}; expected a word, or a code of 0 to ${categories.length - 1}`
    );
  });
}

const listed = (names: readonly string[]): string =>
  names.slice(0, MOST_TOLD).join(", ") +
  (names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : "");

const invalid = (what: string) => new ScorebookError("MODEL_INVALID", `${what}.`);
