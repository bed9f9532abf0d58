import {join} from "node:path";
import {readModelChoice, writeModelChoice} from "../../loaders/model/choice.ts";
import {readApprovedPolicy} from "../../loaders/site/approvedPolicy.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";
import {createSystemClock} from "../clock.ts";
import type {Config} from "../config.ts";
import {openServedData} from "../data/servedData.ts";
import type {ChosenModel} from "../data/servedModel.ts";
import {type ModelFiles, readModel} from "../scoring/modelStore.ts";
import {compareModels} from "./compare.ts";
import {modelDir} from "./promotions.ts";
import type {ModelSlot} from "./slot.ts";

/**
 * Creates the place of the served model for a command beside the servers: what it serves is written down for them, and
 * they follow.
 */
export function createCommandSlot(
  config: Pick<Config, "data" | "model" | "cost" | "score">,
  folder: string
): ModelSlot {
  const clock = createSystemClock();

  const open = (model: ChosenModel) =>
    openServedData(config, model, clock, () => readApprovedPolicy(config.data));

  return {
    folder,
    configured: config.model,
    current() {
      const choice = readModelChoice(config.data, config.model);
      const ref: ModelRef = choice
        ? {name: choice.name, version: choice.version, sha256: choice.sha256}
        : readModel(join(folder, config.model)).ref;
      return {files: {ref} as ModelFiles, promotion: choice?.promotion ?? 0};
    },
    async compare(champion, challenger) {
      const [own, other] = [champion, challenger].map((name) => readModel(modelDir(folder, name)));
      const data = open({files: own!, promotion: 0});
      try {
        return await compareModels(own!, other!, data.outcomes, data.engine.policy);
      } finally {
        data.close();
      }
    },
    tryModel: (model) => open(model).close(),
    serve({files, promotion}) {
      writeModelChoice(config.data, {promotion, configured: config.model, ...files.ref});
    }
  };
}
