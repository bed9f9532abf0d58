import {invalid, quote} from "./invalid.ts";
import {addEntry, type Entry, type Lines, required} from "./lines.ts";
import {parseInteger, parseIntegers, splitTokens} from "./numbers.ts";
import {parseObjective} from "./objective.ts";
import type {Booster} from "./types.ts";

export type Header = Omit<Booster, "trees"> & {
  /** Length in bytes of each tree's text, or null in files that do not say. */
  treeSizes: number[] | null;
};

const VERSIONS = ["v2", "v3", "v4"];
const MAX_INT32 = 2 ** 31 - 1;
/** More classes than any model has; a damaged number must not make a prediction reserve gigabytes. */
const MAX_CLASSES = 2 ** 20;
// boost_from_average is left over from early v2 files and says nothing about scoring.
const BARE = new Set(["tree", "average_output", "boost_from_average"]);
const KNOWN = new Set([
  ...BARE,
  "version",
  "num_class",
  "num_tree_per_iteration",
  "label_index",
  "max_feature_idx",
  "objective",
  "feature_names",
  "monotone_constraints",
  "feature_infos",
  "tree_sizes"
]);

/**
 * Reads the lines before the first tree.
 * @throws MODEL_INVALID
 * Source: LightGBM src/boosting/gbdt_model_text.cpp, GBDT::LoadModelFromString.
 */
export function parseHeader(lines: Lines): Header {
  if (lines.peek() !== "tree")
    throw invalid(
      {line: 1},
      `a LightGBM model begins with the line "tree", not ${quote(lines.peek() ?? "")}`
    );
  const entries = new Map<string, Entry>();
  for (;;) {
    lines.skipBlank();
    const text = lines.peek();
    if (text === undefined) throw invalid({line: lines.line}, "the file ends before its first tree");
    if (text.startsWith("Tree=") || text === "end of trees") break;
    if (BARE.has(text) === text.includes("="))
      throw invalid({line: lines.line}, `${quote(text)} is not a line of the header`);
    addEntry(entries, text, KNOWN, {line: lines.line});
    lines.next();
  }
  const place = {line: lines.line};
  const take = (key: string) => required(entries, key, place);
  const integer = (key: string, min: number, max = MAX_INT32) =>
    parseInteger(take(key).value, min, max, take(key).place);

  const version = take("version");
  if (!VERSIONS.includes(version.value))
    throw invalid(version.place, `version ${quote(version.value)} is not one of ${VERSIONS.join(", ")}`);
  const numClass = integer("num_class", 1, MAX_CLASSES);
  const numTreePerIteration = entries.has("num_tree_per_iteration")
    ? integer("num_tree_per_iteration", 1, MAX_CLASSES)
    : numClass;
  if (numTreePerIteration !== numClass)
    throw invalid(
      take("num_tree_per_iteration").place,
      `${numTreePerIteration} trees per iteration do not fit ${numClass} classes`
    );
  integer("label_index", 0);
  const maxFeatureIdx = integer("max_feature_idx", 0);
  const perFeature = (key: string) => {
    const {value, place} = take(key);
    const tokens = splitTokens(value);
    if (tokens.length !== maxFeatureIdx + 1)
      throw invalid(place, `${maxFeatureIdx + 1} values were expected but ${tokens.length} were found`);
    return tokens;
  };
  const monotone = entries.get("monotone_constraints");
  if (monotone) parseIntegers(monotone.value, maxFeatureIdx + 1, -1, 1, monotone.place);
  const sizes = entries.get("tree_sizes");
  const objective = entries.get("objective");
  return {
    version: version.value,
    numClass,
    numTreePerIteration,
    maxFeatureIdx,
    objective: objective ? parseObjective(objective.value, numClass, objective.place) : null,
    averageOutput: entries.has("average_output"),
    featureNames: perFeature("feature_names"),
    featureInfos: perFeature("feature_infos"),
    treeSizes: sizes
      ? parseIntegers(sizes.value, splitTokens(sizes.value).length, 1, MAX_INT32, sizes.place)
      : null
  };
}
