import type {Config} from "../config.ts";
import type {ChosenModel} from "../data/servedModel.ts";

import type {ModelComparison} from "./compare.ts";

/** The place of the served model. */
export interface ModelSlot {
  /** The folder of all models. */
  readonly folder: string;
  /** What the configuration names. */
  readonly configured: Config["model"];
  current(): ChosenModel;
  /** Compares two models by name on the data that are served, at the cut-off of now. @throws MODEL_…, MODELS_INCOMPARABLE */
  compare(champion: string, challenger: string): Promise<ModelComparison>;
  /** Tries a model as `serve` would, and changes nothing. @throws MODEL_INVALID, CONFIG_INVALID */
  tryModel(model: ChosenModel): void;
  /**
   * Answers by another model from this turn of the event loop on, and remembers it for the next start; where it throws the
   * one before stays. @throws as tryModel
   */
  serve(model: ChosenModel): void;
}
