import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predict, predictLeaves, predictRaw} from "../../src/core/booster/predict.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {GOLDEN, readCase} from "./boosterCases.ts";
import {boosterToText, createRandom, randomBooster} from "./boosterRandom.ts";

const TEXT = readCase(GOLDEN, "binary").modelText;
const LINEAR = readCase(GOLDEN, "binary_linear").modelText;

/** Replaces the first match and lets the announced sizes of the trees go, so that the damage itself must be found. */
function damage(pattern: RegExp | string, replacement: string, text = TEXT): string {
  const bare = text.replace(/^tree_sizes=.*\n/m, "");
  const damaged = bare.replace(pattern, replacement);
  assert.notEqual(damaged, bare, `${pattern} must be in the model`);
  return damaged;
}

function refusal(text: string | Uint8Array): ScorebookError {
  try {
    parseModel(text);
  } catch (error) {
    assert.ok(error instanceof ScorebookError, String(error));
    assert.equal(error.code, "MODEL_INVALID");
    return error;
  }
  throw new assert.AssertionError({message: "the model was accepted"});
}

const DAMAGES: [what: string, text: string, place: RegExp][] = [
  ["an empty file", "", /line 1/],
  ["something else", "{}", /line 1.*begins with the line "tree"/],
  ["an unknown version", damage("version=v4", "version=v5"), /key "version", line 2/],
  ["no version", damage("version=v4\n", ""), /key "version"/],
  [
    "a key of the header that is unknown",
    damage("label_index=0", "lable_index=0"),
    /key "lable_index", line 5/
  ],
  ["a key of the header twice", damage("label_index=0", "label_index=0\nlabel_index=0"), /twice/],
  [
    "a missing feature name",
    damage("feature_names=Column_0 ", "feature_names="),
    /6 values were expected but 5/
  ],
  ["a missing feature range", damage(/feature_infos=\S+ /, "feature_infos="), /key "feature_infos"/],
  [
    "more classes than the objective",
    damage("num_class=1\nnum_tree_per_iteration=1", "num_class=2\nnum_tree_per_iteration=2"),
    /objective/
  ],
  [
    "an unknown objective",
    damage("objective=binary", "objective=ternary"),
    /key "objective".*"ternary" is unknown/
  ],
  ["a sigmoid of zero", damage("sigmoid:1", "sigmoid:0"), /sigmoid 0/],
  ["the objective's line lost", damage(/objective=binary.*\n/, ""), /key "objective".*"binary"/],
  [
    "the forest's average lost",
    damage("average_output\n", "", readCase(GOLDEN, "binary_rf").modelText),
    /average_output/
  ],
  ["a tree out of order", damage("Tree=2", "Tree=3"), /tree 2, line \d+.*"Tree=2"/],
  ["a key of a tree that is unknown", damage("num_cat=", "num_kat="), /tree 0, key "num_kat", line 13/],
  ["a key of a tree twice", damage("shrinkage=", "num_cat=0\nshrinkage="), /tree 0, key "num_cat".*twice/],
  ["a key of a tree lost", damage(/decision_type=.*\n/, ""), /tree 0, key "decision_type".*missing/],
  [
    "too few values",
    damage(/left_child=\S+ /, "left_child="),
    /tree 0, key "left_child", line \d+.*5 values were expected but 4/
  ],
  ["too many leaves", damage("num_leaves=6", "num_leaves=7"), /tree 0/],
  ["a huge number of leaves", damage("num_leaves=6", "num_leaves=2147483647"), /tree 0/],
  ["no leaf", damage("num_leaves=6", "num_leaves=0"), /num_leaves.*"0" is not an integer from 1/],
  [
    "a word where a number belongs",
    damage(/leaf_value=\S+/, "leaf_value=0x10"),
    /leaf_value.*"0x10" is not a number/
  ],
  ["an empty exponent", damage(/leaf_value=\S+/, "leaf_value=1e"), /"1e" is not a number/],
  [
    "a fraction where a whole number belongs",
    damage(/split_feature=\S+/, "split_feature=1.5"),
    /split_feature/
  ],
  [
    "a feature out of range",
    damage(/split_feature=\S+/, "split_feature=6"),
    /"6" is not an integer from 0 to 5/
  ],
  ["a fourth missing type", damage(/decision_type=\S+/, "decision_type=12"), /decision_type/],
  ["a child out of range", damage(/right_child=\S+/, "right_child=99"), /right_child.*child 99/],
  ["a leaf out of range", damage(/right_child=\S+/, "right_child=-99"), /right_child.*child -99/],
  ["a cycle", damage(/left_child=\S+/, "left_child=0"), /left_child.*reached twice/],
  [
    "a category set out of range",
    damage("num_cat=1", "num_cat=9", damage(/num_cat=\d+/, "num_cat=1")),
    /cat/
  ],
  ["no end of the trees", damage("end of trees\n", ""), /"end of trees" was expected/],
  ["no end of the parameters", damage("end of parameters\n", ""), /the file ends before "end of parameters"/],
  ["something after the end", `${TEXT}more\n`, /"more" was not expected/],
  ["a torn vocabulary", `${TEXT}\npandas_categorical:[["a"`, /pandas_categorical/],
  [
    "tree sizes that do not fit",
    TEXT.replace(/tree_sizes=\d/, "tree_sizes=1"),
    /tree 0, key "tree_sizes"|bytes/
  ],
  ["one tree size too few", TEXT.replace(/(tree_sizes=.*) \d+\n/, "$1\n"), /trees were announced/],
  ["one tree size too many", TEXT.replace(/(tree_sizes=.*)\n/, "$1 900\n"), /announced/],
  [
    "tree sizes that count carriage returns",
    TEXT.replace(/tree_sizes=(\d+)/, (_, size) => `tree_sizes=${Number(size) + 20}`).replaceAll("\n", "\r\n"),
    /tree 0, key "tree_sizes".*bytes was announced/
  ],
  ["a byte order mark", `\ufeff${TEXT}`, /line 1: .*byte order mark \(EF BB BF\).*without one/],
  [
    "NaN as a threshold",
    damage(/^threshold=\S+/m, "threshold=nan"),
    /tree 0, key "threshold", line \d+: node 0 /
  ],
  ["NaN as a leaf value", damage(/leaf_value=\S+/, "leaf_value=nan"), /key "leaf_value".*value 0 is NaN/],
  ["an infinite leaf value", damage(/leaf_value=\S+/, "leaf_value=-inf"), /value 0 is -Infinity/],
  ["a number beyond doubles", damage(/leaf_value=\S+/, "leaf_value=1e400"), /"1e400" is beyond the largest/],
  ["a gain beyond doubles", damage(/split_gain=\S+/, "split_gain=1e400"), /"1e400" is beyond the largest/],
  ["an infinite shrinkage", damage("shrinkage=1", "shrinkage=inf"), /key "shrinkage".*finite/],
  [
    "leaf values whose sum overflows",
    damage(/leaf_value=\S+/, "leaf_value=1.7e308"),
    /add up to more than 1e\+300/
  ],
  [
    "an infinite constant of a linear leaf",
    damage(/leaf_const=\S+/, "leaf_const=inf", LINEAR),
    /tree 0, key "leaf_const".*value 0 is Infinity/
  ],
  [
    "an overflowing coefficient of a linear leaf",
    damage(/leaf_coeff=[^\n]*?[\d.e-]+/, "leaf_coeff=1e400", LINEAR),
    /key "leaf_coeff".*"1e400"/
  ],
  [
    "a node without rows above leaves with rows",
    damage(/internal_count=\S+ \S+/, "internal_count=800 0"),
    /tree 0, key "internal_count", line \d+: node 1 counts no rows, but its child -?\d+ does/
  ],
  [
    "more classes than the file has bytes",
    damage("num_class=1\nnum_tree_per_iteration=1", "num_class=1048576\nnum_tree_per_iteration=1048576"),
    /key "num_class".*a file of \d+ bytes cannot hold trees for 1048576 classes/
  ],
  [
    "trees that are no multiple of the classes",
    damage(/Tree=14\n[\s\S]*?\n\n\n/, "", readCase(GOLDEN, "multiclass").modelText),
    /multiple of 3/
  ]
];

for (const [what, text, place] of DAMAGES)
  test(`parseModel(text) refuses ${what} and says where`, () => assert.match(refusal(text).detail, place));

test("parseModel(text) refuses nodes that the root does not reach", () => {
  const shape = {features: 3, maxLeaves: 4, categorical: false, linear: false, edges: false};
  const booster = randomBooster(createRandom(5), 1, shape);
  const [tree] = booster.trees;
  Object.assign(tree!, randomBooster(createRandom(1), 1, {...shape, maxLeaves: 1}).trees[0]);
  const three = (value: number) => new Float64Array(3).fill(value);
  Object.assign(tree!, {
    numLeaves: 4,
    splitFeature: new Int32Array(3),
    splitGain: three(1),
    threshold: three(0),
    decisionType: new Uint8Array(3),
    leftChild: Int32Array.of(-1, 2, 1),
    rightChild: Int32Array.of(-2, -3, -4),
    internalCount: three(1),
    leafValue: new Float64Array(4),
    leafCount: new Float64Array(4)
  });
  assert.match(refusal(boosterToText(booster)).detail, /4 nodes or leaves cannot be reached/);
});

test("parseModel(text) points to the place as data too", () => {
  const [issue] = refusal(damage(/left_child=\S+/, "left_child=0")).issues;
  assert.equal(issue?.code, "MODEL_INVALID");
  assert.equal(issue?.path, "/trees/0/left_child");
});

const ROW = [0.3, NaN, -1, 5e5, 2, 16];
const scores = (text: string) => {
  const booster = parseModel(text);
  return [...predictRaw(booster, ROW), ...predict(booster, ROW), ...predictLeaves(booster, ROW)];
};

test("parseModel(text) reads what older versions leave out", () => {
  const old = TEXT.replace("version=v4", "version=v2")
    .replace(/^tree_sizes=.*\n/m, "")
    .replace(/^num_tree_per_iteration=.*\n/m, "boost_from_average\n")
    .replaceAll(/^(?:leaf_weight|internal_weight|is_linear)=.*\n/gm, "")
    .replace("end of trees\n", "")
    .replace("feature_importances:", "feature importances:")
    .replace(/\nparameters:[\s\S]*$/, "");
  assert.deepEqual(scores(old), scores(TEXT));
});

const crlf = (text: string) => text.replaceAll("\n", "\r\n");

test("parseModel(text) reads lines that end in CR LF, sizes counted without the carriage returns", () => {
  const mixed = TEXT.replace(/^leaf_value=.*$/gm, "$&\r");
  for (const text of [crlf(TEXT), crlf(TEXT.replace(/^tree_sizes=.*\n/m, "")), mixed])
    assert.deepEqual(parseModel(text), parseModel(TEXT));
});

test("parseModel(text) keeps a carriage return that is not before a line feed, and so notices it", () => {
  assert.match(refusal(damage(/^leaf_value=\S+/m, "$&\r")).detail, /leaf_value.*is not a number/);
});

test("parseModel(bytes) reads what parseModel(text) reads, also from the middle of a buffer and shared memory", () => {
  const bytes = new TextEncoder().encode(TEXT);
  const wide = new Uint8Array(bytes.length + 9);
  wide.set(bytes, 3);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  for (const given of [bytes, wide.subarray(3, 3 + bytes.length), Buffer.from(TEXT), shared])
    assert.deepEqual(parseModel(given), parseModel(TEXT));
});

test("parseModel(bytes) refuses other encodings and says which", () => {
  const latin = Buffer.from(TEXT.replaceAll("Column_0", "\u00e9t\u00e9"), "latin1");
  assert.match(refusal(latin).detail, /key "feature_names", line \d+: the text is not UTF-8/);
  assert.match(refusal(Buffer.from(`\ufeff${TEXT}`, "utf16le")).detail, /UTF-16/);
});

test("parseModel(text) reads monotone constraints, a parser and Python's vocabulary", () => {
  const text = TEXT.replace(/^feature_infos=/m, "monotone_constraints=1 0 -1 0 0 0\n$&").concat(
    "\nparser:\n{any: text}\nend of parser\n",
    '\npandas_categorical:[["a", "b"], [1.5, NaN, -Infinity]]\n'
  );
  assert.deepEqual(scores(text), scores(TEXT));
  assert.deepEqual(parseModel(text).pandasCategorical, [
    ["a", "b"],
    [1.5, null, -Infinity]
  ]);
});

test("parseModel(text) keeps words of the vocabulary that look like numbers, and refuses what is no list of lists", () => {
  const word = 'say \\"NaN\\" or Infinity';
  const {pandasCategorical} = parseModel(`${TEXT}\npandas_categorical:[["${word}", true]]\n`);
  assert.deepEqual(pandasCategorical, [['say "NaN" or Infinity', true]]);
  assert.equal(parseModel(`${TEXT}\npandas_categorical:null\n`).pandasCategorical, undefined);
  for (const value of ["3", '["a"]', "[[[1]]]"])
    assert.match(refusal(`${TEXT}\npandas_categorical:${value}\n`).detail, /not a list of lists/);
});

test("parseModel(text) keeps odd feature names as they are", () => {
  const names = ["a=b", 'q"[0:1]', "Tree=7", "日本", "end,of", "été"];
  const text = names.reduce((all, name, i) => all.replaceAll(`Column_${i}`, name), TEXT);
  assert.deepEqual(parseModel(text).featureNames, names);
  assert.deepEqual(scores(text), scores(TEXT));
});

test("predict(booster, row) of a model without trees is the transform of zero", () => {
  const text = TEXT.replace(/^tree_sizes=.*\n/m, "tree_sizes=\n")
    .replace(/Tree=0[\s\S]*end of trees/, "end of trees")
    .replace(/feature_importances:\n(?:.+\n)*/, "feature_importances:\n");
  const booster = parseModel(text);
  assert.deepEqual([...predictRaw(booster, ROW)], [0]);
  assert.deepEqual([...predict(booster, ROW)], [0.5]);
});

test("predictRaw(booster, row) refuses a row of another length", () => {
  assert.throws(() => predictRaw(parseModel(TEXT), [1, 2]), {code: "REQUEST_INVALID"});
});

test("refusal(text) fails when the model is whole", () => {
  assert.throws(() => refusal(TEXT), /was accepted/);
});
