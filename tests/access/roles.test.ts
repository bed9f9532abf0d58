import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import Fastify from "fastify";
import {io, type Socket} from "socket.io-client";
import {createDoors} from "../../server/access/doors.ts";
import type {GuardedRoute} from "../../server/access/gate.ts";
import {useGate} from "../../server/access/gate.ts";
import type {App} from "../../server/app/app.ts";
import {useProblems} from "../../server/rest/problems.ts";
import {COMMAND_ROLES} from "../../server/socket/commands.ts";
import {includesRole, ROLES, type Role} from "../../src/core/access/roles.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {Ack, ClientToServer} from "../../src/core/protocol.ts";
import {listen} from "../server/kit/fakes.ts";
import {createPeople, createWholeApp} from "./signedIn.ts";

/** Who may ask what, written a second time and by hand; a route without a line here fails. */
const ROUTES: Record<string, Role | "anyone"> = {
  "GET /compute": "viewer",
  "POST /compute": "viewer",
  "GET /explainer": "viewer",
  "POST /explainer": "viewer",
  "GET /v1/jobs/:id": "viewer",
  "GET /v1/clients": "viewer",
  "GET /v1/clients/:id": "viewer",
  "GET /v1/clients/:id/score": "viewer",
  "POST /v1/clients/:id/score": "viewer",
  "GET /v1/clients/:id/explanation": "viewer",
  "POST /v1/clients/:id/explanation": "viewer",
  "GET /v1/clients/:id/history": "viewer",
  "GET /v1/clients/:id/features/:name/rows": "viewer",
  "GET /v1/clients/:id/features/:name/sensitivity": "viewer",
  "GET /v1/clients/:id/interactions": "viewer",
  "GET /v1/clients/:id/similar": "viewer",
  "POST /v1/clients/:id/what-if": "analyst",
  "POST /v1/clients/:id/recourse": "officer",
  "POST /v1/score": "analyst",
  "POST /v1/explanation": "analyst",
  "POST /v1/batch": "analyst",
  "POST /v1/sql": "analyst",
  "GET /v1/features.arrow": "analyst",
  "GET /v1/features": "viewer",
  "GET /v1/tables": "viewer",
  "GET /v1/model": "viewer",
  "GET /v1/models": "viewer",
  "GET /v1/models/:name": "viewer",
  "GET /v1/models/:name/compare/:other": "viewer",
  "POST /v1/models/:name/promote": "admin",
  "GET /v1/model/browser": "analyst",
  "GET /v1/model/model.txt": "analyst",
  "GET /v1/model/card.html": "viewer",
  "GET /v1/model/card.md": "viewer",
  "GET /v1/notebooks": "viewer",
  "GET /v1/notebooks/:id": "viewer",
  "PUT /v1/notebooks/:id": "analyst",
  "DELETE /v1/notebooks/:id": "analyst",
  "GET /v1/notebooks/:id/versions": "viewer",
  "GET /v1/notebooks/:id/versions/:version": "viewer",
  "GET /v1/scores.csv": "viewer",
  "GET /v1/scores.arrow": "viewer",
  "GET /v1/overrides": "viewer",
  "POST /v1/clients/:id/decisions": "officer",
  "GET /v1/decisions": "analyst",
  "GET /v1/decisions/:id": "analyst",
  "POST /v1/decisions/:id/confirm": "officer",
  "POST /v1/decisions/:id/refuse": "officer",
  "GET /v1/policy": "viewer",
  "GET /v1/policy/history": "analyst",
  "POST /v1/policy/proposals": "officer",
  "GET /v1/policy/proposals/:id": "analyst",
  "POST /v1/policy/proposals/:id/approve": "officer",
  "POST /v1/policy/proposals/:id/reject": "officer",
  "GET /v1/audit/head": "viewer",
  "GET /v1/audit/records/:id": "analyst",
  "GET /v1/audit/verify": "officer",
  "GET /v1/search/studies": "viewer",
  "GET /v1/search/studies/:name": "viewer",
  "GET /v1/cases": "analyst",
  "GET /v1/cases/:id": "analyst",
  "POST /v1/cases/:id": "officer",
  "GET /v2": "viewer",
  "GET /v2/health/live": "anyone",
  "GET /v2/health/ready": "anyone",
  "GET /v2/models/:name": "viewer",
  "GET /v2/models/:name/ready": "viewer",
  "POST /v2/models/:name/infer": "analyst",
  "GET /v2/models/:name/versions/:version": "viewer",
  "GET /v2/models/:name/versions/:version/ready": "viewer",
  "POST /v2/models/:name/versions/:version/infer": "analyst",
  "GET /v1/session": "viewer",
  "POST /v1/session": "anyone",
  "DELETE /v1/session": "anyone",
  "GET /sign-in": "anyone",
  "GET /en/sign-in": "anyone",
  "GET /fr/sign-in": "anyone",
  "GET /health/live": "anyone",
  "GET /health/ready": "anyone",
  "GET /problems/:code": "anyone",
  "GET /metrics": "viewer",
  "GET /docs": "viewer",
  "GET /docs/json": "viewer",
  "GET /docs/yaml": "viewer",
  "GET /docs/static/index.html": "viewer",
  "GET /docs/static/swagger-initializer.js": "viewer",
  "GET /docs/static/theme/scorebook.css": "viewer",
  "GET /docs/static/*": "viewer",
  "GET /openapi.json": "viewer",
  "GET /schemas/config.json": "viewer",
  "GET /schemas/applicant.json": "viewer",
  "GET /schemas/application.json": "viewer",
  "GET /schemas/bureau.json": "viewer",
  "GET /schemas/bureau_balance.json": "viewer",
  "GET /schemas/previous_application.json": "viewer",
  "GET /schemas/POS_CASH_balance.json": "viewer",
  "GET /schemas/credit_card_balance.json": "viewer",
  "GET /schemas/installments_payments.json": "viewer"
};

/** What each command asks for, by hand as well. */
const COMMANDS: Record<keyof ClientToServer, Role> = {
  "score:request": "viewer",
  "explain:request": "viewer",
  "live:subscribe": "viewer",
  "live:unsubscribe": "viewer",
  "notebook:join": "viewer",
  "notebook:leave": "viewer",
  "notebook:change": "analyst",
  "case:join": "analyst",
  "case:leave": "analyst",
  "case:change": "officer",
  "search:join": "viewer",
  "search:leave": "viewer",
  "queue:join": "analyst",
  "queue:leave": "analyst"
};

/** Names the routes that do not say who they are for, or say another role than the table. */
function undeclared(routes: readonly GuardedRoute[], table: Record<string, Role | "anyone">): string[] {
  return routes.flatMap(({method, url, role}) => {
    const name = `${method === "HEAD" ? "GET" : method} ${url.replace(/(?<=.)\/$/, "")}`;
    if (role === undefined) return [`${method} ${url} does not say who it is for`];
    return table[name] === role ? [] : [`${method} ${url} is for ${role}, in the table for ${table[name]}`];
  });
}

let app: App;
let people: Awaited<ReturnType<typeof createPeople>>;
let address: string;
before(async () => {
  people = await createPeople();
  app = await createWholeApp({access: people.access});
  address = await listen(app);
});
after(async () => {
  await app.close();
  people.remove();
});

let asked = 0;
const send = (method: string, url: string, headers: Record<string, string> = {}) =>
  app.fastify.inject({
    method: method as "GET",
    url: url
      .replace(":version", "1")
      .replace(":name", "app_age")
      .replace(/:id\b/, "100002")
      .replace(":code", "INTERNAL"),
    headers,
    // Each from an address of its own: wrong tokens are counted by address.
    remoteAddress: `10.0.${(++asked >> 8) & 255}.${asked & 255}`,
    ...(method === "POST" || method === "PUT" ? {payload: {}} : {})
  });

describe("every route and every role", () => {
  test("undeclared(routes) is empty: each route says who it is for, as the table does", () => {
    assert.ok(app.routes.length > 50);
    assert.deepEqual(undeclared(app.routes, ROUTES), []);
    const served = new Set(app.routes.map(({method, url}) => `${method} ${url}`));
    assert.deepEqual(
      Object.keys(ROUTES).filter((name) => !served.has(name)),
      [],
      "lines without a route"
    );
  });

  for (const [name, needed] of Object.entries(ROUTES))
    for (const role of ["nobody", ...ROLES, "a stranger"] as const)
      test(`${name} asked by ${role} ${needed}`, async () => {
        const [method, url] = name.split(" ") as [string, string];
        const stranger = `sb_${"0".repeat(12)}_${"A".repeat(43)}`;
        const token = role === "nobody" ? null : role === "a stranger" ? stranger : people.tokens[role];
        const response = await send(method, url, token ? {authorization: `Bearer ${token}`} : {});
        const refusal =
          response.statusCode === 401 || response.statusCode === 403 || response.statusCode === 429;
        const isSession = url === "/v1/session" && method === "POST";
        if (needed === "anyone") {
          assert.ok(isSession || !refusal, `${response.statusCode} ${response.body.slice(0, 200)}`);
        } else if (role === "nobody" || role === "a stranger") {
          assert.deepEqual([response.statusCode, response.json<Problem>().code], [401, "UNAUTHENTICATED"]);
          assert.match(String(response.headers["www-authenticate"]), /^Bearer/);
        } else if (includesRole(role, needed)) {
          assert.ok(!refusal, `${response.statusCode} ${response.body.slice(0, 200)}`);
          assert.notEqual(response.statusCode, 405);
        } else {
          assert.deepEqual([response.statusCode, response.json<Problem>().code], [403, "FORBIDDEN"]);
          assert.match(response.json<Problem>().issues[0]?.message ?? "", new RegExp(`expected ${needed}`));
        }
      });

  test("undeclared(routes) sees a planted route that says nothing, and the gate leaves it to administrators", async () => {
    const other = await createPlanted();
    const found = undeclared(other.routes, ROUTES);
    assert.deepEqual(found, ["GET /v1/planted does not say who it is for"]);
    for (const role of ["viewer", "analyst", "officer"] as const)
      assert.equal((await other.ask(people.tokens[role])).statusCode, 403);
    assert.equal((await other.ask(people.tokens.admin)).statusCode, 200);
    assert.equal((await other.ask(null)).statusCode, 401);
    await other.close();
  });
});

/** An app of one route that does not say who it is for, and of one that does. */
async function createPlanted() {
  const fastify = Fastify();
  useProblems(fastify);
  const parts = {access: people.access, doors: createDoors(), hasPages: () => false, language: "en"} as const;
  const {routes} = await useGate(fastify, parts);
  fastify.get("/v1/planted", {exposeHeadRoute: false, handler: async () => "ok"});
  fastify.get("/v1/model", {exposeHeadRoute: false, config: {role: "viewer"}, handler: async () => "ok"});
  const ask = (token: string | null) =>
    fastify.inject({url: "/v1/planted", headers: token ? {authorization: `Bearer ${token}`} : {}});
  return {routes, ask, close: () => fastify.close()};
}

describe("every command and every role", () => {
  const sockets = new Map<Role, Socket>();
  before(async () => {
    for (const role of ROLES) sockets.set(role, await connect({token: people.tokens[role]}));
  });
  after(() => {
    for (const socket of sockets.values()) socket.disconnect();
  });

  test("COMMAND_ROLES is as the table", () => assert.deepEqual(COMMAND_ROLES, COMMANDS));

  for (const [event, needed] of Object.entries(COMMANDS))
    for (const role of ROLES)
      test(`${event} asked by ${role} needs ${needed}`, async () => {
        const answer: Ack<unknown> = await sockets.get(role)!.emitWithAck(event, {});
        const isForbidden = !answer.ok && answer.problem.code === "FORBIDDEN";
        assert.equal(isForbidden, !includesRole(role, needed), JSON.stringify(answer));
      });

  for (const [who, auth] of [
    ["nobody", {}],
    ["a stranger", {token: `sb_${"0".repeat(12)}_${"A".repeat(43)}`}],
    ["a number", {token: 5}],
    ["an object", {token: {$ne: ""}}]
  ] as const)
    test(`a socket of ${who} is not opened, and is told why`, async () => {
      const error = await connect(auth).then(
        () => null,
        (failure: Error & {data?: Problem}) => failure
      );
      assert.equal(error?.data?.code, "UNAUTHENTICATED");
      assert.equal(error?.data?.status, 401);
    });
});

function connect(auth: object): Promise<Socket> {
  const socket = io(address, {transports: ["websocket"], reconnection: false, auth});
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}
