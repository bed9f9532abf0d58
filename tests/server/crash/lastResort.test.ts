import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {createServer} from "node:http";
import {after, test} from "node:test";
import {createDashboard} from "../../../server/pages/dashboard.ts";
import {silent} from "../kit/fakes.ts";

const children: ReturnType<typeof spawn>[] = [];
after(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** Starts a server whose routes fail where nothing catches it, with or without the last resort. */
async function start(mode: "guarded" | "planted") {
  const script = new URL("faultyChild.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", script, mode], {
    stdio: ["ignore", "pipe", "pipe"]
  });
  children.push(child);
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const [line] = await once(child.stdout, "data");
  return {child, address: String(line).trim(), log: () => log};
}

test("an error that nothing catches is answered INTERNAL, logged under its request, and the server goes on", async () => {
  const {child, address, log} = await start("guarded");
  for (const [id, method, path] of [
    ["throws-later", "GET", "/v1/model"],
    ["rejects-later", "GET", "/v1/features"],
    ["throws-after-body", "POST", "/v1/clients/100002/what-if"]
  ] as const) {
    const body = method === "POST" ? {body: "{}"} : {};
    const headers = {"x-request-id": id, "content-type": "application/json"};
    const response = await fetch(address + path, {method, headers, ...body});
    const problem = (await response.json()) as {code: string; detail: string};
    assert.deepEqual([response.status, problem.code], [500, "INTERNAL"]);
    assert.doesNotMatch(problem.detail, /secret/);
    assert.equal((await fetch(`${address}/health/live`)).status, 200);
    const line = log()
      .split("\n")
      .find((text) => text.includes("secret") && text.includes(`"requestId":"${id}"`));
    assert.ok(line, log());
  }
  child.kill("SIGKILL");
});

test("the check for survival notices a planted server without the last resort", async () => {
  const {child, address} = await start("planted");
  const ended = once(child, "exit");
  await assert.rejects(fetch(`${address}/v1/model`));
  assert.notEqual((await ended)[0], 0);
});

test("createDashboard(…) answers API_TIMEOUT when the API stalls", async () => {
  const stalled = createServer(() => {});
  await new Promise<void>((resolve) => stalled.listen(0, "127.0.0.1", resolve));
  const api = `http://127.0.0.1:${(stalled.address() as {port: number}).port}`;
  const front = await createDashboard({
    api,
    pages: null,
    log: silent,
    newId: () => "id",
    patienceMs: 100
  });
  const response = await front.inject({url: "/v1/clients"});
  assert.deepEqual([response.statusCode, response.json().code], [504, "API_TIMEOUT"]);
  await front.close();
  stalled.closeAllConnections();
  stalled.close();
});
