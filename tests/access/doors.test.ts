import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {createDoors} from "../../server/access/doors.ts";
import {isLoopback, refuseOpenHost} from "../../server/access/exposure.ts";
import {parseConfig} from "../../server/config.ts";
import {createFakeApp, listen} from "../server/kit/fakes.ts";
import {exchange} from "../server/kit/raw.ts";
import {createPeople} from "./signedIn.ts";

describe("takesHost(host)", () => {
  const doors = createDoors({
    dns: "Bücher.example",
    allowedHosts: ["desk.example.org", "10.1.2.3", "fd00::1"]
  });
  for (const [host, isTaken] of [
    ["127.0.0.1:8080", true],
    ["127.9.8.7", true],
    ["localhost", true],
    ["LOCALHOST:1", true],
    ["localhost.:8080", true],
    ["scorebook.localhost:8080", true],
    ["[::1]:8080", true],
    ["[0:0:0:0:0:0:0:1]", true],
    ["[::ffff:127.0.0.1]:80", true],
    ["bücher.example", true],
    ["xn--bcher-kva.example:443", true],
    ["XN--BCHER-KVA.EXAMPLE", true],
    ["desk.example.org:8443", true],
    ["10.1.2.3:8080", true],
    ["[fd00::1]:8080", true],
    ["evil.example", false],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example", false],
    ["evil.example:127.0.0.1", false],
    ["user@localhost", false],
    ["localhost/evil", false],
    ["localhost#", false],
    ["localhost:99999", false],
    ["localhost:8080:1", false],
    ["0.0.0.0:8080", false],
    ["[::]:8080", false],
    ["10.1.2.4", false],
    ["[fd00::2]", false],
    ["xn--bcher-kvb.example", false],
    ["bucher.example", false],
    ["desk.example.org.evil.example", false],
    ["", false],
    [" ", false],
    [undefined, false]
  ] as const)
    test(`takesHost(${JSON.stringify(host)}) is ${isTaken}`, () =>
      assert.equal(doors.takesHost(host), isTaken));

  test("any name is taken where callers sign in and others can connect, unless names are listed", () => {
    const signedIn = {host: "0.0.0.0", isSignedIn: true};
    assert.ok(createDoors(signedIn).takesHost("desk.example.org"));
    assert.ok(!createDoors({...signedIn, allowedHosts: ["a.example"]}).takesHost("desk.example.org"));
    assert.ok(!createDoors({...signedIn, host: "127.0.0.1"}).takesHost("desk.example.org"));
  });
});

describe("takesOrigin(headers)", () => {
  const doors = createDoors({
    dns: "bücher.example",
    allowedOrigins: ["https://desk.example.org", "http://[fd00::1]:90"]
  });
  const host = "scores.example:8080";
  for (const [origin, isTaken, at] of [
    [undefined, true],
    ["http://scores.example:8080", true],
    ["https://scores.example:8080", true],
    ["http://scores.example", false],
    ["http://scores.example:8081", false],
    ["https://scores.example", true, "scores.example:443"],
    ["https://scores.example", true, "scores.example"],
    ["http://scores.example", false, "scores.example:443"],
    ["http://[::1]:8080", true, "[::1]:8080"],
    ["http://[::1]:8080", true, "[0:0:0:0:0:0:0:1]:8080"],
    ["http://[::1]:8081", false, "[::1]:8080"],
    ["https://xn--bcher-kva.example", true],
    ["https://xn--bcher-kva.example:8443", true],
    ["https://a.xn--bcher-kva.example", false],
    ["https://xn--bcher-kva.example.evil.example", false],
    ["https://desk.example.org", true],
    ["http://desk.example.org", false],
    ["https://desk.example.org:444", false],
    ["https://desk.example.org.evil.example", false],
    ["http://[fd00::1]:90", true],
    ["null", false],
    ["", false],
    ["file://", false],
    ["evil", false],
    ["http://scores.example:8080/", false],
    ["http://scores.example:8080 http://evil.example", false],
    ["http://user@scores.example:8080", false],
    ["https://evil.example", false]
  ] as const)
    test(`takesOrigin(${JSON.stringify(origin)}, asked of ${at ?? host}) is ${isTaken}`, () =>
      assert.equal(doors.takesOrigin({host: at ?? host, ...(origin !== undefined && {origin})}), isTaken));

  for (const [site, isTaken] of [
    ["same-origin", true],
    ["none", true],
    ["same-site", false],
    ["cross-site", false]
  ] as const)
    test(`takesOrigin without an origin, fetched from ${site}, is ${isTaken}`, () =>
      assert.equal(doors.takesOrigin({host, "sec-fetch-site": site}), isTaken));
});

describe("a running server", () => {
  test("answers HOST_REFUSED to a rebound name, over HTTP and as a socket, and health under any name", async () => {
    const app = await createFakeApp();
    const address = await listen(app);
    const ask = (path: string, more = "") =>
      exchange(address, `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n${more}\r\n`);
    assert.match(await ask("/v1/clients"), /^HTTP\/1\.1 403 [\s\S]*HOST_REFUSED/);
    assert.match(await ask("/nothing"), /HOST_REFUSED/);
    assert.match(
      await ask("/socket.io/?EIO=4&transport=polling"),
      /^HTTP\/1\.1 (400|403)[\s\S]*HOST_REFUSED/
    );
    assert.match(await ask("/health/live"), /^HTTP\/1\.1 200/);
    await app.close();
  });

  test("answers ORIGIN_REFUSED to what pages of other sites send, and lets them read nothing", async () => {
    const app = await createFakeApp();
    const send = (method: "GET" | "POST" | "PUT" | "DELETE", headers: Record<string, string>) =>
      app.fastify.inject({method, url: "/compute?ID=100002", headers: {host: "localhost:8080", ...headers}});
    for (const headers of [
      {origin: "https://evil.example"},
      {origin: "null"},
      {"sec-fetch-site": "cross-site"},
      {origin: "http://localhost:9999"}
    ] as Record<string, string>[]) {
      const response = await send("POST", headers);
      assert.deepEqual(
        [response.statusCode, response.json().code],
        [403, "ORIGIN_REFUSED"],
        JSON.stringify(headers)
      );
    }
    assert.equal((await send("POST", {origin: "http://localhost:8080"})).statusCode, 202);
    assert.equal((await send("POST", {})).statusCode, 202);
    const read = await send("GET", {origin: "https://evil.example"});
    assert.equal(read.headers["access-control-allow-origin"], undefined);
    await app.close();
  });

  test("lets pages of allowed_origins ask, preflight included, and no others", async () => {
    const people = await createPeople();
    const doors = createDoors({allowedOrigins: ["https://desk.example.org"]});
    const app = await createFakeApp({doors, access: people.access});
    const preflight = (origin: string) =>
      app.fastify.inject({
        method: "OPTIONS",
        url: "/v1/clients/100002/score",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization"
        }
      });
    const allowed = await preflight("https://desk.example.org");
    assert.equal(allowed.statusCode, 204);
    assert.equal(allowed.headers["access-control-allow-origin"], "https://desk.example.org");
    assert.equal(allowed.headers["access-control-allow-credentials"], undefined);
    assert.equal((await preflight("https://evil.example")).headers["access-control-allow-origin"], undefined);
    const send = (origin: string) =>
      app.fastify.inject({
        method: "POST",
        url: "/v1/clients/100002/score",
        headers: {origin, authorization: `Bearer ${people.tokens.viewer}`}
      });
    assert.equal((await send("https://desk.example.org")).statusCode, 200);
    assert.equal((await send("https://evil.example")).json().code, "ORIGIN_REFUSED");
    await app.close();
    people.remove();
  });

  test("tells no version, no stack and nothing of the framework, and sends the headers of every answer", async () => {
    const people = await createPeople();
    const app = await createFakeApp({access: people.access, version: "9.8.7"});
    for (const url of [
      "/",
      "/v1/clients",
      "/nothing",
      "/%zz",
      "/health/live",
      "/en/sign-in",
      "/openapi.json"
    ]) {
      const {body, headers} = await app.fastify.inject({url, headers: {accept: "*/*"}});
      assert.doesNotMatch(body, /9\.8\.7|node_modules|\.ts:\d|fastify/i, url);
      assert.deepEqual([headers.server, headers["x-powered-by"]], [undefined, undefined]);
      if (url === "/%zz") continue;
      assert.equal(headers["x-content-type-options"], "nosniff", url);
      assert.equal(headers["x-frame-options"], "SAMEORIGIN", url);
      assert.equal(headers["referrer-policy"], "same-origin", url);
      const policy = String(headers["content-security-policy"]);
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /https?:|\*|unsafe/);
    }
    await app.close();
    people.remove();
  });
});

describe("refuseOpenHost(config)", () => {
  const configOf = (host: string, auth?: object) =>
    parseConfig(JSON.stringify({host, ...(auth && {auth})}), "config.json");
  for (const [host, isOwn] of [
    ["127.0.0.1", true],
    ["127.1.2.3", true],
    ["localhost", true],
    ["::1", true],
    ["0:0:0:0:0:0:0:1", true],
    ["::ffff:127.0.0.1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["10.0.0.5", false],
    ["fe80::1%eth0", false],
    ["::ffff:10.0.0.1", false],
    ["scores.example.org", false],
    ["127.0.0.1.example.org", false],
    ["localhost.example.org", false]
  ] as const)
    test(`host ${host} is ${isOwn ? "served" : "refused"} without auth, and served with it`, () => {
      assert.equal(isLoopback(host), isOwn);
      if (isOwn) refuseOpenHost(configOf(host));
      else
        assert.throws(
          () => refuseOpenHost(configOf(host)),
          /^ScorebookError: \/host is "[^"]+", which others can reach, and there is no auth: make a token with npm run token -- create --name NAME --role admin and set "auth": \{"tokens": "tokens\.json"\}, or set "host" to "127\.0\.0\.1"\.$/
        );
      refuseOpenHost(configOf(host, {tokens: "tokens.json"}));
    });
});
