import {CLIENT, type Operations} from "./operation.ts";

const name = "demo";
const served = "served";
/** Of the served model; another one once it is trained again. */
const version = "cb3b022c6974";
const ofTheServed = "needs the version of the model that is served";

/** Operations on models, and those of the Open Inference Protocol. */
export const MODEL_OPERATIONS: Operations = {
  "GET /v1/models": {
    id: "listModels",
    text: "Every folder of models, with the AUC out of fold and its standard error where they were measured."
  },
  "GET /v1/models/{name}": {
    id: "getModelByName",
    text: "As GET /v1/model, of any model that is there; metrics and population are null for one that was trained elsewhere.",
    params: {name}
  },
  "GET /v1/models/{name}/compare/{other}": {
    id: "compareModels",
    text: "AUC with DeLong's paired interval, the cost at the cut-off of now, and whom only one of them would approve; on the labelled clients whom both have held out, by what each said without having seen them.",
    params: {name, other: "challenger"},
    untried: "needs two models that were trained on these data"
  },
  "POST /v1/models/{name}/promote": {
    id: "promoteModel",
    text: "From the next answer on it is served, here and within a second on every replica, and after a restart; the promotion is a record of the chain. A model that is broken or does not fit the data is 422, and the one before stays.",
    params: {name},
    body: {note: "Better at the same cost.", by: "Ada"}
  },
  "GET /v2": {id: "inferenceServer", text: "The protocol's metadata of the server."},
  "GET /v2/health/live": {id: "inferenceLive", text: "For a liveness probe."},
  "GET /v2/health/ready": {
    id: "inferenceReady",
    text: "For a readiness probe: 503 while something does not work."
  },
  "GET /v2/models/{name}": {
    id: "inferenceModel",
    text: "The model's features as tensors, in model order, and what is answered. The name served stands for whichever model is.",
    params: {name: served}
  },
  "GET /v2/models/{name}/ready": {
    id: "inferenceModelReady",
    text: "404 when another model is served.",
    params: {name: served}
  },
  "POST /v2/models/{name}/infer": {
    id: "infer",
    text: "inputs are clients by id (clientId), tensors of one feature each, where those left out are missing, or one matrix of all features in model order. All rows are answered by the model that model_name and model_version name.",
    params: {name: served},
    body: {
      id: "42",
      inputs: [{name: "clientId", shape: [1], datatype: "INT32", data: [CLIENT]}],
      outputs: [{name: "probabilityOfDefault"}, {name: "decision"}]
    }
  },
  "GET /v2/models/{name}/versions/{version}": {
    id: "inferenceModelVersion",
    text: "As without a version, which must be the served one.",
    params: {name: served, version},
    untried: ofTheServed
  },
  "GET /v2/models/{name}/versions/{version}/ready": {
    id: "inferenceModelVersionReady",
    text: "404 when another version is served.",
    params: {name: served, version},
    untried: ofTheServed
  },
  "POST /v2/models/{name}/versions/{version}/infer": {
    id: "inferVersion",
    text: "404 once another version is served, for callers who want no other.",
    params: {name: served, version},
    body: {
      inputs: [
        {name: "app_ext_source_2", shape: [2], datatype: "FP64", data: [0.3, 0.8]},
        {name: "app_contract_type", shape: [2], datatype: "BYTES", data: ["Cash loans", null]}
      ]
    },
    untried: ofTheServed
  }
};
