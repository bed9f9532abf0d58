import type {Header} from "./header.ts";
import {invalid, quote} from "./invalid.ts";
import {decode, type Lines} from "./lines.ts";
import type {Booster, Category, Tree} from "./types.ts";

const IMPORTANCES = ["feature_importances:", "feature importances:"];
const VOCABULARY = "pandas_categorical:";
const BARE_NUMBERS: Record<string, string> = {NaN: "null", Infinity: "1e999"};
const CUSTOM = new Set(["custom", "none", "null", "na", ""]);

function readImportances(lines: Lines): Map<string, number> {
  lines.skipBlank();
  const title = lines.peek();
  if (title === undefined || !IMPORTANCES.includes(title))
    throw invalid(
      {line: lines.line},
      `"${IMPORTANCES[0]}" was expected after the trees, not ${quote(title ?? "")}`
    );
  lines.next();
  const importances = new Map<string, number>();
  for (let text = lines.peek(); text !== undefined && text !== ""; text = lines.peek()) {
    const equals = text.lastIndexOf("=");
    const count = text.slice(equals + 1);
    if (equals < 0 || !/^\d+$/.test(count))
      throw invalid({line: lines.line, key: "feature_importances"}, `${quote(text)} is not name=number`);
    importances.set(text.slice(0, equals), Number(count));
    lines.next();
  }
  return importances;
}

/** Reads the lines between a title and its closing line; null when the title is not the next line. */
function readSection(lines: Lines, title: string, close: string): string[] | null {
  lines.skipBlank();
  if (lines.peek() !== title) return null;
  lines.next();
  const body: string[] = [];
  for (let text = lines.peek(); text !== close; text = lines.peek()) {
    if (text === undefined) throw invalid({line: lines.line}, `the file ends before "${close}"`);
    body.push(text);
    lines.next();
  }
  lines.next();
  return body;
}

/** Refuses a header that lost a line which changes the scores: the training parameters repeat it. */
function checkParameters(
  parameters: readonly string[],
  {objective, averageOutput}: Header,
  line: number
): void {
  const value = (key: string) => {
    const start = `[${key}: `;
    return parameters.find((text) => text.startsWith(start))?.slice(start.length, -1);
  };
  if (value("boosting") === "rf" && !averageOutput)
    throw invalid({line, key: "average_output"}, "a random forest (boosting: rf) has this key");
  const trained = value("objective");
  if (objective === null && trained !== undefined && !CUSTOM.has(trained))
    throw invalid(
      {line, key: "objective"},
      `the key is missing although the objective was ${quote(trained)}`
    );
}

/** In a file that ends with its importances, a list that counts splits must name every feature that is split on. */
function checkImportances(
  importances: ReadonlyMap<string, number>,
  {featureNames}: Header,
  trees: readonly Tree[],
  line: number
): void {
  const splits = new Map<string, number>();
  for (const {splitFeature, splitGain} of trees)
    splitFeature.forEach((feature, node) => {
      const name = featureNames[feature]!;
      if (splitGain[node]! > 0) splits.set(name, (splits.get(name) ?? 0) + 1);
    });
  const countsSplits = [...importances].every(([name, count]) => splits.get(name) === count);
  if (countsSplits && importances.size !== splits.size)
    throw invalid(
      {line, key: "feature_importances"},
      `${splits.size} features were expected but ${importances.size} were found`
    );
}

/**
 * Reads what follows the trees: "end of trees" (v2 may leave it out), the importances, the training parameters, the
 * parser's configuration and the vocabulary that Python appends. Nothing here changes a score; it is read so that a
 * file that was cut short is noticed. A file may end with its trees: LightGBM reads those that people trimmed.
 * @returns the vocabulary, undefined when there is none
 * @throws MODEL_INVALID
 */
export function parseTail(
  lines: Lines,
  header: Header,
  trees: readonly Tree[]
): Booster["pandasCategorical"] {
  lines.skipBlank();
  if (lines.peek() === "end of trees") {
    lines.next();
    lines.skipBlank();
    if (lines.isOver) return undefined;
  } else if (header.version !== "v2" || !IMPORTANCES.includes(lines.peek() ?? ""))
    throw invalid({line: lines.line}, `"end of trees" was expected, not ${quote(lines.peek() ?? "")}`);
  const importances = readImportances(lines);
  const afterImportances = lines.line;
  const parameters = readSection(lines, "parameters:", "end of parameters");
  if (parameters) checkParameters(parameters, header, afterImportances);
  else {
    if (!lines.isClosed) throw invalid({line: lines.line}, "the last line has no line feed");
    checkImportances(importances, header, trees, afterImportances);
  }
  readSection(lines, "parser:", "end of parser");
  lines.skipBlank();
  const vocabulary = readVocabulary(lines);
  lines.skipBlank();
  const rest = lines.peek();
  if (rest !== undefined) throw invalid({line: lines.line}, `${quote(rest)} was not expected here`);
  return vocabulary;
}

/** Reads `pandas_categorical:`, one list of categories for each column that Python held as such, or null. */
function readVocabulary(lines: Lines): Booster["pandasCategorical"] {
  const {bytes, start, end, line} = lines;
  if (!lines.begins(VOCABULARY)) return undefined;
  const place = {line, key: "pandas_categorical"};
  const text = decode(bytes, start + VOCABULARY.length, end, place, true);
  lines.next();
  let value: unknown;
  try {
    // Python writes numbers that are not finite as bare words.
    value = JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|NaN|Infinity/g, (part) => BARE_NUMBERS[part] ?? part));
  } catch {
    throw invalid(place, "the value is not JSON");
  }
  if (value === null) return undefined;
  const isList =
    Array.isArray(value) &&
    value.every(
      (column) => Array.isArray(column) && column.every((word) => word === null || typeof word !== "object")
    );
  if (!isList) throw invalid(place, "the value is not a list of lists of categories");
  return value as Category[][];
}
