import {CLIENT, get, type HostileRequest} from "./entry.ts";

/** What is no client's id, as a segment of a path. */
const NO_IDS = [
  "0",
  "-1",
  "+1",
  "1.5",
  "1e5",
  "0x10",
  "abc",
  "%20",
  "%00",
  "%0d%0aset-cookie:x",
  "%F0%9F%92%A9",
  "%EF%BC%91",
  "1_000",
  "1,000",
  "NaN",
  "Infinity",
  "null",
  "undefined",
  "true",
  "[]",
  "%7B%7D",
  "%27",
  "1%3BDROP%20TABLE%20clients",
  "%22%3E%3Cscript%3E",
  "1%20OR%201%3D1",
  "__proto__",
  "constructor",
  "x".repeat(600)
];
const NO_CLIENTS = [
  "1",
  "999999999",
  "2147483647",
  "2147483648",
  "4294967297",
  "9007199254740993",
  "9".repeat(60)
];
const OF_CLIENT = ["", "/score", "/explanation", "/history", "/interactions"];

const ids: HostileRequest[] = OF_CLIENT.flatMap((rest) => [
  ...NO_IDS.map((id) => get(`/v1/clients/${id}${rest}`, "CLIENT_ID_INVALID")),
  ...NO_CLIENTS.map((id) => get(`/v1/clients/${id}${rest}`, "CLIENT_UNKNOWN"))
]);

const queries: HostileRequest[] = [
  ...["", "0", "-1", "1.5", "abc", "%00", "1&ID=2", "%20100002", "１", "1e3"].flatMap((id) => [
    get(`/compute?ID=${id}`, "CLIENT_ID_INVALID"),
    get(`/explainer/?ID=${id}`, "CLIENT_ID_INVALID"),
    {...get(`/compute?ID=${id}`, "CLIENT_ID_INVALID"), method: "POST" as const}
  ]),
  get("/compute?ID=7", "CLIENT_UNKNOWN"),
  get("/compute?id=100002", "REQUEST_INVALID"),
  get("/compute?ID[]=100002", "REQUEST_INVALID"),
  get("/compute?__proto__[x]=1", "REQUEST_INVALID"),
  get("/v1/jobs/nothing", "JOB_UNKNOWN"),
  get("/v1/jobs/%00", "JOB_UNKNOWN"),
  get(`/v1/jobs/${"a".repeat(5000)}`, "JOB_UNKNOWN"),
  get("/v1/jobs/1%27%20OR%20%271%27=%271", "JOB_UNKNOWN"),
  ...[
    "limit=0",
    "limit=-1",
    "limit=1e3",
    "limit=10001",
    "limit=",
    "limit=1&limit=2",
    `limit=${"9".repeat(400)}`
  ].map((query) => get(`/v1/clients?${query}`, "REQUEST_INVALID")),
  ...["after=x", "after=-1", "after=1.5", "after=", "after=100002:600", "after=99999999999999999999"].map(
    (query) => get(`/v1/clients?${query}`, "REQUEST_INVALID")
  ),
  ...[
    "after=NaN:1",
    "after=600",
    "after=600:",
    "after=:1",
    "after=1e999:1",
    "after=600:1:2",
    "after=%00"
  ].map((query) => get(`/v1/clients?sort=score&${query}`, "REQUEST_INVALID")),
  ...["", "name", "Score", "score,clientId", "--score", "-", "target", "score;drop", "score&sort=-score"].map(
    (sort) => get(`/v1/clients?sort=${sort}`, "REQUEST_INVALID")
  ),
  ...["", "declined", "approve,", "approve;decline", "APPROVE", "1", "approve,refer,decline,approve"].map(
    (word) => get(`/v1/clients?decision=${word}`, "REQUEST_INVALID")
  ),
  ...["", "NaN", "Infinity", "1e9", "-32768", "32768", "0x10", "six", "1,5"].flatMap((value) => [
    get(`/v1/clients?minScore=${value}`, "REQUEST_INVALID"),
    get(`/v1/clients?maxScore=${value}`, "REQUEST_INVALID"),
    get(`/v1/scores.csv?near=${value}`, "REQUEST_INVALID")
  ]),
  ...["", "0", "-1", "x", "1 2", "1%", "12345678901"].map((q) =>
    get(`/v1/clients?q=${encodeURIComponent(q)}`, "REQUEST_INVALID")
  ),
  ...["", "1", "yes", "TRUE"].map((word) => get(`/v1/scores.arrow?inTraining=${word}`, "REQUEST_INVALID")),
  ...["nothing", "target", "TARGET", "%00", "score%22", "AMT_CREDIT%3B", "constructor"].map((name) =>
    get(`/v1/clients?fields=${name}`, "FEATURE_UNKNOWN")
  ),
  ...[
    "",
    ",",
    "score,,decision",
    "score&fields=decision",
    Array.from({length: 60}, (_, i) => `f${i}`).join()
  ].map((names) => get(`/v1/clients?fields=${names}`, "REQUEST_INVALID")),
  get(`/v1/clients?where=${"1".repeat(9000)}`, "REQUEST_INVALID"),
  get("/v1/clients?where=%20", "REQUEST_INVALID"),
  ...[
    "1=",
    "nothing = 1",
    "1); SELECT (1",
    "1=1; SELECT 1",
    "?",
    "AMT_CREDIT > 1 ORDER BY 1",
    "1 UNION SELECT 1",
    "'"
  ].map((where) => get(`/v1/clients?where=${encodeURIComponent(where)}`, "QUERY_INVALID")),
  ...[
    "(SELECT count(*) FROM duckdb_settings()) > 0",
    "getenv('HOME') = ''",
    "(SELECT 1 FROM read_text('/x')) = 1"
  ].map((where) => get(`/v1/scores.csv?where=${encodeURIComponent(where)}`, "QUERY_REFUSED")),
  ...["-1", "2001", "x", "", "1.5"].map((top) =>
    get(`/v1/clients/${CLIENT}/explanation?top=${top}`, "REQUEST_INVALID")
  ),
  ...["", "tiny", "COMPACT", "full&form=compact"].map((form) =>
    get(`/v1/clients/${CLIENT}/explanation?form=${form}`, "REQUEST_INVALID")
  ),
  ...["", "nothing", "score,", "__proto__", "toString"].map((fields) =>
    get(`/v1/clients/${CLIENT}/explanation?fields=${fields}`, "REQUEST_INVALID")
  ),
  ...["0", "51", "x", ""].map((top) =>
    get(`/v1/clients/${CLIENT}/interactions?top=${top}`, "REQUEST_INVALID")
  ),
  ...["nothing", "%00", "__proto__", "x".repeat(2000)].flatMap((name) => [
    get(`/v1/clients/${CLIENT}/features/${name}/rows`, "FEATURE_UNKNOWN"),
    get(`/v1/clients/${CLIENT}/features/${name}/sensitivity`, "FEATURE_UNKNOWN")
  ]),
  ...["", "%20", "columns=", "limit=1"].map((query) => get(`/v1/features.arrow?${query}`, "REQUEST_INVALID")),
  get("/v1/features.arrow?columns=nothing", "FEATURE_UNKNOWN"),
  get("/v1/features.arrow?columns=app_age&limit=0", "REQUEST_INVALID"),
  get("/v1/notebooks?limit=0", "REQUEST_INVALID"),
  get("/v1/notebooks/UPPER", "REQUEST_INVALID"),
  get("/v1/notebooks/none/versions/0", "REQUEST_INVALID"),
  get("/v1/notebooks/none", "NOTEBOOK_UNKNOWN"),
  {...get("/v1/notebooks/none", "NOTEBOOK_UNKNOWN"), method: "DELETE"}
];

const elsewhere: HostileRequest[] = [
  ...[
    "/nothing",
    "/v1",
    "/v1/nothing",
    "/v1//clients",
    "/%zz",
    "/.env",
    "/v1/clients/100002/nothing",
    "/docs/static/nothing.js"
  ].map((path) => get(path, "ROUTE_UNKNOWN")),
  ...[
    "/docs/static/%2e%2e/index.js",
    "/docs/static/..%2f..%2fpackage.json",
    "/problems/NOTHING",
    "/schemas/nothing.json"
  ].map((path) => get(path, "ROUTE_UNKNOWN")),
  {...get("/v1/clients", "METHOD_NOT_ALLOWED"), method: "DELETE"},
  {...get("/v1/score", "METHOD_NOT_ALLOWED"), method: "GET"},
  {...get("/metrics", "METHOD_NOT_ALLOWED"), method: "POST"},
  {...get("/v1/scores.csv", "METHOD_NOT_ALLOWED"), method: "PUT"},
  {...get("/docs", "METHOD_NOT_ALLOWED"), method: "PATCH"},
  get("/v1/clients?unknown=1", "REQUEST_INVALID"),
  get("/metrics?x=1", "REQUEST_INVALID"),
  get("/openapi.json?x=1", "REQUEST_INVALID")
];

export const ADDRESSES: readonly HostileRequest[] = [...ids, ...queries, ...elsewhere];
