/** The engine as a library: reads LightGBM's model.txt, scores and explains. The public list of `scorebook/lightgbm`. */
export {parseModel} from "./booster/parse.ts";
export {type Iterations, predict, predictLeaves, predictRaw} from "./booster/predict.ts";
export {createRowReader, type NamedRow, type RowReader} from "./booster/rows.ts";
export {createScorer, type Scorer} from "./booster/scorer.ts";
export type {Booster, Category, Tree} from "./booster/types.ts";
export {type ErrorCode, type Issue, ScorebookError} from "./errors.ts";
export {createExplainer, type Explainer, type ExplainerOptions} from "./shap/explainer.ts";
export {createInteractions, type InteractionExplainer, type TopInteractions} from "./shap/interactions.ts";
export {type Assessment, type Change, createWhatIf, type WhatIf} from "./shap/whatIf.ts";
