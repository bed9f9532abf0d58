import fc from "fast-check";
import type {Booster, Tree} from "../../src/core/booster/types.ts";

/** Numbers that split and row values share, so that ties, zeros and the unusual happen often. */
const VALUES = [-2, -1, -0.5, -0, 0, 1e-36, 0.5, 1, 2, 3, 31, 32, 40];
const ROW_VALUES = [...VALUES, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 9999, -3, 1.7];

export interface RandomCase {
  booster: Booster;
  rows: number[][];
}

interface Options {
  features: number;
  maxLeaves: number;
  maxTrees: number;
  classes?: number;
}

/** Random models of random trees: every missing type, both default directions, sets, repeats, empty covers. */
export function arbitraryCase({
  features,
  maxLeaves,
  maxTrees,
  classes = 1
}: Options): fc.Arbitrary<RandomCase> {
  return fc.record({
    booster: fc
      .array(arbitraryTree(features, maxLeaves), {minLength: classes, maxLength: maxTrees})
      .map((trees) => boosterOf(trees.slice(0, trees.length - (trees.length % classes)), features, classes)),
    rows: fc.array(fc.array(fc.constantFrom(...ROW_VALUES), {minLength: features, maxLength: features}), {
      minLength: 1,
      maxLength: 4
    })
  });
}

export function boosterOf(trees: Tree[], features: number, classes: number): Booster {
  return {
    version: "v4",
    numClass: classes,
    numTreePerIteration: classes,
    maxFeatureIdx: features - 1,
    objective: null,
    averageOutput: false,
    featureNames: Array.from({length: features}, (_, f) => `Column_${f}`),
    featureInfos: Array.from({length: features}, () => "[-2:40]"),
    trees
  };
}

/** Grows a tree split by split, as LightGBM does: each split turns a leaf into a node. */
function arbitraryTree(features: number, maxLeaves: number): fc.Arbitrary<Tree> {
  const split = fc.record({
    leaf: fc.nat(1000),
    feature: fc.nat(features - 1),
    threshold: fc.constantFrom(...VALUES),
    categorical: fc.boolean(),
    words: fc.array(fc.integer({min: 0, max: 0xffffffff}), {minLength: 1, maxLength: 2}),
    flags: fc.constantFrom(0, 2, 4, 6, 8, 10)
  });
  return fc
    .record({
      splits: fc.array(split, {maxLength: maxLeaves - 1}),
      values: fc.array(fc.double({min: -2, max: 2, noNaN: true}), {
        minLength: maxLeaves,
        maxLength: maxLeaves
      }),
      counts: fc.array(fc.constantFrom(0, 1, 2, 5, 20, 300), {minLength: maxLeaves, maxLength: maxLeaves})
    })
    .map(({splits, values, counts}) => {
      const leftChild: number[] = [];
      const rightChild: number[] = [];
      for (const [node, {leaf}] of splits.entries()) {
        const target = ~(leaf % (node + 1));
        for (const children of [leftChild, rightChild]) {
          const at = children.indexOf(target);
          if (at >= 0) children[at] = node;
        }
        leftChild.push(target);
        rightChild.push(~(node + 1));
      }
      const sets = splits.filter(({categorical}) => categorical);
      const leafCount = counts.slice(0, splits.length + 1);
      leafCount[0]! += 1;
      const below = (child: number): number =>
        child < 0 ? leafCount[~child]! : below(leftChild[child]!) + below(rightChild[child]!);
      const zeros = new Float64Array(splits.length);
      return {
        numLeaves: splits.length + 1,
        numCat: sets.length,
        splitFeature: Int32Array.from(splits, ({feature}) => feature),
        splitGain: zeros,
        threshold: Float64Array.from(splits, (own) => (own.categorical ? sets.indexOf(own) : own.threshold)),
        decisionType: Uint8Array.from(splits, ({categorical, flags}) =>
          categorical ? (flags & 12) | 1 : flags
        ),
        leftChild: Int32Array.from(leftChild),
        rightChild: Int32Array.from(rightChild),
        internalCount: Float64Array.from(splits, (_, node) => below(node)),
        leafValue: Float64Array.from(values.slice(0, splits.length + 1)),
        leafCount: Float64Array.from(leafCount),
        catBoundaries: Int32Array.from([0, ...sets.keys()], (_, set) =>
          sets.slice(0, set).reduce((end, {words}) => end + words.length, 0)
        ),
        catThreshold: Uint32Array.from(sets.flatMap(({words}) => words)),
        shrinkage: 1
      };
    });
}
