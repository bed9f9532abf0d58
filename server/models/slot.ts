import type {Config} from "../config.ts";
import type {ChosenModel} from "../data/servedModel.ts";

/** The place of the served model. */
export interface ModelSlot {
  /** The folder of all models. */
  readonly folder: string;
  /** What the configuration names. */
  readonly configured: Config["model"];
  current(): ChosenModel;
  /** Tries a model as `serve` would, and changes nothing. @throws MODEL_INVALID, CONFIG_INVALID */
  tryModel(model: ChosenModel): void;
  /**
   * Answers by another model from this turn of the event loop on, and remembers it for the next start; where it throws the
   * one before stays. @throws as tryModel
   */
  serve(model: ChosenModel): void;
}
