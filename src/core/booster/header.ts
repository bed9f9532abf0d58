import {createEntries, type Entries, textOf} from "./entries.ts";
import {invalid, quote} from "./invalid.ts";
import type {Lines} from "./lines.ts";
import {checkRoom, countTokens, readInteger, readIntegers} from "./numbers.ts";
import {parseObjective} from "./objective.ts";
import type {Booster} from "./types.ts";

export type Header = Omit<Booster, "trees"> & {
  /** Length in bytes of each tree's text, carriage returns not counted, or null in files that do not say. */
  treeSizes: Int32Array | null;
};

const VERSIONS = ["v2", "v3", "v4"];
const MAX_INT32 = 2 ** 31 - 1;
// boost_from_average is left over from early v2 files and says nothing about scoring.
const BARE = ["tree", "average_output", "boost_from_average"];
const KNOWN = [
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
];

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
  const entries = readHeaderEntries(lines);
  const {take} = entries;
  const integer = (key: string, min: number) => readInteger(take(key), min, MAX_INT32);

  const version = textOf(take("version"));
  if (!VERSIONS.includes(version))
    throw invalid(take("version"), `version ${quote(version)} is not one of ${VERSIONS.join(", ")}`);
  const numClass = integer("num_class", 1);
  // A damaged number must not make every prediction reserve gigabytes.
  if (numClass > lines.bytes.length)
    throw invalid(
      take("num_class"),
      `a file of ${lines.bytes.length} bytes cannot hold trees for ${numClass} classes`
    );
  const numTreePerIteration = entries.has("num_tree_per_iteration")
    ? integer("num_tree_per_iteration", 1)
    : numClass;
  if (numTreePerIteration !== numClass)
    throw invalid(
      take("num_tree_per_iteration"),
      `${numTreePerIteration} trees per iteration do not fit ${numClass} classes`
    );
  integer("label_index", 0);
  const maxFeatureIdx = integer("max_feature_idx", 0);
  const perFeature = (key: string) => {
    const entry = take(key);
    checkRoom(entry, maxFeatureIdx + 1);
    const tokens = textOf(entry)
      .split(" ")
      .filter((token) => token !== "");
    if (tokens.length !== maxFeatureIdx + 1)
      throw invalid(entry, `${maxFeatureIdx + 1} values were expected but ${tokens.length} were found`);
    return tokens;
  };
  const featureNames = perFeature("feature_names");
  const monotone = entries.get("monotone_constraints");
  if (monotone) readIntegers(monotone, new Int32Array(featureNames.length), -1, 1);
  const sizes = entries.get("tree_sizes");
  const objective = entries.get("objective");
  return {
    version,
    numClass,
    numTreePerIteration,
    maxFeatureIdx,
    objective: objective ? parseObjective(textOf(objective), numClass, objective) : null,
    averageOutput: entries.has("average_output"),
    featureNames,
    featureInfos: perFeature("feature_infos"),
    treeSizes: sizes ? readIntegers(sizes, new Int32Array(countTokens(sizes)), 1, MAX_INT32) : null
  };
}

function readHeaderEntries(lines: Lines): Entries {
  const entries = createEntries(lines, KNOWN);
  entries.begin();
  for (;;) {
    lines.skipBlank();
    if (lines.isOver) throw invalid({line: lines.line}, "the file ends before its first tree");
    if (lines.begins("Tree=") || lines.peek() === "end of trees") return entries;
    const text = lines.peek()!;
    if (BARE.includes(text) === text.includes("="))
      throw invalid({line: lines.line}, `${quote(text)} is not a line of the header`);
    entries.add();
    lines.next();
  }
}
