import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import {io, type Socket} from "socket.io-client";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import {parseConfig} from "../../../server/config.ts";
import {ERRORS, type Problem, ScorebookError} from "../../../src/core/errors.ts";
import type {Ack} from "../../../src/core/protocol.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {listen, silent} from "../kit/fakes.ts";
import {ADDRESSES} from "./addresses.ts";
import {CELLS, LINES} from "./batchLines.ts";
import {BODIES} from "./bodies.ts";
import {COMMANDS} from "./commands.ts";
import {CONFIGURATIONS} from "./configurations.ts";
import {CLIENT, type HostileRequest} from "./entry.ts";
import {MODELS} from "./models.ts";
import {STATEMENTS} from "./statements.ts";

/** Bytes that a whole run may leave behind in the process. */
const GROWTH = 200 << 20;
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
let address: string;
let socket: Socket;
let rssBefore: number;
before(async () => {
  set = await createDemoSet();
  app = await createApp(openParts(set.config, silent));
  address = await listen(app);
  socket = io(address, {transports: ["websocket"], reconnection: false});
  await new Promise<void>((done) => socket.once("connect", done));
  await fetch(`${address}/v1/scores.csv`).then((response) => response.text());
  rssBefore = process.memoryUsage.rss();
});
after(async () => {
  socket.close();
  await app.close();
  set.remove();
});

const send = ({method, path, headers, body}: HostileRequest) =>
  fetch(address + path, {
    method,
    ...(headers && {headers}),
    ...(body !== undefined && {body: body as string})
  });

/** Holds a problem against the code that it should have. */
function checkProblem(problem: Problem, code: string) {
  assert.equal(problem.code, code, problem.detail);
  assert.equal(problem.status, ERRORS[problem.code].status);
  assert.ok(problem.detail.length > 10 && problem.detail.length < 5000 && problem.issues.length <= 20);
  // Where a request is wrong is told by its place, unless it cannot be read at all.
  const isReadable = !/is not (JSON|UTF-8)|is no JSON|has no header|The item is|^Line \d/.test(
    problem.detail
  );
  if (code === "REQUEST_INVALID" && isReadable) assert.ok(problem.issues[0]?.path, problem.detail);
  assert.doesNotMatch(problem.detail, /\bat .*:\d+:\d+|node_modules|undefined is not/);
}

async function checkRequest(request: HostileRequest) {
  const response = await send(request);
  const text = await response.text();
  assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/, text.slice(0, 300));
  const problem = JSON.parse(text) as Problem;
  checkProblem(problem, request.code);
  assert.equal(response.status, problem.status);
}
const named = ({method, path, body}: HostileRequest) =>
  `${method} ${path.slice(0, 90)} ${typeof body === "string" ? body.slice(0, 60) : (body ?? "")}`;

test("the tables hold at least 400 bad inputs, each once", () => {
  const requests = [...ADDRESSES, ...BODIES, ...MODELS, ...STATEMENTS].map(
    ({method, path, body, headers}) => `${method} ${path} ${body} ${JSON.stringify(headers)}`
  );
  const others = [
    ...LINES.map(([line]) => `line ${line}`),
    ...CELLS.map(([cell]) => `cell ${cell}`),
    ...COMMANDS.map(([event, request]) => `${event} ${JSON.stringify(request)}`),
    ...CONFIGURATIONS.map(([text]) => `configuration ${text}`)
  ];
  const all = [...requests, ...others];
  assert.deepEqual(
    all.filter((one, i) => all.indexOf(one) !== i),
    []
  );
  assert.ok(all.length >= 400, `${all.length}`);
});

for (const [title, table] of [
  ["addresses", ADDRESSES],
  ["bodies", BODIES],
  ["requests of models and inference", MODELS],
  ["statements", STATEMENTS]
] as const)
  describe(`each of ${table.length} bad ${title} gets its problem`, () => {
    for (const request of table) test(`${named(request)} is ${request.code}`, () => checkRequest(request));
  });

describe(`each of ${LINES.length + CELLS.length} bad items of a batch gets its problem, and those beside it their scores`, () => {
  async function batch(type: string, lines: readonly string[]) {
    const response = await fetch(`${address}/v1/batch`, {
      method: "POST",
      headers: {"content-type": type},
      body: lines.join("\n")
    });
    const {results} = (await response.json()) as {results: {ok: boolean; problem: Problem}[]};
    return results;
  }
  test("lines of NDJSON", async () => {
    const results = await batch(
      "application/x-ndjson",
      LINES.flatMap(([line]) => [line, `${CLIENT}`])
    );
    assert.equal(results.length, LINES.length * 2);
    LINES.forEach(([, code], i) => {
      checkProblem(results[2 * i]!.problem, code);
      assert.ok(results[2 * i + 1]!.ok);
    });
  });
  for (const [cell, code] of CELLS)
    test(`cell of CSV: ${cell}`, async () => {
      const [bad, good] = await batch("text/csv", [
        "SK_ID_CURR",
        ...(cell.startsWith('"') ? [cell] : [cell, `${CLIENT}`])
      ]);
      checkProblem(bad!.problem, code);
      assert.ok(cell.startsWith('"') || good!.ok);
    });
});

describe(`each of ${COMMANDS.length} bad commands of a socket gets its problem`, () => {
  for (const [event, request, code] of COMMANDS)
    test(`${event.slice(0, 40)} ${JSON.stringify(request)?.slice(0, 60)} is ${code}`, async () => {
      // One socket asks for all of them, and no faster than it may.
      await setTimeout(40);
      const answer = (await socket.timeout(20_000).emitWithAck(event, request)) as Ack<unknown>;
      assert.ok(!answer.ok);
      checkProblem(answer.problem, code);
    });
});

describe(`each of ${CONFIGURATIONS.length} bad configurations is refused in a sentence`, () => {
  for (const [text, path] of CONFIGURATIONS)
    test(`${JSON.stringify(text)} names ${path || "the file"}`, () => {
      try {
        parseConfig(text, "config.json");
      } catch (error) {
        assert.ok(error instanceof ScorebookError && error.code === "CONFIG_INVALID", String(error));
        assert.ok(error.detail.startsWith("config.json") && error.detail.endsWith("."), error.detail);
        if (path)
          assert.ok(
            error.issues.some((issue) => issue.path === path),
            error.detail
          );
        return;
      }
      assert.fail("it was taken");
    });
});

describe("after all of it", () => {
  test("the process answers as before, is ready, and holds no more than it did", async () => {
    const ready = await fetch(`${address}/health/ready`);
    assert.equal(ready.status, 200, await ready.text());
    const score = await fetch(`${address}/v1/clients/${CLIENT}/score`);
    assert.equal(score.status, 200);
    await score.body?.cancel();
    assert.ok(socket.connected);
    globalThis.gc?.();
    const grown = process.memoryUsage.rss() - rssBefore;
    assert.ok(grown < GROWTH, `${grown >> 20} MiB more`);
    const counted = (name: string) => process.getActiveResourcesInfo().filter((one) => one === name).length;
    assert.ok(
      counted("TCPSocketWrap") < 100 && counted("FSReqCallback") === 0 && counted("ProcessWrap") <= 4
    );
    assert.equal(({} as {x?: number}).x, undefined, "no prototype was changed");
  });

  test("a planted input that is good is noticed by each check", async () => {
    const good: HostileRequest = {method: "GET", path: `/v1/clients/${CLIENT}/score`, code: "CLIENT_UNKNOWN"};
    await assert.rejects(checkRequest(good));
    await assert.rejects(checkRequest({...good, path: "/v1/clients/0/score"}), /CLIENT_ID_INVALID/);
  });
});
