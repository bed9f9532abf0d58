import type {FeatureStore} from "../../loaders/store.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {InferenceRequest, InferenceResponse, ModelMetadata} from "../../src/core/schema/inference.ts";
import type {ModelRef, Score} from "../../src/core/schema/score.ts";
import {shown} from "../../src/core/shown.ts";
import type {ClientEngine} from "../scoring/clientEngine.ts";
import {createInputReader} from "./inputs.ts";
import {invalid} from "./tensors.ts";

/** The served model behind the Open Inference Protocol. */
export interface Inference {
  readonly model: ModelRef;
  metadata(): ModelMetadata;
  /** Answers all rows of a request by one model. @throws REQUEST_INVALID, CLIENT_UNKNOWN */
  infer(request: InferenceRequest): InferenceResponse;
}

/** The name under which the served model is asked whatever it is called. */
export const SERVED = "served";

type Value = Pick<Score, "rawScore" | "probabilityOfDefault" | "score" | "decision">;
const OUTPUTS = [
  ["probabilityOfDefault", "FP64"],
  ["score", "INT32"],
  ["decision", "BYTES"],
  ["rawScore", "FP64"]
] as const satisfies [keyof Value, string][];

/** Creates the protocol's side of an engine. */
export function createInference(parts: {engine: ClientEngine; store: FeatureStore}): Inference {
  const {engine} = parts;
  const readInputs = createInputReader(parts);
  return {
    model: engine.model,
    metadata() {
      const {name, version} = engine.model;
      const inputs = engine.manifest.features.map(({name, kind}) => ({
        name,
        datatype: kind === "category" ? "BYTES" : "FP64",
        shape: [-1]
      }));
      const outputs = OUTPUTS.map(([name, datatype]) => ({name, datatype, shape: [-1]}));
      return {name, versions: [version], platform: "lightgbm_model.txt", inputs, outputs};
    },
    infer({id, inputs, outputs}) {
      const wanted = wantedOutputs(outputs);
      const told = readInputs(inputs).map((input) => engine.assessInput(input));
      const {model, policy} = engine;
      return {
        model_name: model.name,
        model_version: model.version,
        ...(id !== undefined && {id}),
        parameters: {
          model_sha256: model.sha256,
          cutoff: policy.cutoff.score,
          policy_version: policy.version
        },
        outputs: wanted.map(([name, datatype]) => ({
          name,
          shape: [told.length],
          datatype,
          data: told.map((value) => value[name])
        }))
      };
    }
  };
}

function wantedOutputs(outputs: InferenceRequest["outputs"] = []): (typeof OUTPUTS)[number][] {
  if (outputs.length === 0) return [...OUTPUTS];
  return outputs.map(({name}, i) => {
    const found = OUTPUTS.find(([own]) => own === name);
    if (found) return found;
    const names = OUTPUTS.map(([own]) => own).join(", ");
    throw invalid(`/outputs/${i}/name`, `is ${shown(name)}; expected ${names}`);
  });
}

/** Holds the name and version of an address against the served model. @throws MODEL_UNKNOWN */
export function checkModel({name, version}: ModelRef, asked: {name: string; version?: string}): void {
  if (asked.name !== name && asked.name !== SERVED)
    throw new ScorebookError(
      "MODEL_UNKNOWN",
      `The model ${shown(asked.name)} is not served; expected ${name}, or ${SERVED} for whichever is.`
    );
  if (asked.version === undefined || asked.version === version) return;
  throw new ScorebookError(
    "MODEL_UNKNOWN",
    `Version ${shown(asked.version)} of ${name} is not served; expected ${version}, or an address without a version.`
  );
}
