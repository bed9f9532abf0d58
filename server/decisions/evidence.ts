import type {FeatureStore} from "../../loaders/store.ts";
import {canonicalText} from "../audit/canonical.ts";
import type {ClientEngine} from "../scoring/clientEngine.ts";
import type {ModelFiles} from "../scoring/modelStore.ts";
import {withoutOutcome} from "../scoring/shownColumns.ts";
import {type EvidenceSource, featuresToBytes, outcomeOf} from "./outcome.ts";

/** Creates the source of what decisions are made from, on an engine and its features. */
export function createEvidence(parts: {
  engine: ClientEngine;
  store: FeatureStore;
  files: Pick<ModelFiles, "manifest" | "text">;
}): EvidenceSource {
  const {engine, store, files} = parts;
  const encode = (value: unknown) => new TextEncoder().encode(canonicalText(value));
  let shared: {context: Uint8Array; manifest: Uint8Array; model: Uint8Array} | undefined;

  /** What all decisions on these data and this model have in common. */
  function common() {
    shared ??= {
      context: encode({features: store.catalogue.features, absent: engine.absent}),
      manifest: encode(files.manifest),
      model: files.text
    };
    return shared;
  }

  return {
    policy: () => engine.policy,
    of(clientId) {
      const row = engine.row(clientId);
      const rows = withoutOutcome(engine.rows(clientId));
      const explanation = engine.explain(clientId, {input: engine.toInput(row), rows});
      const {fingerprint, planSha256} = store.meta;
      const {dataAsOf, dataAsOfSource, model} = explanation;
      return {
        outcome: outcomeOf(explanation),
        policy: engine.policy,
        model,
        data: {fingerprint, planSha256, dataAsOf, dataAsOfSource},
        inputs: {rows: encode(rows), features: featuresToBytes(row), ...common()}
      };
    }
  };
}
