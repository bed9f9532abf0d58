import assert from "node:assert/strict";
import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {io} from "socket.io-client";
import {createAccess} from "../../server/access/access.ts";
import {wayBack} from "../../server/access/pages/wayBack.ts";
import type {App} from "../../server/app/app.ts";
import {createDashboard} from "../../server/pages/dashboard.ts";
import {openPages} from "../../server/pages/pages.ts";
import type {Problem} from "../../src/core/errors.ts";
import {createFakeApp, listen, silent} from "../server/kit/fakes.ts";
import {createPeople} from "./signedIn.ts";

const HOUR_MS = 3_600_000;
let nowMs = Date.UTC(2026, 0, 1);
let people: Awaited<ReturnType<typeof createPeople>>;
let app: App;
/** Pages and API in one process, and the pages as a process of their own before it. */
let halves: [name: string, address: string][];
let closeDashboard: () => Promise<void>;

before(async () => {
  people = await createPeople({nowMs: () => nowMs});
  const dist = join(people.folder, "dist");
  for (const folder of ["en", "fr", "notebooks", "_file"]) mkdirSync(join(dist, folder), {recursive: true});
  for (const lang of ["en", "fr"])
    for (const page of ["index", "live", "explore", "notebook"])
      writeFileSync(join(dist, lang, `${page}.html`), `${page} in ${lang}`);
  writeFileSync(join(dist, "notebooks/worked.html"), "A notebook");
  writeFileSync(join(dist, "_file/clients.1.arrow"), "everybody");
  writeFileSync(join(dist, "404.html"), "Nothing here");
  const pages = openPages(dist);
  app = await createFakeApp({pages, access: people.access});
  const api = await listen(app);
  const {file: tokens, sessions} = people;
  const access = createAccess({tokens, sessions, sessionHours: 12, nowMs: () => nowMs, log: silent});
  const dashboard = await createDashboard({api, pages, access, log: silent, newId: () => "id"});
  closeDashboard = () => dashboard.close();
  halves = [
    ["one process", api],
    ["pages apart", await dashboard.listen({host: "127.0.0.1", port: 0})]
  ];
});
after(async () => {
  await closeDashboard();
  await app.close();
  people.remove();
});

/** Wrong tokens are counted by address; each half of the tests has one of its own. */
let from = "10.0.0.1";
const HTML = {accept: "text/html,application/xhtml+xml,*/*;q=0.8"};
const get = (url: string, headers: Record<string, string> = {}) => fetch(url, {headers, redirect: "manual"});
const signIn = (address: string, token: unknown, headers: Record<string, string> = {}) =>
  fetch(`${address}/v1/session`, {
    method: "POST",
    headers: {"content-type": "application/json", "x-forwarded-for": from, ...headers},
    body: JSON.stringify({token})
  });
const form = (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${address}/v1/session`, {
    method: "POST",
    headers: {"x-forwarded-for": from, ...headers},
    body: new URLSearchParams(fields),
    redirect: "manual"
  });
const setCookie = (response: Response) => response.headers.getSetCookie()[0] ?? "";
const cookieOf = (response: Response) => ({cookie: setCookie(response).split(";", 1)[0] as string});

for (const half of [0, 1] as const)
  describe(`signing in, ${half === 0 ? "pages and API in one process" : "pages apart from the API"}`, () => {
    let address: string;
    before(() => {
      address = halves[half]?.[1] as string;
      from = `10.0.0.${half + 1}`;
    });

    test("pages lead to the sign-in page in their language, and it leads back", async () => {
      for (const [path, there] of [
        ["/en/live?client=1&x=%2F", "../en/sign-in?to=%2Fen%2Flive%3Fclient%3D1%26x%3D%252F"],
        ["/fr/", "../fr/sign-in?to=%2Ffr%2F"],
        ["/", "./en/sign-in"],
        ["/notebooks/worked", "../en/sign-in?to=%2Fnotebooks%2Fworked"],
        ["/no/such/page", "../../en/sign-in?to=%2Fno%2Fsuch%2Fpage"]
      ] as const) {
        const response = await get(address + path, HTML);
        assert.deepEqual([response.status, response.headers.get("location")], [302, there], path);
        const asked = await get(String(new URL(there, address + path)));
        assert.equal(asked.status, 200);
        assert.match(await asked.text(), path.startsWith("/fr") ? /Votre jeton/ : /Your token/);
      }
    });

    test("files of the site and the API answer 401 and say nothing else", async () => {
      for (const path of ["/_file/clients.1.arrow", "/v1/clients", "/en/live", "/v1/nothing"]) {
        const response = await get(address + path, {accept: "*/*"});
        assert.equal(response.status, 401, path);
        assert.equal(((await response.json()) as Problem).code, "UNAUTHENTICATED");
      }
      for (const method of ["POST", "PUT", "DELETE"])
        assert.equal((await fetch(`${address}/v1/notebooks/a`, {method})).status, 401);
    });

    test("POST /v1/session sets a cookie that no script reads and no other site sends, and that opens pages and API", async () => {
      const response = await signIn(address, people.tokens.viewer);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), {
        name: "the viewer",
        role: "viewer",
        isOpen: false,
        expiresAt: new Date(nowMs + 12 * HOUR_MS).toISOString()
      });
      const cookie = setCookie(response);
      assert.match(cookie, /; HttpOnly/);
      assert.match(cookie, /; SameSite=Strict/);
      assert.match(cookie, /; Path=\//);
      assert.match(cookie, /; Expires=Thu, 01 Jan 2026 \d\d:00:00 GMT/);
      assert.doesNotMatch(cookie, /Secure|Domain/);
      assert.ok(!cookie.includes(people.tokens.viewer) && !cookie.includes(people.tokens.viewer.slice(-43)));
      const headers = cookieOf(response);
      assert.equal(await (await get(`${address}/en/live`, {...HTML, ...headers})).text(), "live in en");
      assert.equal(await (await get(`${address}/_file/clients.1.arrow`, headers)).text(), "everybody");
      assert.equal((await get(`${address}/v1/clients`, headers)).status, 200);
      assert.equal((await get(`${address}/no/such/page`, {...HTML, ...headers})).status, 404);
      const me = await (await get(`${address}/v1/session`, headers)).json();
      assert.deepEqual([me.name, me.role], ["the viewer", "viewer"]);
    });

    test("the cookie is Secure where the browser used https", async () => {
      const secure = await signIn(address, people.tokens.viewer, {"x-forwarded-proto": "https"});
      assert.match(setCookie(secure), /; Secure/);
      const host = new URL(address).host;
      assert.match(
        setCookie(await signIn(address, people.tokens.viewer, {origin: `https://${host}`})),
        /; Secure/
      );
    });

    test("the form signs in without a script, and leads to the page that was asked for", async () => {
      const fields = {token: ` ${people.tokens.analyst} `, to: "/fr/explore?x=AMT_CREDIT", lang: "fr"};
      const response = await form(address, fields, {origin: address, ...HTML});
      assert.deepEqual(
        [response.status, response.headers.get("location")],
        [303, "../fr/explore?x=AMT_CREDIT"]
      );
      const there = String(new URL("../fr/explore?x=AMT_CREDIT", `${address}/v1/session`));
      assert.equal(await (await get(there, {...HTML, ...cookieOf(response)})).text(), "explore in fr");
    });

    test("the form leads back to itself when the token is wrong, and shows neither token nor cookie", async () => {
      const response = await form(address, {token: "sb_wrong", to: "/fr/live", lang: "fr"}, HTML);
      const there = response.headers.get("location") ?? "";
      assert.deepEqual([response.status, there], [303, "../fr/sign-in?failed=&to=%2Ffr%2Flive"]);
      assert.equal(setCookie(response), "");
      const page = await get(String(new URL(there, `${address}/v1/session`)));
      assert.equal(page.status, 401);
      const html = await page.text();
      assert.match(html, /role="alert">Ce jeton n’est pas connu/);
      assert.ok(!html.includes("sb_wrong"));
    });

    for (const [body, status, code] of [
      [{token: "sb_wrong"}, 401, "UNAUTHENTICATED"],
      [{}, 400, "REQUEST_INVALID"],
      [{token: 5}, 400, "REQUEST_INVALID"],
      [{token: {$ne: ""}}, 400, "REQUEST_INVALID"],
      [{token: "a".repeat(201)}, 400, "REQUEST_INVALID"],
      [[], 400, "REQUEST_INVALID"],
      [null, 400, "REQUEST_INVALID"]
    ] as const)
      test(`POST /v1/session ${JSON.stringify(body).slice(0, 40)} is ${code}`, async () => {
        const headers = {"content-type": "application/json", "x-forwarded-for": from};
        const response = await fetch(`${address}/v1/session`, {
          method: "POST",
          headers,
          body: JSON.stringify(body)
        });
        assert.deepEqual([response.status, ((await response.json()) as Problem).code], [status, code]);
        assert.equal(setCookie(response), "");
      });

    test("a form of another site signs nobody in", async () => {
      const fields = {token: people.tokens.viewer, to: "/"};
      for (const [name, value] of [
        ["origin", "https://evil.example"],
        ["sec-fetch-site", "cross-site"]
      ] as const)
        assert.equal((await form(address, fields, {[name]: value})).status, 403, name);
    });

    test("DELETE /v1/session ends the session everywhere, its socket too, and no other of the same token", async () => {
      const [own, other] = [
        cookieOf(await signIn(address, people.tokens.viewer)),
        cookieOf(await signIn(address, people.tokens.viewer))
      ];
      const socket = io(address, {transports: ["websocket"], reconnection: false, extraHeaders: own});
      await new Promise<void>((resolve, reject) =>
        socket.once("connect", resolve).once("connect_error", reject)
      );
      assert.ok((await socket.emitWithAck("score:request", {clientId: 100002})).ok);
      const closed = new Promise((resolve) => socket.once("disconnect", resolve));
      const response = await fetch(`${address}/v1/session`, {method: "DELETE", headers: own});
      assert.equal(response.status, 204);
      assert.match(setCookie(response), /^scorebook_session=;.*Expires=Thu, 01 Jan 1970/);
      await closed;
      for (const [, half] of halves) {
        assert.equal((await get(`${half}/v1/clients`, own)).status, 401);
        assert.equal((await get(`${half}/en/live`, {...HTML, ...own})).status, 302);
        assert.equal((await get(`${half}/v1/clients`, other)).status, 200);
      }
    });

    test("a session is over after its hours, and with its token", async () => {
      const {token, id} = await people.add("viewer");
      const headers = cookieOf(await signIn(address, token));
      const then = nowMs;
      nowMs = then + 12 * HOUR_MS - 1;
      assert.equal((await get(`${address}/v1/clients`, headers)).status, 200);
      nowMs = then + 12 * HOUR_MS;
      assert.equal((await get(`${address}/v1/clients`, headers)).status, 401);
      nowMs = then;
      await people.revoke(id);
      assert.equal((await get(`${address}/en/live`, {...HTML, ...headers})).status, 302);
    });

    test("a cookie that was changed in any part is nobody's", async () => {
      const {cookie} = cookieOf(await signIn(address, people.tokens.viewer));
      const [name, value = ""] = cookie.split("=");
      for (const i of [0, 5, 33, 40, 46, 50, 60, value.length - 20]) {
        const changed = value.slice(0, i) + (value[i] === "1" ? "2" : "1") + value.slice(i + 1);
        const response = await get(`${address}/en/live`, {...HTML, cookie: `${name}=${changed}`});
        assert.equal(response.status, 302, `${i}`);
      }
    });

    test("a page for another role is refused with a page that says so, in its language", async () => {
      const viewer = cookieOf(await signIn(address, people.tokens.viewer));
      const analyst = cookieOf(await signIn(address, people.tokens.analyst));
      for (const [path, says] of [
        ["/en/explore", /role analyst\. You are signed in as the viewer, viewer/],
        ["/fr/explore", /rôle analyste\. Vous êtes connecté en tant que the viewer, lecteur/],
        ["/fr/notebook", /rôle analyste/],
        ["/notebooks/worked", /role analyst/]
      ] as const) {
        const response = await get(address + path, {...HTML, ...viewer});
        assert.equal(response.status, 403, path);
        assert.match(await response.text(), says);
        assert.equal((await get(address + path, {...HTML, ...analyst})).status, 200, path);
        assert.equal((await get(address + path, viewer)).status, 403, "whatever is accepted");
      }
    });
  });

describe("wayBack(to)", () => {
  for (const [to, there] of [
    ["/en/client?id=100002", "/en/client?id=100002"],
    ["/", "/"],
    ["/fr/tables/bureau", "/fr/tables/bureau"],
    ["//evil.example", "/"],
    ["///evil.example", "/"],
    ["/\\evil.example", "/"],
    ["\\\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/\n/evil.example", "/"],
    ["/%0a/evil.example", "/%0a/evil.example"],
    ["/a/..//evil.example", "/"],
    ["/.//evil.example", "/"],
    ["https://evil.example", "/"],
    ["http:evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["evil.example", "/"],
    ["@evil.example", "/"],
    ["/en/live\\@evil.example", "/"],
    ["/en/live#x", "/en/live"],
    ["/en/sign-in?to=/", "/"],
    ["/v1/session", "/"],
    [`/${"x".repeat(3000)}`, "/"],
    ["", "/"],
    [["/en/live", "//evil.example"], "/"],
    [undefined, "/"]
  ] as const)
    test(`wayBack(${JSON.stringify(to)?.slice(0, 50)}) is ${there}`, () => {
      assert.equal(wayBack(to), there);
      for (const base of ["http://a.example/v1/session", "http://a.example/score/book/v1/session"])
        assert.equal(new URL(`..${wayBack(to)}`, base).host, "a.example");
    });
});

test("the file of sessions is for its owner alone; damaged, it lets nobody in and says what to do", async () => {
  assert.equal(statSync(people.sessions).mode & 0o777, 0o600);
  const text = readFileSync(people.sessions, "utf8");
  const address = halves[0]?.[1] as string;
  const headers = cookieOf(await signIn(address, people.tokens.viewer));
  writeFileSync(people.sessions, "{");
  assert.equal((await get(`${address}/v1/clients`, headers)).status, 503);
  const bearer = {authorization: `Bearer ${people.tokens.viewer}`};
  assert.equal((await get(`${address}/v1/clients`, bearer)).status, 200, "programs need no session");
  rmSync(people.sessions);
  await people.access.prepare();
  assert.equal((await get(`${address}/v1/clients`, headers)).status, 401, "with a new key all sign in again");
  writeFileSync(people.sessions, text);
  assert.equal((await get(`${address}/v1/clients`, headers)).status, 200);
});

test("signing in is counted by address", async () => {
  const counted = await createFakeApp({access: people.access});
  const attempt = (token: string) =>
    counted.fastify.inject({method: "POST", url: "/v1/session", payload: {token}});
  for (let i = 0; i < 10; i++) assert.equal((await attempt("sb_wrong")).statusCode, 401);
  const limited = await attempt("sb_wrong");
  assert.deepEqual([limited.statusCode, limited.json().code], [429, "RATE_LIMITED"]);
  const page = await counted.fastify.inject({
    method: "POST",
    url: "/v1/session",
    headers: {"content-type": "application/x-www-form-urlencoded"},
    payload: "token=sb_wrong&lang=fr"
  });
  assert.equal(page.headers.location, "../fr/sign-in?wait=&to=%2F");
  await counted.close();
});

test("where nobody signs in, the sign-in page leads on and GET /v1/session says so", async () => {
  const open = await createFakeApp();
  const page = await open.fastify.inject({url: "/en/sign-in?to=/en/live"});
  assert.deepEqual([page.statusCode, page.headers.location], [302, "../en/live"]);
  assert.deepEqual((await open.fastify.inject({url: "/v1/session"})).json(), {
    name: "local",
    role: "admin",
    isOpen: true
  });
  await open.close();
});
