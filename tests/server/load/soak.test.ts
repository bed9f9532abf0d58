import assert from "node:assert/strict";
import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {exchange, frame, open, openDeaf} from "../kit/raw.ts";

const ROUNDS = 34;
const GROWTH = 1.2;
const dist = mkdtempSync(join(tmpdir(), "scorebook-soak-"));
let child: ChildProcess;
let address: string;

before(async () => {
  writeFileSync(join(dist, "index.html"), "Start");
  writeFileSync(join(dist, "large.bin"), Buffer.alloc(4_000_000));
  const script = new URL("soakChild.ts", import.meta.url).pathname;
  child = fork(script, [dist], {execArgv: ["--import", "tsx", "--expose-gc"]});
  [address] = await once(child, "message");
});
after(() => {
  child.kill("SIGKILL");
  rmSync(dist, {recursive: true});
});

async function measure(wish = "measure"): Promise<{rss: number; files: number}> {
  child.send(wish);
  const [told] = await once(child, "message");
  return told;
}

/** What the server took when it had seen everything once. */
let baseline: {rss: number; files: number};
let sent = 0;
/** Sends one request; whatever comes back is read to its end. */
async function request(method: string, path: string, init: RequestInit = {}): Promise<number> {
  sent++;
  const response = await fetch(address + path, {...init, method});
  await response.arrayBuffer();
  return response.status;
}
const json = (body: string) =>
  request("POST", "/v1/clients/100002/what-if", {headers: {"content-type": "application/json"}, body});
const raw = (text: string) => {
  sent++;
  return exchange(address, text);
};
const times = (count: number, work: (i: number) => Promise<unknown>) =>
  Promise.all(Array.from({length: count}, (_, i) => work(i)));
const head = (more: string) => `GET /large.bin HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

async function abortDownload() {
  sent++;
  const socket = await open(address);
  socket.on("error", () => {}).write(head(""));
  await once(socket, "data");
  socket.destroy();
}

async function floodDeaf(frames: readonly string[]) {
  const socket = await openDeaf(address);
  sent += frames.length;
  socket.write(Buffer.concat(frames.map(frame)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
}

/** Every class of bad input, some of each. */
const CLASSES: (() => Promise<unknown>)[] = [
  () => times(10, (i) => request("GET", `/compute/?id=${i}`)),
  () => times(10, (i) => request("POST", `/explainer/?ID=${"9".repeat(i * 30)}x`)),
  () => times(10, (i) => request("GET", `/v1/clients/${"x".repeat(100 * i)}/history?${i}`)),
  () => times(10, () => request("PROPFIND", "/v1/clients", {headers: {"x-long": "x".repeat(5000)}})),
  () =>
    times(10, (i) =>
      request("GET", `/nothing/${i}/`, {headers: {accept: i % 2 ? "application/json" : "*/*"}})
    ),
  () => times(10, () => json('{"features":{"a":NaN,"b":1e999,"__proto__":1}}')),
  () => times(10, (i) => json("[".repeat(1000 * i))),
  () => json(`{"rows":[${"{},".repeat(50_000)}{}]}`),
  () => times(5, () => json(`{"rows":[${"{},".repeat(300)}{}]}`)),
  () =>
    times(10, (i) =>
      request("GET", "/large.bin", {
        headers: {range: ["bytes=5-3", "items=1", `bytes=0-${i}`][i % 3] as string}
      })
    ),
  () => times(10, abortDownload),
  () => times(5, () => raw("no request at all\r\n\r\n")),
  () => times(5, () => raw(head("Expect: more\r\n"))),
  () => times(5, () => raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(17_000)}\r\n\r\n`)),
  () =>
    times(5, () =>
      raw(
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n"
      )
    ),
  () => floodDeaf(Array.from({length: 100}, (_, i) => `42${i}["live:subscribe",{"facts":["explanation"]}]`)),
  () =>
    floodDeaf(
      Array.from(
        {length: 100},
        (_, i) => `42${i}["explain:request",{"clientId":${i % 2 ? 100002 : "[[[]]]"}}]`
      )
    ),
  () => floodDeaf(["42[", "9", "459999-[]", '42["nothing"]', "41", "40/other,", ...Array(20).fill("2")])
];

async function round() {
  for (const send of CLASSES) await send();
}

/** Measures again for a while, since freed memory goes back to the system with delay. */
async function isBack({rss, files}: {rss: number; files: number}): Promise<string> {
  let told = "";
  for (let attempt = 0; attempt < 150; attempt++) {
    const now = await measure();
    told =
      now.rss > rss * GROWTH
        ? `RSS ${now.rss} after ${rss}`
        : now.files > files + 2
          ? `${now.files} files after ${files}`
          : "";
    if (told === "") break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return told;
}

test("10,000 bad requests and frames of every class leave the server alive, no larger and with no file open", async () => {
  for (let i = 0; i < 3; i++) await round();
  baseline = await measure();
  sent = 0;
  for (let i = 0; i < ROUNDS; i++) await round();
  assert.ok(sent >= 10_000, `${sent} were sent`);
  const alive = await fetch(`${address}/health/live`, {signal: AbortSignal.timeout(60_000)});
  assert.equal(alive.status, 200);
  assert.equal(await isBack(baseline), "");
  assert.equal(child.exitCode, null);
});

test("the check of the soak notices a planted leak", async () => {
  await measure("leak");
  assert.match(await isBack(baseline), /^RSS/);
});
