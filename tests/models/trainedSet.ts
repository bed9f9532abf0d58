import {cpSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import type {Sample} from "../../models/training/inputs/sample.ts";
import {selectTrainingData} from "../../models/training/inputs/trainingData.ts";
import {CANDIDATES} from "../../models/training/params.ts";
import {createManifest, saveModel} from "../../models/training/saveModel.ts";
import {trainModel} from "../../models/training/trainModel.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";

export interface TrainedSet {
  data: string;
  /** The model's folder. */
  model: string;
  /** Copies the model's folder, to be spoiled. */
  copyModel(): string;
  remove(): void;
}

/** Invents clients, computes their features and trains a small model on them or a sample, in a folder of its own. */
export async function createTrainedSet({
  clients,
  seed,
  sample
}: {
  clients: number;
  seed: number;
  sample?: Sample;
}): Promise<TrainedSet> {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-trained-"));
  const data = join(dir, "set");
  await generateDemo({clients, seed, out: data});
  await buildFeatures(data);
  const store = openFeatureStore(data);
  const selected = selectTrainingData(store, {sample});
  const {meta} = store;
  const labelled = store.targets.filter((target) => target >= 0).length;
  store.close();
  const trained = trainModel(selected, {
    params: {...CANDIDATES.brisk.params, learning_rate: 0.1, min_data_in_leaf: 10, num_threads: 1},
    maxRounds: 40,
    patience: 0,
    seed: 20,
    folds: 3,
    cost: {falseNegative: 10, falsePositive: 1},
    scale: DEFAULT_SCALE
  });
  const manifest = createManifest(trained, {
    name: "small",
    createdAt: "2026-01-01T00:00:00.000Z",
    data: {
      set: "set",
      generated: meta.generated,
      fingerprint: meta.fingerprint,
      planSha256: meta.planSha256,
      clients: meta.clients,
      labelled,
      badRate: trained.parts.population.badRate,
      ...(sample && {sample}),
      dataAsOf: meta.dataAsOf
    }
  });
  const model = await saveModel(join(dir, "models"), trained, manifest);
  let copies = 0;
  return {
    data,
    model,
    copyModel() {
      const copy = join(dir, "models", `copy-${++copies}`);
      cpSync(model, copy, {recursive: true});
      return copy;
    },
    remove: () => rmSync(dir, {recursive: true})
  };
}
