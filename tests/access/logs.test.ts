import assert from "node:assert/strict";
import {Writable} from "node:stream";
import {test} from "node:test";
import pino from "pino";
import {io} from "socket.io-client";
import {logOptions} from "../../server/log.ts";
import {createDashboard} from "../../server/pages/dashboard.ts";
import type {Workbench} from "../../server/scoring/workbench.ts";
import {createFakeEngine, listen} from "../server/kit/fakes.ts";
import {createPeople, createWholeApp} from "./signedIn.ts";

/** A log whose lines a test reads. */
function createMemory() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    }
  });
  return {log: pino(logOptions("trace"), stream), text: () => lines.join("")};
}

/** Values of a client, as they come in: none may be in the log. */
const PERSONAL = ["4065975.25", "Jane Sentinel", "CODE_SENTINEL", "AMT_SENTINEL"];

test("the log of a run at its finest holds neither credentials nor a client's values", async () => {
  const {log, text} = createMemory();
  const people = await createPeople({log});
  const fail = () => new Error("the engine failed");
  const workbench = new Proxy({} as Workbench, {
    get: () => () => {
      throw new Error("the workbench failed");
    }
  });
  const app = await createWholeApp({
    log,
    access: people.access,
    engine: createFakeEngine({fail}),
    workbench
  });
  const api = await listen(app);
  const {access} = people;
  const dashboard = await createDashboard({api, access, pages: null, log, newId: () => "id"});
  const address = await dashboard.listen({host: "127.0.0.1", port: 0});
  const {token, id} = await people.add("admin");
  const authorization = `Bearer ${token}`;
  const json = {"content-type": "application/json", authorization};
  const ask = (path: string, init: RequestInit = {}) => fetch(address + path, {redirect: "manual", ...init});
  const signedIn = await ask("/v1/session", {method: "POST", headers: json, body: JSON.stringify({token})});
  const cookie = (signedIn.headers.getSetCookie()[0] ?? "").split(";", 1)[0] as string;
  const application = {AMT_CREDIT: 4065975.25, NAME: "Jane Sentinel", CODE_GENDER: "CODE_SENTINEL"};
  const answers = [
    await ask("/v1/score", {method: "POST", headers: json, body: JSON.stringify({application})}),
    await ask("/v1/explanation", {
      method: "POST",
      headers: json,
      body: JSON.stringify({application}).slice(5)
    }),
    await ask("/v1/batch", {
      method: "POST",
      headers: json,
      body: JSON.stringify({applicants: [{application}]})
    }),
    await ask("/v1/clients/100002/score", {headers: {cookie}}),
    await ask("/v1/clients/100002/what-if", {
      method: "POST",
      headers: json,
      body: JSON.stringify({features: {AMT_SENTINEL: 4065975.25}})
    }),
    await ask("/v1/clients?where=AMT_SENTINEL", {headers: {cookie}}),
    await ask("/v1/sql", {
      method: "POST",
      headers: json,
      body: JSON.stringify({sql: "SELECT 'Jane Sentinel'"})
    }),
    await ask("/v1/features.arrow?columns=AMT_CREDIT&where=AMT_SENTINEL%3D1", {headers: {authorization}}),
    await ask("/v1/session", {method: "POST", body: new URLSearchParams({token, to: "/Jane Sentinel"})}),
    await ask("/v1/clients", {headers: {authorization: "Bearer Jane-Sentinel-4065975.25"}})
  ];
  const socket = io(address, {transports: ["websocket"], reconnection: false, auth: {token}});
  await socket.emitWithAck("score:request", {clientId: 100002, name: "Jane Sentinel"});
  socket.disconnect();
  await dashboard.close();
  await app.close();
  people.remove();

  assert.ok(
    answers.some(({status}) => status === 500),
    "something was logged with its stack"
  );
  const told = text();
  assert.match(told, /a request failed/);
  assert.match(told, /a command failed/);
  assert.match(told, new RegExp(`"tokenId":"${id}"`));
  const secrets = [token, token.slice(-43), cookie.slice("scorebook_session=".length), cookie.slice(-43)];
  for (const value of [...secrets, ...PERSONAL, "the admin", "Jane"]) assert.ok(!told.includes(value), value);
});

test("logOptions(level) hides what is planted where credentials are, which a plain log shows", () => {
  const fields = {
    authorization: "SECRET",
    headers: {authorization: "SECRET", cookie: "SECRET", "set-cookie": "SECRET"},
    auth: {token: "SECRET"},
    request: {headers: {authorization: "SECRET", cookie: "SECRET"}},
    req: {method: "GET", url: "/v1/sql?where=SECRET", headers: {authorization: "SECRET"}, ip: "SECRET"}
  };
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    }
  });
  pino(logOptions("info"), stream).info(fields, "planted");
  pino({}, stream).info(fields, "planted");
  assert.doesNotMatch(lines[0] ?? "SECRET", /SECRET/);
  assert.match(lines[1] ?? "", /SECRET/);
});
