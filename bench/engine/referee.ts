import {parseArgs} from "node:util";
import {loadBooster} from "../../models/lightgbm/booster.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {type BenchResult, compare, describeMachine} from "../result.ts";
import {createRandom} from "./engineModel.ts";
import {exactShap} from "./refereeExact.ts";

const HELP = `npm run bench -- referee [--rows N] [--json]

Holds our SHAP values and LightGBM's against exact ones, computed from the definition in whole numbers of any
length, on trees with more and more distinct features on a path.

  --rows N   rows per tree (default 8)
  --json     print one JSON object
  --help     show this`;

const FEATURES = [10, 20, 30, 40, 43, 60, 90, 126];

/** Writes a model of one tree in which each node splits on another feature and sends a tenth of its rows to a leaf. */
export function chainModel(features: number): string {
  const nodes = Array.from({length: features}, (_, node) => node);
  const counts = [1_000_000_000];
  for (const node of nodes) counts.push(counts[node]! - Math.floor(counts[node]! / 10));
  const leaves = [...nodes.map((node) => counts[node]! - counts[node + 1]!), counts[features]!];
  const lines = [
    "Tree=0",
    `num_leaves=${features + 1}`,
    "num_cat=0",
    `split_feature=${nodes.join(" ")}`,
    `split_gain=${nodes.map(() => 1).join(" ")}`,
    `threshold=${nodes.map(() => 0.5).join(" ")}`,
    `decision_type=${nodes.map(() => 2).join(" ")}`,
    `left_child=${nodes.map((node) => (node + 1 < features ? node + 1 : ~features)).join(" ")}`,
    `right_child=${nodes.map((node) => ~node).join(" ")}`,
    `leaf_value=${leaves.map((_, leaf) => Math.sin(leaf + 1)).join(" ")}`,
    `leaf_weight=${leaves.join(" ")}`,
    `leaf_count=${leaves.join(" ")}`,
    `internal_value=${nodes.map(() => 0).join(" ")}`,
    `internal_weight=${counts.slice(0, -1).join(" ")}`,
    `internal_count=${counts.slice(0, -1).join(" ")}`,
    "is_linear=0",
    "shrinkage=1",
    "",
    "",
    ""
  ].join("\n");
  const header = [
    "tree",
    "version=v4",
    "num_class=1",
    "num_tree_per_iteration=1",
    "label_index=0",
    `max_feature_idx=${features - 1}`,
    "objective=regression",
    `feature_names=${nodes.map((node) => `f${node}`).join(" ")}`,
    `feature_infos=${nodes.map(() => "[0:1]").join(" ")}`,
    `tree_sizes=${lines.length}`
  ];
  return `${header.join("\n")}\n\n${lines}end of trees\n`;
}

/** Makes rows that meet most conditions, so that they go far down the chain. */
export function chainRows(features: number, count: number): Float64Array[] {
  const random = createRandom(features);
  return Array.from({length: count}, (_, r) =>
    Float64Array.from({length: features}, () => (random() < 0.04 * r ? 1 : 0))
  );
}

/** Gives the largest distance between two lists of values, up to the length of the second. */
const farthest = (values: ArrayLike<number>, exact: Float64Array) =>
  exact.reduce((most, value, i) => Math.max(most, Math.abs(values[i]! - value)), 0);

/** Compares both engines with the exact values. @throws LIGHTGBM_MISSING, USAGE */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {rows: {type: "string", default: "8"}, help: {type: "boolean"}}
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const count = Number(values.rows);
  if (!(Number.isInteger(count) && count > 0))
    throw new Error(`--rows is ${values.rows}; a whole number from 1 was expected.`);
  const rows = FEATURES.map((features) => {
    const text = chainModel(features);
    const booster = parseModel(text);
    const explainer = createExplainer(booster);
    const native = loadBooster(text);
    let ours = 0;
    let theirs = 0;
    for (const row of chainRows(features, count)) {
      const exact = exactShap(booster.trees[0]!, row, features);
      ours = Math.max(ours, farthest(explainer.explain(row), exact));
      theirs = Math.max(
        theirs,
        farthest(native.predict(row, 1, {kind: "contrib", params: {num_threads: 1}}), exact)
      );
    }
    native.dispose();
    return compare(`largest error, ${features} features on a path`, "raw score", ours, {
      name: "LightGBM C API",
      value: theirs
    });
  });
  return {
    bench: "referee",
    machine: describeMachine(),
    rows,
    notes: [`One tree per line, ${count} rows each; leaf values between −1 and 1.`]
  };
}
