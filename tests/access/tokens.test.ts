import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {randomBytes} from "node:crypto";
import {chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, beforeEach, describe, test} from "node:test";
import {io, type Socket} from "socket.io-client";
import {changeTokens, readTokens} from "../../server/access/credentials/tokenFile.ts";
import {createToken, findToken, isCurrent} from "../../server/access/credentials/tokens.ts";
import type {App} from "../../server/app/app.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {parseExpiry} from "../../tools/token.ts";
import {createFakeApp, createManualClock, listen} from "../server/kit/fakes.ts";
import {createPeople} from "./signedIn.ts";

let people: Awaited<ReturnType<typeof createPeople>>;
let app: App;
let address: string;
let logged: string[];
before(async () => {
  logged = [];
  people = await createPeople({
    log: {error: (_fields: unknown, text?: string) => void logged.push(text ?? "")}
  });
  app = await createFakeApp({access: people.access});
  address = await listen(app);
});
after(async () => {
  await app.close();
  people.remove();
});

const model = (token: string) =>
  app.fastify.inject({url: "/v1/clients", headers: {authorization: `Bearer ${token}`}});
const failure = (work: () => unknown): ScorebookError => {
  try {
    work();
  } catch (error) {
    if (error instanceof ScorebookError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("createToken(…) and findToken(…)", () => {
  const of = {name: "Ann", role: "officer", createdAt: "2026-01-01T00:00:00.000Z", expiresAt: null} as const;

  test("a token has 256 random bits, and its record does not hold it", () => {
    const asked: number[] = [];
    const random = (bytes: number) => {
      asked.push(bytes);
      return randomBytes(bytes);
    };
    const {token, record} = createToken(of, random);
    assert.ok(asked.includes(32), `${asked}`);
    assert.match(token, /^sb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    const secret = token.slice(-43);
    assert.ok(!JSON.stringify(record).includes(secret));
    assert.equal(findToken(new Map([[record.id, record]]), token), record);
  });

  test("a token that differs in any one character is nobody's", () => {
    const {token, record} = createToken(of, randomBytes);
    const records = new Map([[record.id, record]]);
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === "0" ? "1" : "0";
      assert.equal(findToken(records, token.slice(0, i) + other + token.slice(i + 1)), null, `${i}`);
    }
    for (const text of [
      "",
      "sb_",
      `${token} `,
      `${token}a`,
      token.slice(1),
      record.sha256,
      "x".repeat(100_000)
    ])
      assert.equal(findToken(records, text), null);
  });

  test("credentials are compared in constant time, and nowhere by ===", () => {
    for (const file of ["tokens", "sessions"]) {
      const code = readFileSync(`server/access/credentials/${file}.ts`, "utf8");
      assert.match(code, /timingSafeEqual\(/);
      assert.doesNotMatch(code, /(sha256|mac|token|digest\w*\([^)]*\)) *[!=]==/i);
    }
    assert.match("record.sha256 === digest", /(sha256|mac|token) *[!=]==/i);
  });

  test("isCurrent(record, now) ends with expiresAt", () => {
    const {record} = createToken({...of, expiresAt: "2026-01-02T00:00:00.000Z"}, randomBytes);
    const end = Date.UTC(2026, 0, 2);
    assert.deepEqual([isCurrent(record, end - 1), isCurrent(record, end)], [true, false]);
  });
});

describe("the file of tokens", () => {
  const path = () => join(people.folder, "other.json");
  beforeEach(() => rmSync(path(), {force: true}));
  const whole = () => JSON.parse(readFileSync(people.file, "utf8"));

  test("is for its owner alone, has digests only, and is replaced in one step", async () => {
    const {token, record} = createToken(
      {name: "Ann", role: "viewer", createdAt: "2026-01-01T00:00:00.000Z", expiresAt: null},
      randomBytes
    );
    await changeTokens(path(), (tokens) => tokens.set(record.id, record));
    const first = statSync(path());
    assert.equal(first.mode & 0o777, 0o600);
    assert.ok(!readFileSync(path(), "utf8").includes(token.slice(-43)));
    await changeTokens(path(), (tokens) => tokens.delete(record.id));
    assert.notEqual(statSync(path()).ino, first.ino, "a new file took its place");
    assert.equal(readTokens(path()).size, 0);
  });

  test("keeps all of 20 changes that come at once", async () => {
    const made = Array.from({length: 20}, () =>
      createToken(
        {name: "Ann", role: "viewer", createdAt: "2026-01-01T00:00:00.000Z", expiresAt: null},
        randomBytes
      )
    );
    await Promise.all(made.map(({record}) => changeTokens(path(), (all) => all.set(record.id, record))));
    assert.deepEqual([...readTokens(path()).keys()].sort(), made.map(({record}) => record.id).sort());
  });

  const of =
    (change: (file: {tokens: Record<string, unknown>[]} & Record<string, unknown>) => void) => () => {
      const file = whole();
      change(file);
      return JSON.stringify(file);
    };
  for (const [what, text, says] of [
    ["is cut off", () => readFileSync(people.file, "utf8").slice(0, 90), /is not JSON/],
    ["is empty", () => "", /is not JSON/],
    ["is another JSON", () => '{"host": "127.0.0.1"}', /is not a file of tokens/],
    ["is a list", () => "[]", /is not a file of tokens/],
    ["is null", () => "null", /is not a file of tokens/],
    ["is of a later version", of((f) => Object.assign(f, {version: 2})), /later Scorebook \(version 2\)/],
    [
      "has an unknown role",
      of((f) => Object.assign(f.tokens[0]!, {role: "root"})),
      /damaged: \/tokens\/0\/role/
    ],
    [
      "has a short digest",
      of((f) => Object.assign(f.tokens[0]!, {sha256: "00"})),
      /damaged: \/tokens\/0\/sha256/
    ],
    ["has a token in clear", of((f) => Object.assign(f.tokens[0]!, {token: "sb_"})), /damaged: \/tokens\/0/],
    ["has one id twice", of((f) => f.tokens.push(f.tokens[0]!)), /two tokens of one id/]
  ] as const)
    test(`readTokens(path) refuses a file that ${what}`, () => {
      writeFileSync(path(), text());
      const error = failure(() => readTokens(path()));
      assert.equal(error.code, "TOKENS_INVALID");
      assert.match(error.detail, says);
    });

  test("readTokens(path) says what to do about a file that is not there, is a folder, or others may write", () => {
    assert.match(
      failure(() => readTokens(path())).detail,
      /npm run token -- create --name NAME --role admin/
    );
    mkdirSync(path());
    assert.match(failure(() => readTokens(path())).detail, /cannot be read \(EISDIR\)/);
    rmSync(path(), {recursive: true});
    writeFileSync(path(), JSON.stringify(whole()));
    chmodSync(path(), 0o622);
    assert.match(failure(() => readTokens(path())).detail, /mode 622.*chmod 600/);
    chmodSync(path(), 0o600);
    assert.equal(readTokens(path()).size, 4);
  });

  test("while it is damaged nobody comes in, the log says why, callers do not, and it is used again when it is mended", async () => {
    const text = readFileSync(people.file, "utf8");
    assert.equal((await model(people.tokens.viewer)).statusCode, 200);
    writeFileSync(people.file, text.slice(0, 50));
    try {
      const refused = await model(people.tokens.viewer);
      assert.deepEqual([refused.statusCode, refused.json().code], [503, "TOKENS_INVALID"]);
      assert.ok(!refused.body.includes(people.folder));
      assert.match(logged.at(-1) ?? "", /tokens\.json is not JSON/);
      const ready = await app.fastify.inject({url: "/health/ready"});
      assert.deepEqual([ready.statusCode, ready.json().checks.access], [503, "unavailable"]);
    } finally {
      writeFileSync(people.file, text);
    }
    assert.equal((await model(people.tokens.viewer)).statusCode, 200);
  });
});

describe("revoking", () => {
  const open = (auth: object, clockAddress = address): Promise<Socket> => {
    const socket = io(clockAddress, {transports: ["websocket"], reconnection: false, auth});
    return new Promise((resolve, reject) => {
      socket.once("connect", () => resolve(socket));
      socket.once("connect_error", reject);
    });
  };
  const gone = (socket: Socket) => new Promise<string>((resolve) => socket.once("disconnect", resolve));

  test("a revoked token is refused with the next request, and its socket closed with its next command", async () => {
    const {token, id} = await people.add("viewer");
    const [socket, other] = [await open({token}), await open({token: people.tokens.viewer})];
    assert.ok((await socket.emitWithAck("live:subscribe", {})).ok);
    await people.revoke(id);
    assert.equal((await model(token)).statusCode, 401);
    const closed = gone(socket);
    socket.emit("score:request", {clientId: 100002});
    assert.equal(await closed, "io server disconnect");
    assert.ok((await other.emitWithAck("live:subscribe", {})).ok);
    other.disconnect();
    await assert.rejects(open({token}));
  });

  test("a socket that only listens is closed at the next look", async () => {
    const clock = createManualClock();
    const listening = await createFakeApp({access: people.access, clock});
    const {token, id} = await people.add("viewer");
    const there = await listen(listening);
    const [socket, other] = [await open({token}, there), await open({token: people.tokens.admin}, there)];
    await people.revoke(id);
    const closed = gone(socket);
    clock.advance(1000);
    assert.equal(await closed, "io server disconnect");
    assert.ok(other.connected);
    other.disconnect();
    await listening.close();
  });

  test("while the file of tokens is damaged sockets are closed as well", async () => {
    const clock = createManualClock();
    const listening = await createFakeApp({access: people.access, clock});
    const socket = await open({token: people.tokens.admin}, await listen(listening));
    const text = readFileSync(people.file, "utf8");
    writeFileSync(people.file, "{");
    const closed = gone(socket);
    clock.advance(1000);
    assert.equal(await closed, "io server disconnect");
    writeFileSync(people.file, text);
    await listening.close();
  });

  test("wrong tokens of sockets are counted by address too", async () => {
    const counted = await createFakeApp({access: people.access});
    const there = await listen(counted);
    const codes: unknown[] = [];
    for (let i = 0; i < 11; i++)
      await open({token: "sb_wrong"}, there).catch(({message}: Error) => codes.push(message));
    assert.deepEqual(codes, [...Array(10).fill("UNAUTHENTICATED"), "RATE_LIMITED"]);
    const right = await open({token: people.tokens.viewer}, there);
    right.disconnect();
    await counted.close();
  });

  test("a token that has expired is refused and says so", async () => {
    const {token} = await people.add("viewer", "2026-01-02T00:00:00.000Z");
    const response = await model(token);
    assert.equal(response.statusCode, 401);
    assert.match(response.json().detail, /has expired \(2026-01-02/);
  });

  test(`wrong credentials are counted by address: the eleventh within a minute is RATE_LIMITED, a right one is not`, async () => {
    const counted = await createFakeApp({access: people.access});
    const ask = (token: string, remoteAddress: string) =>
      counted.fastify.inject({
        url: "/v1/clients",
        remoteAddress,
        headers: {authorization: `Bearer ${token}`}
      });
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) statuses.push((await ask("wrong", "10.0.0.1")).statusCode);
    assert.deepEqual(statuses, [...Array(10).fill(401), 429]);
    const limited = await ask("wrong", "10.0.0.1");
    assert.ok(Number(limited.headers["retry-after"]) >= 1);
    assert.equal((await ask("wrong", "10.0.0.2")).statusCode, 401);
    assert.equal((await ask(people.tokens.viewer, "10.0.0.1")).statusCode, 200);
    const forged = {"x-forwarded-for": "10.9.9.9", authorization: "Bearer wrong"};
    const spoofed = await counted.fastify.inject({
      url: "/v1/clients",
      remoteAddress: "10.0.0.1",
      headers: forged
    });
    assert.equal(spoofed.statusCode, 429, "the word of a proxy that is not trusted is not taken");
    await counted.close();
  });
});

describe("npm run token", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "tools/token.ts", ...args], {encoding: "utf8"});
  const file = () => join(people.folder, "made.json");

  test("create shows the token once, list shows no secret, revoke ends it", () => {
    const made = run(
      "create",
      "--name",
      "Ann Été",
      "--role",
      "officer",
      "--expires",
      "30d",
      "--file",
      file()
    );
    assert.equal(made.status, 0, made.stderr);
    const token = made.stdout.trim();
    assert.match(token, /^sb_[0-9a-f]{12}_.{43}$/);
    assert.ok(!made.stderr.includes(token));
    const record = findToken(readTokens(file()), token);
    assert.deepEqual([record?.name, record?.role], ["Ann Été", "officer"]);
    const listed = run("list", "--file", file());
    assert.match(listed.stdout, new RegExp(`${record?.id} +officer .*Ann Été`));
    assert.ok(!listed.stdout.includes(token.slice(-43)) && !listed.stdout.includes(record?.sha256 ?? ""));
    assert.equal(run("revoke", record?.id ?? "", "--file", file()).status, 0);
    assert.equal(readTokens(file()).size, 0);
  });

  for (const [args, says] of [
    [
      ["create", "--name", "Ann", "--role", "boss"],
      /^--role is boss; expected viewer, analyst, officer, admin\.$/
    ],
    [["create", "--role", "viewer"], /^--name is ""; expected 1 to 60 characters\.$/],
    [["revoke", "nothing"], /no file of tokens|no token nothing/],
    [["grant"], /^The command is grant; expected create/]
  ] as const)
    test(`${args.join(" ")} is refused in one sentence`, () => {
      const {status, stderr, stdout} = run(...args, "--file", join(people.folder, "none.json"));
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr.trim(), says);
      assert.equal(stderr.trim().split("\n").length, 1);
    });

  test("parseExpiry(text, now) takes days and days to come, and refuses others", () => {
    const now = new Date("2026-01-01T12:00:00Z");
    assert.equal(parseExpiry("2d", now), "2026-01-03T12:00:00.000Z");
    assert.equal(parseExpiry("2026-01-01", now), "2026-01-01T23:59:59.999Z");
    for (const text of ["2025-12-31", "2026-02-30", "0d", "-1d", "soon", "", "2026-13-01"])
      assert.throws(
        () => parseExpiry(text, now),
        /--expires is .*; expected a day to come such as 2027-12-31/
      );
  });
});
