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
import {createEvidence} from "../decisions/evidence.ts";
import type {EvidenceSource} from "../decisions/outcome.ts";
import {openQueries} from "../query/open.ts";
import type {Queries} from "../query/queries.ts";
import {type ClientEngine, createClientEngine} from "../scoring/clientEngine.ts";
import type {ModelFiles} from "../scoring/modelStore.ts";
import {createWorkbench, type Workbench} from "../scoring/workbench.ts";

/** Everything that is answered from one run of npm run features: features and history that belong together. */
export interface ServedData {
  readonly facts: DataFacts;
  /** The name of the run's folder, and where it is. */
  readonly generation: string;
  readonly folder: string;
  readonly engine: ClientEngine;
  readonly workbench: Workbench;
  readonly queries: Queries;
  readonly scored: ScoredSet;
  readonly evidence: EvidenceSource;
  /** All clients, ascending. */
  readonly ids: Int32Array;
  close(): void;
}

/**
 * Opens what meta.json of the data set names: features and history of the same run, the history eagerly, so that a
 * missing file is known before anybody asks for a row.
 * @throws FEATURES_MISSING, STORAGE_DAMAGED, MODEL_INVALID, CONFIG_INVALID
 */
export function openServedData(
  config: Pick<Config, "data" | "model" | "cost" | "score">,
  files: ModelFiles,
  clock: Clock,
  limits: () => PolicyLimits | null = () => null
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
      const engine = createClientEngine({files, store, history, config, limits, clock});
      const modelDir = join("models", config.model);
      const queries = openQueries({
        config,
        modelDir,
        modelSha256: engine.model.sha256,
        store,
        policy: () => engine.policy,
        clock
      });
      const {version: _version, generation, files: _files, ...facts} = meta;
      return {
        facts,
        generation,
        folder,
        engine,
        workbench: createWorkbench({engine, store}),
        queries,
        scored: createScoredSet({
          queries,
          ids: store.ids,
          cutoff: () => engine.policy.cutoff.score,
          madeFrom: () => [generation, facts.fingerprint, engine.model, engine.policy, modelDir]
        }),
        evidence: createEvidence({engine, store, files}),
        ids: store.ids,
        close() {
          queries.close();
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
