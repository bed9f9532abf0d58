import {CLIENT, deep, type HostileRequest, JSON_TYPE, post} from "./entry.ts";

const own = {AMT_CREDIT: 100000};
const text = (type: string) => ({"content-type": type});

/** What is no JSON document that any of the routes takes. */
const NO_BODIES: (string | Uint8Array)[] = [
  "",
  "{",
  "null",
  "[]",
  "7",
  '"text"',
  "true",
  "{}{}",
  "{'application': {}}",
  "\u0000",
  new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
  new Uint8Array([0x7b, 0x22, 0xe9, 0x22, 0x7d]),
  deep(10_000),
  '{"__proto__": {"x": 1}}',
  '{"constructor": {"prototype": {"x": 1}}}',
  '{"application": NaN}',
  '{"application": {"AMT_CREDIT": 1e999}}',
  '{"application": {"AMT_CREDIT": -Infinity}}',
  '{"application": {"AMT_CREDIT": 1, "AMT_CREDIT": 2}}',
  '{"application": {"AMT_CREDIT": 01}}',
  '{"application": {"AMT_CREDIT": 1,}}',
  '{"sql": 1, "sql": 2}'
];
const TAKERS = ["/v1/score", "/v1/explanation", "/v1/sql", `/v1/clients/${CLIENT}/what-if`];
const documents = TAKERS.flatMap((path) => NO_BODIES.map((body) => post(path, body)));

const APPLICANTS: unknown[] = [
  {},
  {bureau: []},
  {application: null},
  {application: []},
  {application: "x"},
  {application: 7},
  {application: own, more: 1},
  {application: own, Bureau: []},
  {application: {...own, AMT_CREDITS: 1}},
  {application: {...own, TARGET: 0}},
  {application: {...own, AMT_CREDIT: "1"}},
  {application: {...own, AMT_CREDIT: true}},
  {application: {...own, AMT_CREDIT: {}}},
  {application: {...own, AMT_CREDIT: [1]}},
  {application: {...own, AMT_CREDIT: -5}},
  {application: {...own, CODE_GENDER: "Z"}},
  {application: {...own, CODE_GENDER: " F"}},
  {application: {...own, CODE_GENDER: 1}},
  {application: {...own, CODE_GENDER: "x".repeat(100_000)}},
  {application: {...own, DAYS_BIRTH: 1}},
  {application: {...own, DAYS_BIRTH: -1e9}},
  {application: {...own, CNT_CHILDREN: 0.5}},
  {application: {...own, CNT_CHILDREN: -1}},
  {application: {...own, FLAG_OWN_CAR: "maybe"}},
  {application: {...own, FLAG_MOBIL: 2}},
  {application: {...own, EXT_SOURCE_2: 7}},
  {application: {...own, SK_ID_CURR: 0}},
  {application: {...own, SK_ID_CURR: 1.5}},
  {application: {...own, SK_ID_CURR: "1"}},
  {application: own, bureau: {}},
  {application: own, bureau: [null]},
  {application: own, bureau: [[]]},
  {application: own, bureau: ["x"]},
  {application: own, bureau: [{LOANS: 1}]},
  {application: own, bureau: [{DAYS_CREDIT: 5}]},
  {application: own, bureau: [{CREDIT_ACTIVE: "open"}]},
  {application: own, bureau: [{SK_ID_BUREAU: 1}, {SK_ID_BUREAU: 1}]},
  {application: own, bureau: Array.from({length: 5001}, () => ({}))},
  {application: own, bureau_balance: [{MONTHS_BALANCE: -1}]},
  {application: own, previous_application: [{NAME_CONTRACT_STATUS: "Maybe"}]},
  {application: own, POS_CASH_balance: [{MONTHS_BALANCE: 5}]},
  {application: own, installments_payments: [{AMT_PAYMENT: "x"}]},
  {application: Object.fromEntries(Array.from({length: 300}, (_, i) => [`k${i}`, 1]))}
];

const edit = (one: unknown) => ({rows: [one]});
const WHAT_IFS: [body: unknown, code?: HostileRequest["code"]][] = [
  [{more: 1}],
  [{rows: {}}],
  [{rows: [null]}],
  [{features: []}],
  [{features: {app_age: {}}}],
  [{features: {app_age: "old"}}],
  [{features: {app_age: true}}],
  [{features: {nothing: 1}}, "FEATURE_UNKNOWN"],
  [edit({})],
  [edit({op: "destroy", table: "bureau", index: 0})],
  [edit({op: "edit", table: "nothing", index: 0, values: {}})],
  [edit({op: "edit", table: "application", index: -1, values: {AMT_CREDIT: 1}})],
  [edit({op: "edit", table: "application", index: 1, values: {AMT_CREDIT: 1}})],
  [edit({op: "edit", table: "application", index: 0.5, values: {AMT_CREDIT: 1}})],
  [edit({op: "edit", table: "application", index: 0, values: {TARGET: 0}})],
  [edit({op: "edit", table: "application", index: 0, values: {SK_ID_CURR: 7}})],
  [edit({op: "edit", table: "application", index: 0, values: {AMT_CREDIT: "much"}})],
  [edit({op: "edit", table: "application", index: 0, values: {CODE_GENDER: "Z"}})],
  [edit({op: "remove", table: "application", index: 0})],
  [edit({op: "remove", table: "bureau", index: 99_999})],
  [edit({op: "add", table: "application", values: {AMT_CREDIT: 1}})],
  [edit({op: "add", table: "bureau_balance", values: {SK_ID_BUREAU: 1, MONTHS_BALANCE: -1}})],
  [{rows: Array.from({length: 1001}, () => ({}))}],
  [{features: Object.fromEntries(Array.from({length: 2001}, (_, i) => [`f${i}`, 1]))}]
];

const RECOURSES: unknown[] = [
  {more: 1},
  {leastAmount: 0},
  {leastAmount: 2},
  {leastAmount: "half"},
  {longestTerm: 0.5},
  {longestTerm: 99},
  {settledLoans: -1},
  {settledLoans: 1.5},
  {settledLoans: 1000},
  []
];

const cell = {id: "1", mode: "js", value: "1"};
const NOTEBOOKS: [body: unknown, code?: HostileRequest["code"]][] = [
  [{}],
  [{title: "t", cells: [cell], by: "a"}],
  [{title: "t", cells: {}, version: 0, by: "a"}],
  [{title: "t", cells: [cell], version: -1, by: "a"}],
  [{title: "t", cells: [cell], version: 0.5, by: "a"}],
  [{title: "t", cells: [{...cell, mode: "python"}], version: 0, by: "a"}],
  [{title: "t", cells: [{...cell, value: 7}], version: 0, by: "a"}],
  [{title: "t", cells: [cell, cell], version: 0, by: "a"}],
  [{title: "t", cells: [cell], version: 7, by: "a"}, "NOTEBOOK_CHANGED"],
  [{title: "x".repeat(100_000), cells: [cell], version: 0, by: "a"}]
];

const batches = [
  post("/v1/batch?kind=both", {ids: [1]}),
  post("/v1/batch?top=x", {ids: [1]}),
  ...[null, [], 7, {}, {ids: 1}, {ids: [1], more: 1}, {applicants: {}}].map((body) => post("/v1/batch", body))
];
const types = [
  post("/v1/score", "a=1", "MEDIA_UNSUPPORTED", text("application/x-www-form-urlencoded")),
  post("/v1/score", "<a/>", "MEDIA_UNSUPPORTED", text("text/xml")),
  post("/v1/score", "x", "MEDIA_UNSUPPORTED", text("multipart/form-data; boundary=x")),
  post("/v1/sql", "SELECT 1", "MEDIA_UNSUPPORTED", text("text/plain")),
  post("/v1/sql", "SELECT 1", "MEDIA_UNSUPPORTED", text("application/sql")),
  post("/v1/batch", "1", "MEDIA_UNSUPPORTED", text("text/plain")),
  post("/v1/score", " ".repeat(1_048_577), "PAYLOAD_TOO_LARGE"),
  post("/v1/sql", " ".repeat(1_048_577), "PAYLOAD_TOO_LARGE"),
  post("/v1/batch", " ".repeat(16 * 1_048_576 + 1), "PAYLOAD_TOO_LARGE"),
  post("/v1/score", "{}", "REQUEST_INVALID", {...JSON_TYPE, "idempotency-key": "a b"}),
  post("/v1/score", "{}", "REQUEST_INVALID", {...JSON_TYPE, "idempotency-key": "x".repeat(300)})
];

export const BODIES: readonly HostileRequest[] = [
  ...documents,
  ...APPLICANTS.map((body) => post("/v1/score", body)),
  ...WHAT_IFS.map(([body, code]) => post(`/v1/clients/${CLIENT}/what-if`, body, code)),
  ...RECOURSES.map((body) => post(`/v1/clients/${CLIENT}/recourse`, body)),
  ...NOTEBOOKS.map(
    ([body, code]): HostileRequest => ({...post("/v1/notebooks/hostile", body, code), method: "PUT"})
  ),
  ...batches,
  ...types
];
