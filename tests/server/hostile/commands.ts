import type {ErrorCode} from "../../../src/core/errors.ts";

const NO_REQUESTS: unknown[] = [
  null,
  {},
  [],
  "x",
  7,
  true,
  {clientId: null},
  {clientId: "100002"},
  {clientId: 0},
  {clientId: -1},
  {clientId: 1.5},
  {clientId: true},
  {clientId: {}},
  {clientId: [100002]},
  {clientID: 100002},
  {clientId: "x".repeat(10_000)}
];
const change = {id: "none", version: 0, by: "Ada", cells: []};

/** Commands of a socket that ask for something impossible, and the code of the problem that each is answered with. */
export const COMMANDS: readonly [event: string, request: unknown, code: ErrorCode][] = [
  ...NO_REQUESTS.flatMap((request): [string, unknown, ErrorCode][] => [
    ["score:request", request, "CLIENT_ID_INVALID"],
    ["explain:request", request, "CLIENT_ID_INVALID"]
  ]),
  ["score:request", {clientId: 7}, "CLIENT_UNKNOWN"],
  ["score:request", {clientId: 2 ** 31}, "CLIENT_UNKNOWN"],
  ["score:request", {clientId: Number.MAX_SAFE_INTEGER}, "CLIENT_UNKNOWN"],
  ...[7, "yes", null, {}].map((demoFeed): [string, unknown, ErrorCode] => [
    "live:subscribe",
    {demoFeed},
    "REQUEST_INVALID"
  ]),
  ...[7, "score", ["scores"], ["score", "score", "score"], [null], {}].map(
    (facts): [string, unknown, ErrorCode] => ["live:subscribe", {facts}, "REQUEST_INVALID"]
  ),
  ...[7, "", "top", null, ["compact"], {}].map((form): [string, unknown, ErrorCode] => [
    "live:subscribe",
    {form},
    "REQUEST_INVALID"
  ]),
  ...[null, {}, {id: "x"}, {id: "UP", name: "a"}, {id: "x", name: 7}, {id: "x", name: "a", more: 1}].map(
    (request): [string, unknown, ErrorCode] => ["notebook:join", request, "REQUEST_INVALID"]
  ),
  ["notebook:join", {id: "none", name: "Ada"}, "NOTEBOOK_UNKNOWN"],
  ...[
    null,
    {},
    {...change, version: -1},
    {...change, cells: {}},
    {...change, more: 1},
    {...change, id: "../x"}
  ].map((request): [string, unknown, ErrorCode] => ["notebook:change", request, "REQUEST_INVALID"]),
  ...["", "nothing", "__proto__", "constructor", "score:done", "x".repeat(5000)].map(
    (event): [string, unknown, ErrorCode] => [event, {}, "ROUTE_UNKNOWN"]
  )
];
