import type {Booster, Tree} from "../../src/core/booster/types.ts";

/** Draws numbers from [0, 1); the same seed gives the same sequence (Mulberry32). */
export type Random = () => number;
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, end: number) => Math.floor(random() * end);
export const pick = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)]!;
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const ZERO = Math.fround(1e-35);
/** Values around which decisions change: signed zeros, denormals, the zero threshold, the largest and infinite ones. */
export const EDGES: readonly number[] = [
  0,
  -0,
  5e-324,
  -5e-324,
  1e-310,
  1e-35,
  ZERO,
  -ZERO,
  ZERO * (1 + Number.EPSILON),
  -ZERO * (1 + Number.EPSILON),
  1e300,
  -1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Infinity,
  -Infinity,
  NaN
];
/** A threshold is a number: parseModel refuses NaN. */
const EDGE_THRESHOLDS = EDGES.filter((value) => !Number.isNaN(value));
const CATEGORY_EDGES = [
  -1,
  -0.5,
  0.5,
  1.999,
  31,
  32,
  63.5,
  64,
  1e6,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 + 1,
  1e300
];

/** Draws a cell of a row: ordinary, a small integer, missing, or an edge. */
export function randomCell(random: Random): number {
  const kind = random();
  if (kind < 0.4) return gaussian(random);
  if (kind < 0.6) return below(random, 40);
  if (kind < 0.7) return NaN;
  return kind < 0.85 ? pick(random, EDGES) : pick(random, CATEGORY_EDGES);
}

export interface TreeShape {
  features: number;
  maxLeaves: number;
  categorical: boolean;
  linear: boolean;
  /** Whether thresholds are drawn from EDGES as well. */
  edges: boolean;
}

/** Draws a valid tree: any shape, any decision type, whether or not training would make it. */
export function randomTree(
  random: Random,
  {features, maxLeaves, categorical, linear, edges}: TreeShape
): Tree {
  const numLeaves = 1 + below(random, maxLeaves);
  const nodes = numLeaves - 1;
  const leftChild = new Int32Array(nodes);
  const rightChild = new Int32Array(nodes);
  const parent: {children: Int32Array; node: number}[] = [];
  // Grows as LightGBM does: a leaf becomes a node whose children are that leaf and a new one.
  for (let node = 0; node < nodes; node++) {
    const leaf = below(random, node + 1);
    const slot = parent[leaf];
    if (slot) slot.children[slot.node] = node;
    leftChild[node] = ~leaf;
    rightChild[node] = ~(node + 1);
    parent[leaf] = {children: leftChild, node};
    parent[node + 1] = {children: rightChild, node};
  }
  const catBoundaries = [0];
  const catThreshold: number[] = [];
  const threshold = new Float64Array(nodes);
  const decisionType = Uint8Array.from({length: nodes}, (_, node) => {
    if (categorical && random() < 0.4) {
      threshold[node] = catBoundaries.length - 1;
      for (let word = below(random, 4); word >= 0; word--) catThreshold.push(below(random, 2 ** 32));
      catBoundaries.push(catThreshold.length);
      return 1 | (4 * below(random, 3));
    }
    threshold[node] = edges && random() < 0.5 ? pick(random, EDGE_THRESHOLDS) : gaussian(random);
    return (2 * below(random, 2)) | (4 * below(random, 3));
  });
  const draw = (length: number, f: () => number) => Float64Array.from({length}, f);
  const leafFeatures = Array.from({length: numLeaves}, () =>
    Int32Array.from({length: below(random, 3)}, () => below(random, features))
  );
  return {
    numLeaves,
    numCat: catBoundaries.length - 1,
    splitFeature: Int32Array.from({length: nodes}, () => below(random, features)),
    splitGain: draw(nodes, () => 1 + random()),
    threshold,
    decisionType,
    leftChild,
    rightChild,
    internalCount: draw(nodes, () => 2 + below(random, 50)),
    leafValue: draw(numLeaves, () => gaussian(random)),
    leafCount: draw(numLeaves, () => 1 + below(random, 50)),
    catBoundaries: Int32Array.from(catBoundaries),
    catThreshold: Uint32Array.from(catThreshold),
    shrinkage: 1,
    ...(linear && {
      linear: {
        leafConst: draw(numLeaves, () => gaussian(random)),
        leafFeatures,
        leafCoeff: leafFeatures.map(({length}) => draw(length, () => gaussian(random)))
      }
    })
  };
}

/** Draws a regression booster of `trees` such trees. */
export function randomBooster(random: Random, trees: number, shape: TreeShape): Booster {
  return {
    version: "v4",
    numClass: 1,
    numTreePerIteration: 1,
    maxFeatureIdx: shape.features - 1,
    objective: {name: "regression", params: {}},
    averageOutput: false,
    featureNames: Array.from({length: shape.features}, (_, i) => `f${i}`),
    featureInfos: Array.from({length: shape.features}, () => "[-1:1]"),
    trees: Array.from({length: trees}, () => randomTree(random, shape))
  };
}

const SPELLING = new Map([
  [Infinity, "inf"],
  [-Infinity, "-inf"]
]);
const spell = (value: number) =>
  Number.isNaN(value) ? "nan" : (SPELLING.get(value) ?? (Object.is(value, -0) ? "-0" : String(value)));
const join = (values: Iterable<number>) => [...values].map(spell).join(" ");

function treeText(tree: Tree, index: number): string {
  const lines = [
    `Tree=${index}`,
    `num_leaves=${tree.numLeaves}`,
    `num_cat=${tree.numCat}`,
    `split_feature=${join(tree.splitFeature)}`,
    `split_gain=${join(tree.splitGain)}`,
    `threshold=${join(tree.threshold)}`,
    `decision_type=${join(tree.decisionType)}`,
    `left_child=${join(tree.leftChild)}`,
    `right_child=${join(tree.rightChild)}`,
    `leaf_value=${join(tree.leafValue)}`,
    `leaf_weight=${join(tree.leafCount)}`,
    `leaf_count=${join(tree.leafCount)}`,
    `internal_value=${join(tree.internalCount)}`,
    `internal_weight=${join(tree.internalCount)}`,
    `internal_count=${join(tree.internalCount)}`
  ];
  if (tree.numCat > 0)
    lines.push(`cat_boundaries=${join(tree.catBoundaries)}`, `cat_threshold=${join(tree.catThreshold)}`);
  lines.push(`is_linear=${tree.linear ? 1 : 0}`);
  if (tree.linear) {
    const {leafConst, leafFeatures, leafCoeff} = tree.linear;
    const nested = (values: readonly Iterable<number>[]) =>
      values.map((leaf) => (join(leaf) === "" ? " " : `${join(leaf)}  `)).join("");
    lines.push(
      `leaf_const=${join(leafConst)}`,
      `num_features=${leafFeatures.map(({length}) => length).join(" ")}`,
      `leaf_features=${nested(leafFeatures)}`,
      `leaf_coeff=${nested(leafCoeff)}`
    );
  }
  lines.push(`shrinkage=${spell(tree.shrinkage)}`);
  return `${lines.join("\n")}\n\n\n`;
}

/** Writes a booster as LightGBM would. */
export function boosterToText(booster: Booster): string {
  const trees = booster.trees.map(treeText);
  const counts = new Map<string, number>();
  for (const {splitFeature, splitGain} of booster.trees)
    splitFeature.forEach((feature, node) => {
      const name = booster.featureNames[feature]!;
      if (splitGain[node]! > 0) counts.set(name, (counts.get(name) ?? 0) + 1);
    });
  const objective =
    booster.objective &&
    [
      booster.objective.name,
      ...Object.entries(booster.objective.params).map(([k, v]) => (v ? `${k}:${v}` : k))
    ].join(" ");
  const header = [
    "tree",
    `version=${booster.version}`,
    `num_class=${booster.numClass}`,
    `num_tree_per_iteration=${booster.numTreePerIteration}`,
    "label_index=0",
    `max_feature_idx=${booster.maxFeatureIdx}`,
    ...(objective ? [`objective=${objective}`] : []),
    ...(booster.averageOutput ? ["average_output"] : []),
    `feature_names=${booster.featureNames.join(" ")}`,
    `feature_infos=${booster.featureInfos.join(" ")}`,
    `tree_sizes=${trees.map(({length}) => length).join(" ")}`
  ];
  const importances = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name}=${count}`);
  return [
    ...header,
    "",
    `${trees.join("")}end of trees`,
    "",
    "feature_importances:",
    ...importances,
    "",
    "parameters:",
    "[boosting: gbdt]",
    `[objective: ${booster.objective?.name ?? "custom"}]`,
    "",
    "end of parameters",
    ""
  ].join("\n");
}
