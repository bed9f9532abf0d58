import {join} from "node:path";
import {readModelChoice, writeModelChoice} from "../../loaders/model/choice.ts";
import type {Config} from "../config.ts";
import type {ServedData} from "../data/servedData.ts";
import type {ChosenModel} from "../data/servedModel.ts";
import {compareModels} from "../models/compare.ts";
import {modelDir} from "../models/promotions.ts";
import type {ModelSlot} from "../models/slot.ts";
import {readModel, readModelAs} from "../scoring/modelStore.ts";

/** Reads the model that is to be served: the one promoted last, else the configuration's. @throws MODEL_MISSING, MODEL_INVALID */
export function readChosenModel({data, model}: Pick<Config, "data" | "model">, folder: string): ChosenModel {
  const choice = readModelChoice(data, model);
  if (!choice) return {files: readModel(join(folder, model)), promotion: 0};
  return {files: readModelAs(join(folder, choice.name), choice), promotion: choice.promotion};
}

/** Creates the place of the served model on the data that are served. */
export function createModelSlot(parts: {
  config: Pick<Config, "data" | "model">;
  folder: string;
  current: () => Pick<ServedData, "model" | "engine" | "outcomes" | "tryModel" | "serve">;
  /** Is told of each model that is served from now on. */
  served?: (model: ChosenModel) => void;
}): ModelSlot {
  const {config, folder, current, served = () => {}} = parts;
  return {
    folder,
    configured: config.model,
    current: () => current().model,
    async compare(champion, challenger) {
      const [own, other] = [champion, challenger].map((name) => readModel(modelDir(folder, name)));
      const {outcomes, engine} = current();
      return compareModels(own!, other!, outcomes, engine.policy);
    },
    tryModel: (model) => current().tryModel(model),
    serve(model) {
      current().serve(model);
      served(model);
      const {promotion, files} = model;
      writeModelChoice(config.data, {promotion, configured: config.model, ...files.ref});
    }
  };
}
