import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import parsePrometheus, {type Metric} from "parse-prometheus-text-format";
import {io, type Socket} from "socket.io-client";
import type {App} from "../../../server/app/app.ts";
import {CLIENTS, createFakeApp, createFakeEngine, listen} from "../kit/fakes.ts";

let app: App;
let address: string;
let socket: Socket;
before(async () => {
  const engine = createFakeEngine({fail: (id) => (id === 100005 ? new Error("planted") : null)});
  app = await createFakeApp({engine, observesProcess: true});
  address = await listen(app);
  socket = io(address, {transports: ["websocket"]});
  await new Promise<void>((done) => socket.once("connect", done));
});
after(async () => {
  socket.close();
  await app.close();
});

async function read(): Promise<Metric[]> {
  const response = await fetch(`${address}/metrics`);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  // The parser loses the labels of histograms; without their type it reads their samples one by one.
  return parsePrometheus((await response.text()).replaceAll(/^# (TYPE|HELP) \w+_seconds .*$/gm, ""));
}
/** Finds the value of a metric with these labels. */
function told(metrics: readonly Metric[], name: string, labels: Record<string, string> = {}): number {
  const family = metrics.filter((metric) => metric.name === name).flatMap((one) => one.metrics);
  assert.ok(family.length > 0, `there is no ${name}`);
  const own = family.find((one) =>
    Object.entries(labels).every(([label, value]) => one.labels?.[label] === value)
  );
  return Number(own?.value ?? 0);
}

test("GET /metrics counts requests by route, whatever client they ask for", async () => {
  const route = {method: "GET", route: "/v1/clients/:id/score", status: "200"};
  for (const id of CLIENTS.filter((one) => one !== 100005)) await fetch(`${address}/v1/clients/${id}/score`);
  for (let i = 0; i < 20; i++) await fetch(`${address}/nothing/${i}`);
  const metrics = await read();
  assert.equal(told(metrics, "scorebook_request_seconds_count", route), CLIENTS.length - 1);
  assert.equal(told(metrics, "scorebook_request_seconds_count", {route: "(none)", status: "404"}), 20);
  const routes = metrics.flatMap((family) => family.metrics).map(({labels}) => labels?.route ?? "");
  assert.ok(routes.every((one) => !/\d{6}|nothing/.test(one)));
});

test("GET /metrics counts jobs as they end, done and failed", async () => {
  const count = async (status: string) =>
    told(await read(), "scorebook_results_total", {kind: "score", status});
  const [done, failed] = [await count("done"), await count("failed")];
  for (const id of [100001, 100002, 100005]) await fetch(`${address}/compute?ID=${id}`, {method: "POST"});
  await app.scoring.idle();
  assert.deepEqual([await count("done"), await count("failed")], [done + 2, failed + 1]);
  assert.equal(told(await read(), "scorebook_queue_length"), 0);
});

test("GET /metrics counts the commands of sockets by event and outcome; unknown ones are one", async () => {
  const answers = [
    await socket.emitWithAck("score:request", {clientId: 100002}),
    await socket.emitWithAck("score:request", {clientId: "x"}),
    await socket.emitWithAck("no:command", {}),
    await socket.emitWithAck("another:command", {})
  ] as {ok: boolean}[];
  assert.deepEqual(
    answers.map(({ok}) => ok),
    [true, false, false, false]
  );
  const metrics = await read();
  const count = (event: string, outcome: string) =>
    told(metrics, "scorebook_command_seconds_count", {event, outcome});
  assert.deepEqual([count("score:request", "ok"), count("score:request", "problem")], [1, 1]);
  assert.equal(count("(unknown)", "problem"), 2);
  assert.equal(told(metrics, "scorebook_sockets"), 1);
});

test("GET /metrics tells model, version, drops, event loop and process", async () => {
  const metrics = await read();
  assert.equal(told(metrics, "scorebook_model_info", {name: "fake", version: "1"}), 1);
  assert.equal(told(metrics, "scorebook_info", {version: "0.0.0"}), 1);
  assert.equal(told(metrics, "scorebook_dropped_total", {what: "fact"}), 0);
  for (const name of [
    "nodejs_eventloop_lag_seconds",
    "process_cpu_seconds_total",
    "process_resident_memory_bytes"
  ])
    assert.ok(told(metrics, name) >= 0, name);
  assert.ok(told(metrics, "process_resident_memory_bytes") > 1e6);
});

test("a metric that is not there, or has other labels, is noticed", async () => {
  const metrics = await read();
  assert.throws(() => told(metrics, "scorebook_nothing"), /there is no scorebook_nothing/);
  assert.equal(told(metrics, "scorebook_model_info", {name: "another"}), 0);
});
