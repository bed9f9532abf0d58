import {join} from "node:path";
import {type DataFacts, openCurrent} from "../../loaders/generation/meta.ts";
import {HISTORY, openHistory} from "../../loaders/history/read.ts";
import {planDigest} from "../../loaders/plan.ts";
import {openFeatureStoreIn} from "../../loaders/store.ts";
import type {PolicyLimits} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {createScoredSet, type ScoredSet} from "../clients/scoredSet.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {EvidenceSource} from "../decisions/outcome.ts";
import type {Inference} from "../inference/inference.ts";
import {type Outcomes, outcomesOf} from "../models/compare.ts";
import type {QueryLimits} from "../query/limits.ts";
import {openQueries} from "../query/open.ts";
import type {Queries} from "../query/queries.ts";
import type {ClientEngine} from "../scoring/clientEngine.ts";
import type {Workbench} from "../scoring/workbench.ts";
import {openSimilar} from "../similar/open.ts";
import type {Similar} from "../similar/similar.ts";
import {type ChosenModel, createServedModel} from "./servedModel.ts";

/**
 * Everything that is answered from one run of npm run features, features and history that belong together, by one model
 * at a time. Whatever is read of it in one turn of the event loop is of the same model.
 */
export interface ServedData {
  readonly facts: DataFacts;
  /** The name of the run's folder, and where it is. */
  readonly generation: string;
  readonly folder: string;
  /** What scores now. */
  readonly model: ChosenModel;
  readonly engine: ClientEngine;
  readonly workbench: Workbench;
  readonly queries: Queries;
  readonly scored: ScoredSet;
  readonly similar: Similar;
  readonly evidence: EvidenceSource;
  readonly inference: Inference;
  /** What is known of the clients afterwards. */
  readonly outcomes: Outcomes;
  /** All clients, ascending. */
  readonly ids: Int32Array;
  /** Tries a model as `serve` would, and changes nothing. @throws MODEL_INVALID, CONFIG_INVALID */
  tryModel(model: ChosenModel): void;
  /** Answers by another model from this turn of the event loop on; the one before stays where it throws. @throws as tryModel */
  serve(model: ChosenModel): void;
  close(): void;
}

/**
 * Opens what meta.json of the data set names: features and history of the same run, the history eagerly, so that a
 * missing file is known before anybody asks for a row.
 * @throws FEATURES_MISSING, STORAGE_DAMAGED, MODEL_INVALID, CONFIG_INVALID
 */
export function openServedData(
  config: Pick<Config, "data" | "cost" | "score">,
  chosen: ChosenModel,
  clock: Clock,
  limits: () => PolicyLimits | null = () => null,
  queryLimits?: QueryLimits
): ServedData {
  const {data} = config;
  return openCurrent(data, (folder, meta) => {
    const store = openFeatureStoreIn(folder, meta, data);
    let closeHistory: (() => void) | undefined;
    try {
      if (planDigest() !== store.catalogue.planSha256)
        throw new ScorebookError(
          "FEATURES_MISSING",
          `The features in ${data} were made by another plan; compute them again with npm run features.`
        );
      const history = openHistory(join(folder, HISTORY), data, meta.files[`${HISTORY}/index.json`]);
      closeHistory = history.close;
      if (history.fingerprint !== meta.fingerprint)
        throw new ScorebookError(
          "STORAGE_DAMAGED",
          `History and features in ${data} are of different tables; compute both again with npm run features.`
        );
      const prepare = (model: ChosenModel) =>
        createServedModel(model, {store, history, config, limits, clock});
      let served = prepare(chosen);
      const policy = () => served.engine.policy;
      const model = () => served.chosen.files;
      const queries = openQueries({config, model, store, policy, clock, limits: queryLimits});
      const similar = openSimilar({config, store, served: () => served, clock});
      const {version: _version, generation, files: _files, ...facts} = meta;
      return {
        facts,
        generation,
        folder,
        get model() {
          return served.chosen;
        },
        get engine() {
          return served.engine;
        },
        get workbench() {
          return served.workbench;
        },
        get evidence() {
          return served.evidence;
        },
        get inference() {
          return served.inference;
        },
        queries,
        similar,
        scored: createScoredSet({
          queries,
          ids: store.ids,
          cutoff: () => policy().cutoff.score,
          model: () => served.engine.model,
          madeFrom: () => {
            const {engine, chosen} = served;
            return [generation, facts.fingerprint, engine.model, engine.policy, chosen.promotion];
          }
        }),
        outcomes: outcomesOf(store),
        ids: store.ids,
        tryModel: (model) => void prepare(model),
        serve(model) {
          served = prepare(model);
          queries.refresh();
        },
        close() {
          queries.close();
          similar.close();
          store.close();
          history.close();
        }
      };
    } catch (error) {
      closeHistory?.();
      store.close();
      throw error;
    }
  });
}
