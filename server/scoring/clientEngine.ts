import type {AbsentColumns} from "../../loaders/features/unknowable.ts";
import type {History} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import type {ClientRows} from "../../loaders/types.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {contributionsOf, explainScore} from "../../src/core/credit/explanation.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy, type Policy, type PolicyLimits} from "../../src/core/credit/policy.ts";
import {logOddsToPoints} from "../../src/core/credit/scale.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Explanation, FeatureContribution} from "../../src/core/schema/explanation.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {type AnyManifest, isImported} from "../../src/core/schema/manifestImported.ts";
import type {Score} from "../../src/core/schema/score.ts";
import {createExplainer, type Explainer} from "../../src/core/shap/explainer.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {BodyOf, JobKind, ScoringEngine} from "./engine.ts";
import {modelFeatures} from "./modelFeatures.ts";
import type {ModelFiles} from "./modelStore.ts";

/** A model input and the raw rows it was made from. */
export interface GivenInput {
  input: Float64Array;
  rows: ClientRows;
  /** Tells of an input, by its place, that it was set by hand and not made from the rows. */
  isAssumed?: (place: number) => boolean;
}

/** Somebody with features in catalogue order and the raw rows that they were made from. */
export interface GivenClient {
  clientId: number | null;
  features: Float32Array;
  rows: ClientRows;
}

/** An engine on real features, which can also take values that a client does not have. */
export interface ClientEngine extends ScoringEngine {
  readonly manifest: AnyManifest;
  /** The model's inputs, in model order, as the plan describes them now. */
  readonly features: readonly ManifestFeature[];
  /** The bytes of model.txt. */
  readonly text: Uint8Array;
  /** How is decided now; it may be another one in the next turn of the event loop. */
  readonly policy: Policy;
  /** Columns that the data set's tables came without. */
  readonly absent: AbsentColumns;
  /** Reads a client's row of the feature store, catalogue order, NaN where missing. @throws CLIENT_UNKNOWN */
  row(clientId: number): Float32Array;
  /** Converts a row in catalogue order to the model's input. */
  toInput(row: ArrayLike<number>): Float64Array;
  /** Reads a client's raw rows in all tables. @throws CLIENT_UNKNOWN, FEATURES_MISSING */
  rows(clientId: number): ClientRows;
  /** Explains a model input that need not be the client's own. */
  explain(clientId: number, given: GivenInput): Explanation;
  /** Scores or explains somebody whose features and rows are given, who need not be in the data set. */
  assess(
    kind: JobKind,
    given: GivenClient
  ): Omit<Score | Explanation, "clientId"> & {clientId: number | null};
  /** Tells what each feature adds to a client's score, the strongest first; reads no raw rows. */
  contributions(clientId: number): FeatureContribution[];
  /** Scores a model input that need not be anybody's. */
  assessInput(input: Float64Array): Pick<Score, "rawScore" | "probabilityOfDefault" | "score" | "decision">;
  /** Computes points before rounding, to compare inputs that differ little. */
  points(input: Float64Array): number;
  /** @throws EXPLANATION_UNSUPPORTED */
  explainer(): Explainer;
}

/**
 * Creates the engine of a model on a feature store; costs and scale of the configuration replace the model's own.
 * @throws MODEL_INVALID when the features are not those of the model, CONFIG_INVALID when costs or scale do not fit
 */
export function createClientEngine(parts: {
  files: ModelFiles;
  store: FeatureStore;
  /** The raw history of the same data set. */
  history: History;
  config: Pick<Config, "cost" | "score">;
  /** The limits that hold now in the place of the model's; none when absent. */
  limits?: () => PolicyLimits | null;
  clock: Clock;
}): ClientEngine {
  const {files, store, history, config, limits = () => null, clock} = parts;
  const {manifest, booster, ref, outOfFold} = files;
  const own = {cost: {...manifest.cost, ...config.cost}, scale: {...manifest.scale, ...config.score}};
  let policyMade = {of: null as PolicyLimits | null, policy: createPolicy(manifest, own)};
  const basePolicy = policyMade.policy;
  const features = modelFeatures(manifest);
  const toInput = createModelInput(manifest, store.catalogue.features);
  const applicationOf = createApplicationDigest(store.catalogue.features);
  const score = createScorer(booster);
  let explainerMade: Explainer | undefined;

  /** Answers the same policy within one turn of the event loop. */
  function policy(): Policy {
    const of = limits();
    if (of !== policyMade.of)
      policyMade = {of, policy: of ? createPolicy(manifest, {...own, limits: of}) : basePolicy};
    return policyMade.policy;
  }

  function explainer(): Explainer {
    explainerMade ??= createExplainer(booster);
    return explainerMade;
  }

  function row(clientId: number): Float32Array {
    const index = store.indexOf(clientId);
    if (index < 0)
      throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${clientId} in this data set.`);
    return store.row(index);
  }

  /** Finds somebody among those whom the model has learned from; −1 when it has not. */
  const trainedAt = (clientId: number | null, features: Float32Array): number =>
    clientId === null ? -1 : outOfFold.indexOf(clientId, applicationOf(features));

  /** Tells whether the model has learned from somebody; null where nobody knows from whom it has. */
  const isTrained = (clientId: number | null, features: Float32Array): boolean | null =>
    isImported(manifest) ? null : trainedAt(clientId, features) >= 0;

  /** Says of a client found by trainedAt what the model without them does. */
  function unseen(at: number): Pick<Explanation, "outOfFold"> {
    if (at < 0) return {};
    const {probabilityOfDefault, score, decision} = assess(policy(), outOfFold.rawScore[at]!);
    return {outOfFold: {probabilityOfDefault, score, decision}};
  }

  function isInTraining(clientId: number): boolean | null {
    const index = store.indexOf(clientId);
    return index >= 0 ? isTrained(clientId, store.row(index)) : isTrained(null, new Float32Array());
  }

  function rows(clientId: number): ClientRows {
    row(clientId);
    return history.rows(clientId);
  }

  /** What the contributions of an input are made from. */
  function madeFrom(input: Float64Array) {
    const values = explainer().explain(input);
    const baseValue = explainer().baseValues[0] as number;
    return {policy: policy(), features, row: input, values, baseValue, rawScore: score(input)};
  }

  function assessed(rawScore: number, startMs: number): Omit<Score, "clientId" | "inTraining"> {
    return {
      rawScore,
      ...assess(policy(), rawScore),
      model: ref,
      dataAsOf: store.meta.dataAsOf,
      dataAsOfSource: store.meta.dataAsOfSource,
      computedAt: clock.now(),
      durationMs: Math.round((clock.elapsedMs() - startMs) * 1000) / 1000
    };
  }

  function explain(
    clientId: number,
    {input, ...given}: GivenInput,
    inTraining = isInTraining(clientId),
    startMs = clock.elapsedMs()
  ): Explanation {
    const made = madeFrom(input);
    const why = explainScore({...made, ...given});
    return {clientId, ...assessed(made.rawScore, startMs), inTraining, ...why};
  }

  return {
    model: ref,
    manifest,
    features,
    text: files.text,
    get policy() {
      return policy();
    },
    absent: history.absent,
    row,
    rows,
    toInput,
    explainer,
    explain: (clientId, given) => explain(clientId, given),
    hasClient: (clientId) => store.indexOf(clientId) >= 0,
    assess(kind, {clientId, features, rows}) {
      const startMs = clock.elapsedMs();
      const input = toInput(features);
      const made = kind === "score" ? {rawScore: score(input)} : madeFrom(input);
      const why = "values" in made ? explainScore({...made, rows}) : {};
      const inTraining = isTrained(clientId, features);
      return {clientId, ...assessed(made.rawScore, startMs), inTraining, ...why};
    },
    compute<K extends JobKind>(kind: K, clientId: number) {
      const startMs = clock.elapsedMs();
      const features = row(clientId);
      const input = toInput(features);
      const at = trainedAt(clientId, features);
      const inTraining = isImported(manifest) ? null : at >= 0;
      if (kind === "score") return {clientId, ...assessed(score(input), startMs), inTraining} as BodyOf[K];
      const given = {input, rows: history.rows(clientId)};
      const why = explain(clientId, given, inTraining, startMs);
      return {...why, ...unseen(at)} as BodyOf[K];
    },
    contributions: (clientId) => contributionsOf(madeFrom(toInput(row(clientId)))).features,
    top(clientId, limit) {
      const {causes} = contributionsOf(madeFrom(toInput(row(clientId))));
      return causes.slice(0, limit).map(({code, label, points}) => ({code, label, points}));
    },
    assessInput: (input) => {
      const rawScore = score(input);
      return {rawScore, ...assess(policy(), rawScore)};
    },
    points: (input) => logOddsToPoints(own.scale, calibrate(manifest.calibration, score(input)))
  };
}
