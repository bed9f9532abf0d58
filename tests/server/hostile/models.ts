import {CLIENT, deep, get, type HostileRequest, JSON_TYPE, post} from "./entry.ts";

/** What is no model's name, as a segment of a path. */
const NO_MODELS = [
  "nothing",
  ".demo",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "demo%2f..%2fdemo",
  "demo%00",
  "%20demo",
  "DEMO%0d%0a",
  "__proto__",
  "constructor",
  "%F0%9F%92%A9",
  "x".repeat(300)
];

const names: HostileRequest[] = NO_MODELS.flatMap((name) => [
  get(`/v1/models/${name}`, "MODEL_UNKNOWN"),
  get(`/v1/models/demo/compare/${name}`, "MODEL_UNKNOWN"),
  post(`/v1/models/${name}/promote`, {}, "MODEL_UNKNOWN"),
  get(`/v2/models/${name}`, "MODEL_UNKNOWN"),
  get(`/v2/models/demo/versions/${name}`, "MODEL_UNKNOWN")
]);

const promotions: HostileRequest[] = [
  {note: 7},
  {note: "x".repeat(3000)},
  {by: ""},
  {by: "   "},
  {more: 1},
  {model: "demo"},
  [],
  "text",
  "{",
  "null",
  deep(10_000)
].map((body) => post("/v1/models/demo/promote", body));

const ids = {name: "clientId", shape: [1], datatype: "INT32", data: [CLIENT]};
const feature = {name: "app_credit", shape: [1], datatype: "FP64", data: [1]};
const inputs = (...tensors: unknown[]) => ({inputs: tensors});
const INFERENCES: unknown[] = [
  {},
  [],
  {inputs: []},
  {inputs: {}},
  {inputs: "x"},
  inputs(7),
  inputs({}),
  inputs({...ids, data: undefined}),
  inputs({...ids, more: 1}),
  inputs({...ids, name: ""}),
  inputs({...ids, name: 7}),
  inputs({...ids, shape: []}),
  inputs({...ids, shape: [0], data: []}),
  inputs({...ids, shape: [-1]}),
  inputs({...ids, shape: [1.5]}),
  inputs({...ids, shape: ["1"]}),
  inputs({...ids, shape: [1, 1, 1]}),
  inputs({...ids, shape: [2]}),
  inputs({...ids, shape: [1e15]}),
  inputs({...ids, shape: [9e9, 9e9]}),
  inputs({...ids, shape: [1, 2], data: [CLIENT, CLIENT]}),
  inputs({...ids, shape: [2, 1], data: [[CLIENT], [CLIENT, 1]]}),
  inputs({...ids, shape: [2, 1], data: [[CLIENT], CLIENT]}),
  inputs({...ids, data: [[[CLIENT]]]}),
  inputs({...ids, data: "x"}),
  inputs({...ids, data: {}}),
  inputs({...ids, data: [null]}),
  inputs({...ids, data: ["100002"]}),
  inputs({...ids, data: [0]}),
  inputs({...ids, data: [-1]}),
  inputs({...ids, data: [1.5]}),
  inputs({...ids, data: [4294967296]}),
  inputs({...ids, datatype: "INT"}),
  inputs({...ids, datatype: "int32"}),
  inputs({...ids, datatype: "FP16"}),
  inputs({...ids, datatype: "__proto__"}),
  inputs({...ids, datatype: "BOOL", data: [true, false]}),
  inputs({...ids, parameters: {a: []}}),
  inputs({...ids, parameters: 7}),
  inputs(ids, ids),
  inputs(ids, feature),
  inputs({...feature, name: "nothing"}),
  inputs({...feature, name: "constructor"}),
  inputs(feature, feature),
  inputs(feature, {...feature, name: "app_income", shape: [2], data: [1, 2]}),
  inputs(feature, {...feature, name: "app_incom"}),
  inputs({...feature, data: ["1"]}),
  inputs({...feature, data: [true]}),
  inputs({...feature, datatype: "BYTES", data: ["1"]}),
  inputs({...feature, datatype: "FP32", data: [1e300]}),
  inputs({...feature, datatype: "UINT8", data: [256]}),
  inputs({...feature, datatype: "UINT8", data: [-1]}),
  inputs({...feature, name: "app_contract_type", datatype: "BYTES", data: ["nothing"]}),
  inputs({...feature, name: "app_contract_type", data: [99]}),
  inputs({...feature, name: "app_contract_type", data: [0.5]}),
  inputs({...feature, name: "matrix", shape: [1, 3], data: [1, 2, 3]}),
  inputs({...feature, shape: [1001], data: Array(1001).fill(1)}),
  {...inputs(ids), outputs: [{name: "nothing"}]},
  {...inputs(ids), outputs: [{}]},
  {...inputs(ids), outputs: [7]},
  {...inputs(ids), outputs: "score"},
  {...inputs(ids), id: 7},
  {...inputs(ids), id: "x".repeat(300)},
  {...inputs(ids), parameters: {a: {}}},
  {...inputs(ids), more: 1},
  '{"inputs": [{"name": "app_credit", "shape": [1], "datatype": "FP64", "data": [NaN]}]}',
  '{"inputs": [{"name": "app_credit", "shape": [1], "datatype": "FP64", "data": [1e999]}]}',
  "",
  "{",
  deep(10_000)
];

/** What the routes of models and of inference are asked. */
export const MODELS: HostileRequest[] = [
  ...names,
  ...promotions,
  ...INFERENCES.map((body) => post("/v2/models/served/infer", body)),
  post("/v2/models/served/infer", inputs({...ids, data: [7]}), "CLIENT_UNKNOWN"),
  post("/v2/models/nothing/infer", inputs(ids), "MODEL_UNKNOWN"),
  post("/v2/models/served/versions/1/infer", inputs(ids), "MODEL_UNKNOWN"),
  post("/v2/models/served/infer", "<x/>", "MEDIA_UNSUPPORTED", {"content-type": "text/xml"}),
  {
    method: "PUT",
    path: "/v2/models/served/infer",
    code: "METHOD_NOT_ALLOWED",
    headers: JSON_TYPE,
    body: "{}"
  },
  get("/v1/models?limit=1", "REQUEST_INVALID"),
  get("/v2?x=1", "REQUEST_INVALID"),
  get("/v2/models", "ROUTE_UNKNOWN"),
  get("/v1/models/demo/compare/demo", "MODELS_INCOMPARABLE")
];
