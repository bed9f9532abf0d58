import {parseHeader} from "./header.ts";
import {invalid} from "./invalid.ts";
import {createLines} from "./lines.ts";
import {parseTail} from "./tail.ts";
import {parseTree} from "./tree.ts";
import type {Booster, Tree} from "./types.ts";

/**
 * Parses a LightGBM model file (`model.txt`, versions v2 to v4) and checks that it is whole.
 * @throws MODEL_INVALID naming tree, key and line, for anything malformed, truncated or inconsistent.
 * Source: LightGBM src/boosting/gbdt_model_text.cpp and src/io/tree.cpp.
 */
export function parseModel(text: string): Booster {
  const lines = createLines(text);
  const {treeSizes, ...header} = parseHeader(lines);
  const trees: Tree[] = [];
  while (lines.peek()?.startsWith("Tree=")) {
    const start = lines.offset;
    const place = {tree: trees.length, line: lines.line, key: "tree_sizes"};
    const size = treeSizes?.[trees.length];
    if (treeSizes && size === undefined)
      throw invalid(place, `only ${treeSizes.length} trees were announced`);
    trees.push(parseTree(lines, trees.length, header.maxFeatureIdx));
    lines.skipBlank();
    if (size === undefined) continue;
    const isLast = trees.length === treeSizes?.length;
    const length = lines.offset - start;
    // A blank line may stand between the last tree and what follows.
    if (isLast ? length < size || length > size + 4 : length !== size)
      throw invalid(place, `a tree of ${size} bytes was announced but ${length} were found`);
  }
  const place = {line: lines.line};
  if (treeSizes && trees.length !== treeSizes.length)
    throw invalid(
      {...place, key: "tree_sizes"},
      `${treeSizes.length} trees were announced but ${trees.length} were found`
    );
  if (trees.length % header.numTreePerIteration !== 0)
    throw invalid(
      {...place, key: "num_tree_per_iteration"},
      `${trees.length} trees are not a multiple of ${header.numTreePerIteration}`
    );
  parseTail(lines, {treeSizes, ...header}, trees);
  return {...header, trees};
}
