import assert from "node:assert/strict";
import {test} from "node:test";
import {parseConfig, readConfig} from "../../server/config.ts";
import {ScorebookError} from "../../src/core/errors.ts";

const DEFAULTS = {
  host: "127.0.0.1",
  portApi: 8080,
  portDashboard: 8081,
  dns: null,
  basePath: "",
  auth: null,
  allowedHosts: [],
  allowedOrigins: [],
  trustedProxies: ["127.0.0.0/8", "::1"],
  data: "data/demo-set",
  model: "demo",
  language: "en",
  cost: {},
  score: {},
  currency: null,
  rateLimit: null,
  overrides: {secondPerson: false},
  demoFeed: null,
  keep: {older: 1000, days: 7},
  threads: 0,
  redis: null
};

test("parseConfig({}) answers the defaults", () => {
  assert.deepEqual(parseConfig("{}", "config.json"), DEFAULTS);
});

test("readConfig() reads the committed config.json, which says the defaults", () => {
  assert.deepEqual(readConfig(), DEFAULTS);
});

test("parseConfig(…) takes the original's file unchanged: port_bokeh is the port of the pages", () => {
  const original = {host: "0.0.0.0", port_api: 5000, port_bokeh: 5006, dns: "credit.example.org"};
  assert.deepEqual(parseConfig(JSON.stringify(original), "config.json"), {
    ...DEFAULTS,
    host: "0.0.0.0",
    portApi: 5000,
    portDashboard: 5006,
    dns: "credit.example.org"
  });
});

test("parseConfig(…) keeps of cost and score only what the file sets", () => {
  const config = parseConfig(
    '{"cost": {"false_negative": 5}, "score": {"pdo": 20, "base_score": 500}}',
    "c.json"
  );
  assert.deepEqual([config.cost, config.score], [{falseNegative: 5}, {pdo: 20, baseScore: 500}]);
});

test("parseConfig(…) takes a Redis nearby as it is, and a far one with TLS or on a private network with a password", () => {
  const redis = (value: object) => parseConfig(JSON.stringify({redis: value}), "c.json").redis;
  assert.deepEqual(redis({url: "redis://127.0.0.1:6379"}), {
    url: "redis://127.0.0.1:6379",
    prefix: "scorebook"
  });
  assert.equal(redis({url: "rediss://:secret@store:6380"})?.url, "rediss://:secret@store:6380");
  assert.deepEqual(redis({url: "redis://:secret@store", prefix: "desk", private_network: true}), {
    url: "redis://:secret@store",
    prefix: "desk"
  });
});

const KEYS =
  "$schema, host, port_api, port_dashboard, port_bokeh, dns, base_path, auth, allowed_hosts, allowed_origins, trusted_proxies, data, model, language, cost, score, overrides, currency, results, redis, rate_limit, threads, demo_feed";
for (const [text, sentence] of [
  ['{"port_api": "8080"}', '/port_api is "8080"; expected an integer from 0 to 65535.'],
  ['{"port_api": 80.5}', "/port_api is 80.5; expected an integer from 0 to 65535."],
  ['{"port_bokeh": 70000}', "/port_bokeh is 70000; expected an integer from 0 to 65535."],
  ['{"prot_api": 8080}', `/prot_api is 8080, but there is no such key; allowed are ${KEYS}.`],
  ['{"language": "de"}', '/language is "de"; expected "en" or "fr".'],
  ['{"host": ""}', '/host is ""; expected a string that is not empty.'],
  ['{"dns": 5}', "/dns is 5; expected a string or null."],
  [
    '{"model": "../x"}',
    '/model is "../x"; expected a string of letters, digits, dots, dashes and underscores.'
  ],
  ['{"cost": {"false_positive": 0}}', "/cost/false_positive is 0; expected a number greater than 0."],
  [
    '{"cost": {"fn": 1}}',
    "/cost/fn is 1, but there is no such key; allowed are false_negative, false_positive."
  ],
  ['{"score": 600}', "/score is 600; expected an object."],
  [
    '{"results": {"keep": {"older": -1}}}',
    "/results/keep/older is -1; expected an integer from 0 to 1000000."
  ],
  ['{"redis": "redis://127.0.0.1"}', '/redis is "redis://127.0.0.1"; expected an object or null.'],
  [
    '{"redis": {"url": "http://a"}}',
    '/redis/url is "http://a"; expected a string such as redis://127.0.0.1:6379.'
  ],
  [
    '{"redis": {"url": "redis://store:6379"}}',
    "/redis/url names store without a password; set SCOREBOOK_REDIS_PASSWORD, for whoever reaches that Redis reads every result."
  ],
  [
    '{"redis": {"url": "redis://:secret@store:6379"}}',
    '/redis/url reaches store without TLS; expected rediss://, or "private_network": true where nobody can listen.'
  ],
  ['{"threads": "many"}', '/threads is "many"; expected an integer from 0 to 64 or a string that is auto.'],
  ['{"threads": 65}', "/threads is 65; expected an integer from 0 to 64 or a string that is auto."],
  ['{"threads": 1.5}', "/threads is 1.5; expected an integer from 0 to 64 or a string that is auto."],
  ['{"demo_feed": "yes"}', '/demo_feed is "yes"; expected a boolean.'],
  [
    '{"dns": "https://x/"}',
    '/dns is "https://x/"; expected a string or null that is a host name, without scheme, port or path.'
  ],
  [
    '{"dns": "*"}',
    '/dns is "*"; expected a string or null that is a host name, without scheme, port or path.'
  ],
  ['{"host": "a\\u0000b"}', '/host is "a\\u0000b"; expected a string that is a host name or an address.'],
  [
    '{"base_path": "scorebook"}',
    '/base_path is "scorebook"; expected a string that is a path such as /scorebook.'
  ],
  [
    '{"base_path": "/a/../b?"}',
    '/base_path is "/a/../b?"; expected a string that is a path such as /scorebook.'
  ],
  ['{"currency": "EUR"}', '/currency is "EUR"; expected an object or null.'],
  [
    '{"currency": {"code": "eur"}}',
    '/currency/code is "eur"; expected a string of three capitals, a code of ISO 4217 such as EUR.'
  ],
  ['{"currency": {"code": "QQQ"}}', '/currency/code is "QQQ"; expected a code of ISO 4217 such as EUR.'],
  [
    '{"currency": {}}',
    '/currency has neither a code nor a sign; expected one of them, such as {"code": "EUR"} or {"sign": "Kč"}.'
  ],
  [
    '{"currency": {"code": "EUR", "sign": "€"}}',
    '/currency has both a code and a sign; expected one of them, such as {"code": "EUR"} or {"sign": "Kč"}.'
  ],
  [
    '{"currency": {"sign": "<img>"}}',
    '/currency/sign is "<img>"; expected a string of at most 8 letters or signs of currency, such as Kč.'
  ],
  [
    '{"currency": {"sign": "12"}}',
    '/currency/sign is "12"; expected a string of at most 8 letters or signs of currency, such as Kč.'
  ],
  ['{"currency": {"code": "EUR", "digits": 9}}', "/currency/digits is 9; expected an integer from 0 to 4."],
  ['{"score": {"pdo": 1e308}}', "/score/pdo is 1e+308; expected a number from 0.01 to 10000."],
  [
    '{"score": {"base_score": -1e17}}',
    "/score/base_score is -100000000000000000; expected a number from -100000 to 100000."
  ],
  [
    '{"score": {"base_odds": 1e-300}}',
    "/score/base_odds is 1e-300; expected a number from 0.000001 to 1000000."
  ],
  [
    '{"cost": {"false_negative": 1e300}}',
    "/cost/false_negative is 1e+300; expected a number from 0.000001 to 1000000."
  ],
  [
    '{"cost": {"false_negative": 1e999}}',
    "/cost/false_negative is 1e999, which is beyond the largest number and would be read as Infinity; expected a finite number, or null for missing."
  ],
  ['{"port_api": 1, "port_api": 2}', "/port_api is given more than once; expected each key once."],
  [
    '{"cost": {"false_positive": 1, "false_positive": 2}}',
    "/cost/false_positive is given more than once; expected each key once."
  ],
  ['{"auth": {}}', "/auth/tokens is missing; expected it in /auth."],
  ['{"auth": {"tokens": ""}}', '/auth/tokens is ""; expected a string that is not empty.'],
  ['{"auth": null}', "/auth is null; expected an object."],
  [
    '{"auth": {"tokens": "t.json", "session_hours": 0}}',
    "/auth/session_hours is 0; expected a number greater than 0."
  ],
  [
    '{"allowed_hosts": ["desk.example.org:443"]}',
    '/allowed_hosts/0 is "desk.example.org:443"; expected a string that is a host name or an address, without a port.'
  ],
  [
    '{"allowed_origins": ["https://desk.example.org/"]}',
    '/allowed_origins/0 is "https://desk.example.org/"; expected a string that is an origin such as https://desk.example.org, without a path.'
  ],
  [
    '{"allowed_origins": ["*"]}',
    '/allowed_origins/0 is "*"; expected a string that is an origin such as https://desk.example.org, without a path.'
  ],
  [
    '{"trusted_proxies": ["proxy"]}',
    '/trusted_proxies/0 is "proxy"; expected a string that is an address or a network such as 10.0.0.0/8.'
  ],
  ["[]", "/ is []; expected an object."],
  [
    '{"port_dashboard": 1, "port_bokeh": 2}',
    "/port_bokeh is 2 and /port_dashboard is 1; expected one of them, or the same port."
  ],
  ['{"port_bokeh": 8080}', "/port_bokeh is 8080, as is /port_api; expected two different ports."],
  [
    '{"port_api": -1, "host": 7}',
    "/host is 7; expected a string that is not empty; /port_api is -1; expected an integer from 0 to 65535."
  ]
] as const) {
  test(`parseConfig('${text}') says: ${sentence.slice(0, 60)}`, () => {
    const error = caught(() => parseConfig(text, "config.json"));
    assert.equal(error.code, "CONFIG_INVALID");
    assert.equal(error.detail, `config.json: ${sentence}`);
    assert.ok(error.issues.length > 0);
  });
}

test("parseConfig(…) takes base_path with and without a slash at its end, and an empty dns as none", () => {
  for (const path of ["/a/score-book", "/a/score-book/"])
    assert.equal(parseConfig(JSON.stringify({base_path: path}), "c.json").basePath, "/a/score-book");
  for (const path of ["", "/"])
    assert.equal(parseConfig(JSON.stringify({base_path: path, dns: ""}), "c.json").basePath, "");
});

test("parseConfig('{') says that the file is not JSON", () => {
  assert.match(caught(() => parseConfig("{", "my.json")).detail, /^my\.json is not JSON: .+\.$/);
});

test("readConfig(path) says which file it could not read", () => {
  assert.equal(
    caught(() => readConfig("no/such.json")).detail,
    "no/such.json cannot be read (ENOENT); expected a JSON file."
  );
});

function caught(work: () => unknown): ScorebookError {
  try {
    work();
  } catch (error) {
    if (error instanceof ScorebookError) return error;
    throw error;
  }
  throw new Error("expected an error");
}
