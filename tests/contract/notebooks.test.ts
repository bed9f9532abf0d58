import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {io, type Socket} from "socket.io-client";
import {createNotebooks, MAX_NOTEBOOK, MAX_NOTEBOOKS} from "../../server/notebooks/notebooks.ts";
import {KEPT_VERSIONS, openNotebooks} from "../../server/notebooks/store.ts";
import {openResults} from "../../server/results/sqlite.ts";
import {ERRORS, type ErrorCode, type Problem, type ScorebookError} from "../../src/core/errors.ts";
import type {Ack, ClientToServer, NotebookChanged, ServerToClient} from "../../src/core/protocol.ts";
import type {Notebook, NotebookVersion} from "../../src/core/schema/notebook.ts";
import {createManualClock} from "../server/kit/fakes.ts";
import {serveContract} from "./served.ts";

let served: Awaited<ReturnType<typeof serveContract>>;
let address: string;
const sockets: Socket[] = [];
before(async () => {
  served = await serveContract();
  address = served.address;
});
after(async () => {
  for (const socket of sockets) socket.disconnect();
  await served.close();
});

const cell = (id: string, value: string) => ({id, mode: "js", value}) as const;
const call = (path: string, method = "GET", body?: unknown) =>
  fetch(`${address}/v1/notebooks${path}`, {
    method,
    ...(body !== undefined && {headers: {"content-type": "application/json"}, body: JSON.stringify(body)})
  });
const save = async (id: string, ...values: string[]) => {
  const cells = values.map((value, i) => cell(`c${i}`, value));
  const {status} = await call(`/${id}`, "PUT", {title: id, cells, version: 0, by: "Ann"});
  assert.equal(status, 200);
};
const read = async (id: string) => (await (await call(`/${id}`)).json()) as Notebook;

async function problemOf(response: Response, code: ErrorCode): Promise<Problem> {
  const problem = (await response.json()) as Problem;
  assert.deepEqual([problem.code, response.status], [code, ERRORS[code].status], problem.detail);
  return problem;
}

async function connect(): Promise<Socket<ServerToClient, ClientToServer>> {
  const socket = io(address, {transports: ["websocket"], reconnection: false, forceNew: true});
  sockets.push(socket);
  await new Promise((done) => socket.once("connect", () => done(null)));
  return socket;
}
const next = <E extends keyof ServerToClient>(socket: Socket<ServerToClient, ClientToServer>, event: E) =>
  new Promise<Parameters<ServerToClient[E]>[0]>((done) => socket.once(event, done as never));

describe("/v1/notebooks", () => {
  test("PUT /v1/notebooks/:id keeps a notebook that GET gives back and lists, with every version", async () => {
    await save("first", "1", "2");
    assert.deepEqual((await read("first")).cells, [cell("c0", "1"), cell("c1", "2")]);
    const again = await call("/first", "PUT", {title: "T", cells: [cell("c0", "3")], version: 1});
    assert.equal(((await again.json()) as Notebook).version, 2);
    const {versions} = (await (await call("/first/versions")).json()) as {versions: NotebookVersion[]};
    assert.deepEqual(
      versions.map(({version, cells}) => [version, cells]),
      [
        [2, 1],
        [1, 2]
      ]
    );
    const old = (await (await call("/first/versions/1")).json()) as Notebook;
    assert.equal(old.cells.length, 2);
    const {notebooks} = (await (await call("?limit=5")).json()) as {notebooks: NotebookVersion[]};
    assert.ok(notebooks.some(({id, version, title}) => id === "first" && version === 2 && title === "T"));
  });

  test("PUT /v1/notebooks/:id from an older version loses nobody's work: NOTEBOOK_CHANGED", async () => {
    await save("kept", "1");
    for (const version of [0, 2])
      await problemOf(await call("/kept", "PUT", {title: "", cells: [], version}), "NOTEBOOK_CHANGED");
    assert.equal((await read("kept")).cells.length, 1);
  });

  test("each fault of a request has its code and sentence", async () => {
    const whole = {title: "", cells: [], version: 0};
    await problemOf(await call("/nowhere"), "NOTEBOOK_UNKNOWN");
    await problemOf(await call("/nowhere/versions"), "NOTEBOOK_UNKNOWN");
    await problemOf(await call("/nowhere", "DELETE"), "NOTEBOOK_UNKNOWN");
    await problemOf(await call("?limit=0"), "REQUEST_INVALID");
    await problemOf(await call("?limits=1"), "REQUEST_INVALID");
    await problemOf(await call("/nowhere?version=1"), "REQUEST_INVALID");
    await problemOf(await call("/first/versions/x"), "REQUEST_INVALID");
    for (const id of ["A", "a_b", "%20", "..%2Fx", "x".repeat(41)])
      await problemOf(await call(`/${id}`, "PUT", whole), "REQUEST_INVALID");
    for (const body of [
      {},
      {...whole, more: 1},
      {...whole, version: -1},
      {...whole, cells: [{id: "a", mode: "python", value: ""}]},
      {...whole, cells: [{id: "a", mode: "js"}]},
      {...whole, cells: [{...cell("a", ""), output: "1x"}]},
      {...whole, cells: [cell("a", ""), cell("a", "")]},
      {...whole, cells: [cell("a", "x".repeat(32_769))]},
      {...whole, cells: Array.from({length: 201}, (_, i) => cell(`c${i}`, ""))}
    ])
      await problemOf(await call("/faulty", "PUT", body), "REQUEST_INVALID");
    const large = Array.from({length: 9}, (_, i) => cell(`c${i}`, "x".repeat(MAX_NOTEBOOK / 8)));
    await problemOf(await call("/large", "PUT", {...whole, cells: large}), "NOTEBOOK_LIMIT");
    await problemOf(await call("/faulty"), "NOTEBOOK_UNKNOWN");
  });

  test("DELETE /v1/notebooks/:id removes a notebook with its versions", async () => {
    await save("gone", "1");
    assert.equal((await call("/gone", "DELETE")).status, 204);
    await problemOf(await call("/gone/versions/1"), "NOTEBOOK_UNKNOWN");
  });
});

describe("notebook:join and notebook:change", () => {
  test("notebook:change by two at once keeps the cells of both, and tells both", async () => {
    await save("shared", "1", "2");
    const [ann, bob] = [await connect(), await connect()];
    const joined = await ann.emitWithAck("notebook:join", {id: "shared", name: "Ann"});
    assert.ok(joined.ok && joined.body.cells.length === 2);
    const presence = next(ann, "notebook:presence");
    await bob.emitWithAck("notebook:join", {id: "shared", name: "Bob"});
    assert.deepEqual(await presence, {id: "shared", people: ["Ann", "Bob"]});
    const told: NotebookChanged[] = [];
    const both = new Promise<void>((done) =>
      ann.on("notebook:changed", (fact) => void (told.push(fact) === 2 && done()))
    );
    const answers = await Promise.all([
      ann.emitWithAck("notebook:change", {
        id: "shared",
        by: "Ann",
        set: [cell("c0", "a"), cell("x", "new")],
        order: ["c0", "x", "c1"]
      }),
      bob.emitWithAck("notebook:change", {
        id: "shared",
        by: "Bob",
        set: [cell("c1", "b")],
        order: ["c1", "c0"]
      })
    ]);
    assert.ok(answers.every(({ok}) => ok));
    await both;
    const {cells, version} = await read("shared");
    assert.deepEqual(
      new Map(cells.map(({id, value, by}) => [id, `${value} ${by}`])),
      new Map([
        ["c1", "b Bob"],
        ["c0", "a Ann"],
        ["x", "new Ann"]
      ])
    );
    assert.equal(told.at(-1)?.version, version);
    const left = next(ann, "notebook:presence");
    bob.disconnect();
    assert.deepEqual((await left).people, ["Ann"]);
  });

  test("PUT over REST is told to those who have the notebook open", async () => {
    await save("put", "1");
    const ann = await connect();
    await ann.emitWithAck("notebook:join", {id: "put", name: "Ann"});
    const fact = next(ann, "notebook:changed");
    await call("/put", "PUT", {title: "put", cells: [cell("c9", "9")], version: 1, by: "Bob"});
    const {set, removed, order, by, version} = await fact;
    assert.deepEqual([set, removed, order, by, version], [[cell("c9", "9")], ["c0"], ["c9"], "Bob", 2]);
    assert.equal((await ann.emitWithAck("notebook:leave", {})).ok, true);
  });

  test("a fault over the socket is the same problem as over REST", async () => {
    const ann = await connect();
    const codes = async (event: "notebook:join" | "notebook:change", requests: unknown[]) => {
      const found: (string | boolean)[] = [];
      for (const request of requests) {
        const answer = (await ann.emitWithAck(event, request as never)) as Ack<unknown>;
        found.push(answer.ok || answer.problem.code);
      }
      return [...new Set(found)];
    };
    assert.deepEqual(await codes("notebook:join", [{id: "nowhere", name: ""}]), ["NOTEBOOK_UNKNOWN"]);
    assert.deepEqual(await codes("notebook:change", [{id: "nowhere", by: ""}]), ["NOTEBOOK_UNKNOWN"]);
    const bad = [null, {}, {id: "A", name: "x"}, {id: "a"}, {id: "a", name: "x", more: 1}, [], "a"];
    assert.deepEqual(await codes("notebook:join", bad), ["REQUEST_INVALID"]);
    const set = Array.from({length: 201}, (_, i) => cell(`c${i}`, ""));
    assert.deepEqual(await codes("notebook:change", [...bad, {id: "a", by: "", set}]), ["REQUEST_INVALID"]);
  });
});

describe("createNotebooks(…)", () => {
  const open = () => {
    const clock = createManualClock();
    const store = openNotebooks(":memory:");
    return {clock, store, notebooks: createNotebooks({store, clock})};
  };
  const body = (version: number, value = "") => ({title: "", cells: [cell("a", value)], version, by: "Ann"});

  test("change(…) gathers one person's changes of two minutes into one version, and never eats a saved one", async () => {
    const {clock, notebooks} = open();
    await notebooks.save("n", body(0, "saved"));
    const write = (by: string) => notebooks.change({id: "n", by, set: [cell("a", by)]});
    for (const by of ["Ann", "Ann", "Bob", "Bob"]) await write(by);
    clock.advance(121_000);
    await write("Bob");
    assert.deepEqual(
      (await notebooks.versions("n")).map(({by, version}) => `${version} ${by}`),
      ["6 Bob", "5 Bob", "3 Ann", "1 Ann"]
    );
    assert.equal((await notebooks.read("n", 1)).cells[0]?.value, "saved");
  });

  test("save(…) keeps the newest versions and so many notebooks, no more", async () => {
    const {store, notebooks} = open();
    for (let version = 0; version < KEPT_VERSIONS + 5; version++) await notebooks.save("n", body(version));
    assert.equal((await notebooks.versions("n")).length, KEPT_VERSIONS);
    const {cells, ...rest} = await notebooks.read("n");
    for (let i = 1; i < MAX_NOTEBOOKS; i++) await store.write({...rest, cells, id: `n${i}`}, 0);
    await assert.rejects(
      notebooks.save("more", body(0)),
      (error: ScorebookError) => error.code === "NOTEBOOK_LIMIT" && /1000 notebooks/.test(error.detail)
    );
    await notebooks.save("n", body(KEPT_VERSIONS + 5));
  });

  test("openNotebooks(path) finds again what was written, and refuses the file of another kind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scorebook-notebooks-"));
    const path = join(folder, "notebooks.sqlite");
    const {notebooks, store} = (() => {
      const store = openNotebooks(path);
      return {store, notebooks: createNotebooks({store, clock: createManualClock()})};
    })();
    await notebooks.save("n", body(0, "kept"));
    await store.close();
    const again = openNotebooks(path);
    assert.equal((await again.read("n"))?.cells[0]?.value, "kept");
    await again.close();
    const other = join(folder, "results.sqlite");
    await openResults(other).close();
    assert.throws(
      () => openNotebooks(other),
      (error: ScorebookError) => error.code === "STORAGE_INVALID"
    );
    rmSync(folder, {recursive: true});
  });
});
