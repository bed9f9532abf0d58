import {parseModel} from "../../../core/booster/parse.ts";
import {createScorer} from "../../../core/booster/scorer.ts";
import {assess} from "../../../core/credit/assess.ts";
import {explainScore} from "../../../core/credit/explanation.ts";
import {createModelInput} from "../../../core/credit/modelInput.ts";
import {changedInputs, createFeatureSetter, type SetFeatures} from "../../../core/credit/setFeatures.ts";
import type {RawTables} from "../../../core/credit/statements/record.ts";
import {errorToProblem, ScorebookError} from "../../../core/errors.ts";
import {fittedSources} from "../../../core/fitted/sources.ts";
import type {BrowserModel} from "../../../core/schema/browserModel.ts";
import type {Explanation} from "../../../core/schema/explanation.ts";
import type {ManifestFeature} from "../../../core/schema/manifest.ts";
import {createExplainer} from "../../../core/shap/explainer.ts";
import {ApiError} from "../../api.ts";
import type {ClientHistory} from "../clientApi.ts";
import type {WhatIfAnswer} from "./askWhatIf.ts";

/** Answers what features that are set by hand lead to, as the server would. @throws ApiError REQUEST_INVALID, with the server's words */
export type FeatureEngine = (features: SetFeatures) => WhatIfAnswer;

/** What an engine is made from; all of it comes from the server. */
export interface FeatureEngineParts {
  /** The bytes of model.txt. */
  text: Uint8Array;
  browserModel: BrowserModel;
  /** Every feature, those that the model derives among them. */
  catalogue: readonly ManifestFeature[];
  /** The client as on record. */
  before: Explanation;
  records: ClientHistory;
  now: () => Date;
}

/**
 * Makes the engine of one client in the page: the trees, kernel, points and sentences of the server on the inputs that
 * its explanation tells. What it says of the client as on record is held against the server's own word first.
 * @returns null where it would not say the same: another model or cut-off, or an input that the explanation cannot tell
 */
export function createFeatureEngine(parts: FeatureEngineParts): FeatureEngine | null {
  const {text, browserModel, catalogue, before, records, now} = parts;
  const {model, features, fitted, policy} = browserModel;
  if (model.sha256 !== before.model.sha256 || model.version !== before.model.version) return null;
  if (policy.version !== before.cutoff.policyVersion) return null;
  const sources = fittedSources(fitted);
  const told = new Map(before.features.map(({name, value}) => [name, value]));
  if ([...sources.values()].flat().some((name) => !told.has(name))) return null;

  const planned = catalogue.filter(({name}) => !sources.has(name));
  const derived = catalogue.filter(({name}) => sources.has(name));
  const row = Float32Array.from(planned, (feature) => inputOf(feature, told.get(feature.name) ?? null));
  const booster = parseModel(text);
  const score = createScorer(booster);
  const explainer = createExplainer(booster, {kernel: "plain"});
  const toInput = createModelInput({features: [...features], fitted}, planned);
  const set = createFeatureSetter({inputs: features, planned, derived, toInput});
  const own = toInput(row);
  const rows = Object.fromEntries(records.tables.map(({name, rows}) => [name, rows])) as unknown as RawTables;

  function explain(input: Float64Array): Explanation {
    const start = now();
    const [rawScore, values] = [score(input), explainer.explain(input)];
    const baseValue = explainer.baseValues[0]!;
    const isAssumed = (place: number) => !Object.is(own[place], input[place]);
    const made = {policy, features, row: input, values, baseValue, rawScore};
    return {
      ...before,
      rawScore,
      ...assess(policy, rawScore),
      ...explainScore({...made, rows, isAssumed}),
      computedAt: start.toISOString(),
      durationMs: now().getTime() - start.getTime()
    };
  }

  if (!saysTheSame(explain(own), before)) return null;
  return (wanted) => {
    const input = asAsked(() => set(row, wanted));
    return {before, after: explain(input), changed: changedInputs(features, own, input)};
  };
}

/** Says what is refused as the server's answer would. @throws ApiError */
function asAsked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScorebookError ? new ApiError(errorToProblem(error, "")) : error;
  }
}

/** Finds the input that a value was told of; NaN where it was missing, or a word that the model never saw. */
const inputOf = ({kind, categories = []}: ManifestFeature, value: number | string | null): number => {
  if (value === null) return Number.NaN;
  return kind === "category" ? categories.indexOf(String(value)) : Number(value);
};

/** Tells whether two explanations say the same of a client, whenever they were made; probabilities to rounding. */
export function saysTheSame(one: Explanation, other: Explanation): boolean {
  const said = ({rawScore, score, decision, basePoints, causes, features, reasonCodes}: Explanation) =>
    JSON.stringify({rawScore, score, decision, basePoints, causes, features, reasonCodes});
  const {probabilityOfDefault: p} = one;
  return Math.abs(p - other.probabilityOfDefault) <= 1e-12 && said(one) === said(other);
}
