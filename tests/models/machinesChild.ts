import {createBooster} from "../../models/lightgbm/booster.ts";
import {joinMachines} from "../../models/machines/join.ts";
import {parseMachines} from "../../models/machines/list.ts";
import {columnsOf} from "../../models/training/folds/outOfFold.ts";
import {createTrainingSet, type Share, sharedParams} from "../../models/training/share.ts";
import {makeTrainingData} from "./syntheticData.ts";

const PARAMS = {
  objective: "binary",
  num_leaves: 7,
  min_data_in_leaf: 0,
  min_sum_hessian_in_leaf: 5,
  learning_rate: 0.1,
  seed: 3,
  deterministic: true,
  force_row_wise: true,
  num_threads: 1
};

/** Grows a model of invented clients, alone or with this share of the rows; its text. */
export function growShared(iterations: number, share?: Share): string {
  const data = makeTrainingData(1501, 8);
  const {constraints: _, ...shape} = columnsOf(data.features);
  const params = {...PARAMS, ...sharedParams(share)};
  const label = Float32Array.from(data.target);
  const dataset = createTrainingSet({...shape, data: data.matrix, rows: data.clients, label, params}, share);
  const booster = createBooster(dataset, params);
  for (let i = 0; i < iterations; i++) booster.update();
  const text = booster.saveToString();
  booster.dispose();
  dataset.dispose();
  return text;
}

const [list, iterations, task = "the same"] = process.argv.slice(2);
if (list !== undefined) {
  const membership = await joinMachines(parseMachines(list)!, task, 20_000);
  process.stdout.write(`joined as ${membership.share.rank}\n`);
  const text = growShared(Number(iterations), membership.share);
  await membership.leave();
  process.stdout.write(text);
}
