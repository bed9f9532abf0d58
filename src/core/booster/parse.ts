import {type Header, parseHeader} from "./header.ts";
import {invalid} from "./invalid.ts";
import {createLines} from "./lines.ts";
import {parseTail} from "./tail.ts";
import {createTreeReader} from "./tree.ts";
import type {Booster, Tree} from "./types.ts";

/** Leaf values whose largest per tree add up to more than this may overflow on the way to a contribution. */
const MAX_SUM = 1e300;

/**
 * Parses a LightGBM model file (`model.txt`, versions v2 to v4) and checks that it is whole. Lines may end in LF or
 * CR LF. The booster keeps no part of what it was read from.
 * @param model the file's bytes, UTF-8, or its text
 * @throws MODEL_INVALID naming tree, key and line, for anything malformed, truncated or inconsistent.
 * Source: LightGBM src/boosting/gbdt_model_text.cpp and src/io/tree.cpp.
 */
export function parseModel(model: Uint8Array | string): Booster {
  const bytes = typeof model === "string" ? new TextEncoder().encode(model) : model;
  checkEncoding(bytes);
  const lines = createLines(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const {treeSizes, ...header} = parseHeader(lines);
  const reader = createTreeReader(lines, header.maxFeatureIdx);
  const trees: Tree[] = [];
  let sum = 0;
  while (lines.begins("Tree=")) {
    const start = lines.offset;
    const place = {tree: trees.length, line: lines.line, key: "tree_sizes"};
    const size = treeSizes?.[trees.length];
    if (treeSizes && size === undefined)
      throw invalid(place, `only ${treeSizes.length} trees were announced`);
    const tree = reader.read(trees.length);
    trees.push(tree);
    sum += largestLeaf(tree);
    if (sum > MAX_SUM)
      throw invalid({...place, key: "leaf_value"}, `the leaf values add up to more than ${MAX_SUM}`);
    lines.skipBlank();
    if (size === undefined) continue;
    const isLast = trees.length === treeSizes?.length;
    const length = lines.offset - start;
    // A blank line may stand between the last tree and what follows.
    if (isLast ? length < size || length > size + 4 : length !== size)
      throw invalid(place, `a tree of ${size} bytes was announced but ${length} were found`);
  }
  checkNumber({treeSizes, ...header}, trees.length, lines.line);
  const pandasCategorical = parseTail(lines, {treeSizes, ...header}, trees);
  return {...header, trees, ...(pandasCategorical && {pandasCategorical})};
}

/** Refuses what editors and shells put before a text, and says so. */
function checkEncoding([first, second, third]: Uint8Array): void {
  if (first === 0xef && second === 0xbb && third === 0xbf)
    throw invalid(
      {line: 1},
      "the file begins with a byte order mark (EF BB BF); LightGBM writes none, so save it as UTF-8 without one"
    );
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw invalid(
      {line: 1},
      "the file begins with the byte order mark of UTF-16; save it as UTF-8 without one"
    );
}

/** Checks the number of trees against what the header announces. @throws MODEL_INVALID */
function checkNumber({treeSizes, numTreePerIteration}: Header, trees: number, line: number): void {
  if (treeSizes && trees !== treeSizes.length)
    throw invalid(
      {line, key: "tree_sizes"},
      `${treeSizes.length} trees were announced but ${trees} were found`
    );
  if (trees % numTreePerIteration !== 0)
    throw invalid(
      {line, key: "num_tree_per_iteration"},
      `${trees} trees are not a multiple of ${numTreePerIteration}`
    );
}

/** Gives the greatest absolute value among a tree's leaves. */
function largestLeaf({leafValue, linear}: Tree): number {
  const most = (values: Float64Array) =>
    values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return Math.max(most(leafValue), linear ? most(linear.leafConst) : 0);
}
