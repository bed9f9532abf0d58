import type {FeatureStore} from "../../loaders/store.ts";
import type {TrainingData} from "../../models/training/inputs/trainingData.ts";
import {createRandom} from "../../models/training/random.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

type Traits = Pick<ManifestFeature, "protected" | "direction">;
const feature = (
  name: string,
  cause: string,
  categories?: string[],
  traits: Traits = {}
): ManifestFeature => ({
  name,
  tables: ["application"],
  cause,
  label: {en: `Name of ${name}`, fr: `Nom de ${name}`},
  formula: {en: name, fr: name},
  unit: "",
  kind: categories ? "category" : "numeric",
  ...(categories ? {categories} : {}),
  ...traits
});

/** Makes labelled clients whose risk depends on two numbers and a category, with missing values. */
export function makeTrainingData(clients: number, seed: number): TrainingData {
  const random = createRandom(seed);
  const features = [
    feature("app_ext_mean", "external_scores", undefined, {direction: "falling"}),
    feature("app_income", "income"),
    feature("app_age", "age", undefined, {protected: "age", direction: "falling"}),
    feature("app_education", "education", ["Higher", "Secondary", "Lower"]),
    feature("app_occupation", "employment", ["Cook", "Driver", "Teacher", "Clerk"]),
    feature("app_organisation", "employment", ["Bank", "School", "Army", "Shop", "Farm"]),
    feature("noise", "documents")
  ];
  const matrix = new Float32Array(clients * features.length);
  const target = new Uint8Array(clients);
  for (let i = 0; i < clients; i++) {
    const ext = random();
    const organisation = Math.floor(random() * 5);
    const row = [
      random() < 0.1 ? Number.NaN : ext,
      50 + 200 * random(),
      20 + 50 * random(),
      Math.floor(random() * 3),
      random() < 0.2 ? Number.NaN : Math.floor(random() * 4),
      organisation,
      random()
    ];
    matrix.set(row, i * features.length);
    const logOdds = -1 - 3 * (ext - 0.5) + 0.4 * (organisation - 2);
    target[i] = random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  }
  return {
    clients,
    features,
    matrix,
    target,
    ids: Int32Array.from({length: clients}, (_, i) => 100_001 + i),
    applications: Uint32Array.from({length: clients}, (_, i) => i),
    leftOut: [],
    allowed: ["age"],
    excluded: []
  };
}

/** Shows rows that lie in memory, as a feature store shows those of its file. */
export const showRows =
  (all: Float32Array, width: number): FeatureStore["eachRow"] =>
  (indexes, show) => {
    for (let i = 0; i < indexes.length; i++)
      show(all.subarray(indexes[i]! * width, (indexes[i]! + 1) * width), i);
  };
