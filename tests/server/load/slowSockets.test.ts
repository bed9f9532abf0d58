import assert from "node:assert/strict";
import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import type {Socket as Raw} from "node:net";
import {after, before, test} from "node:test";
import {io, type Socket} from "socket.io-client";
import type {ClientToServer, ServerToClient} from "../../../src/core/protocol.ts";
import {CLIENTS} from "../kit/fakes.ts";
import {frame, openDeaf, until} from "../kit/raw.ts";

type Client = Socket<ServerToClient, ClientToServer>;
const READING = 200;
const DEAF = 100;
const CLIENT = CLIENTS[0]!;
/** Bytes of one note; with what a change tells besides, some 2 kB to each of 300. */
const NOTE = "x".repeat(1900);

let child: ChildProcess;
let address: string;
const reading: Client[] = [];
/** How many changes each reading socket has heard of, and how many were made. */
const heard: number[] = [];
let changes = 0;
const deaf: Raw[] = [];
before(async () => {
  const script = new URL("soakChild.ts", import.meta.url).pathname;
  child = fork(script, [], {execArgv: ["--import", "tsx", "--expose-gc"]});
  [address] = await once(child, "message");
});
after(() => {
  for (const client of reading) client.disconnect();
  for (const socket of deaf) socket.destroy();
  child.kill("SIGKILL");
});

async function measure(): Promise<number> {
  child.send("measure");
  const [{rss}] = (await once(child, "message")) as [{rss: number}];
  return rss / 2 ** 20;
}
async function change(body: object) {
  const response = await fetch(`${address}/v1/cases/${CLIENT}`, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify(body)
  });
  assert.equal(response.status, 200);
  changes++;
  return (await response.json()) as {version: number; notes: {set: {id: string}[]}};
}
/**
 * Adds a note and removes it: two changes, told to all; and a score for the live desk. It goes on once those who read have
 * read: they share one process, which a busy machine gives less than the server.
 */
async function traffic(rounds: number) {
  for (let i = 0; i < rounds; i++) {
    const {notes} = await change({note: NOTE});
    await change({removeNote: notes.set[0]!.id});
    await fetch(`${address}/v1/clients/${CLIENT}/explanation`, {method: "POST"});
    await until(() => heard.every((count) => count >= changes));
  }
}
/** Tells how often a socket missed a fact because it does not read. */
async function dropped(): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^scorebook_dropped_total\{what="fact"\} (\d+)/m.exec(text)![1]);
}

test("300 sockets on one case and the live desk, 100 of which never read: the server does not grow, and those who read miss nothing", async () => {
  for (let i = 0; i < READING; i++) {
    const client: Client = io(address, {transports: ["websocket"], reconnection: false, forceNew: true});
    reading.push(client);
    await once(client as never, "connect");
    await client.emitWithAck("live:subscribe", {facts: ["score", "explanation"]});
    await client.emitWithAck("case:join", {clientId: CLIENT, by: `reader ${i}`});
  }
  for (let i = 0; i < DEAF; i++) {
    const socket = await openDeaf(address);
    socket.write(frame('420["live:subscribe",{"facts":["score","explanation"]}]'));
    socket.write(frame(`421["case:join",{"clientId":${CLIENT},"by":"deaf ${i}"}]`));
    deaf.push(socket);
  }
  heard.push(...new Array<number>(READING).fill(0));
  let versions = true;
  reading.forEach((client, i) => {
    let last = 0;
    client.on("case:changed", ({version}) => {
      versions &&= last === 0 || version === last + 1;
      last = version;
      heard[i]!++;
    });
  });
  const people = async () => {
    const answer = await reading[0]!.emitWithAck("case:join", {clientId: CLIENT, by: "reader 0"});
    return answer.ok ? answer.body.people.length : 0;
  };
  while ((await people()) < READING + DEAF) await new Promise((resolve) => setTimeout(resolve, 50));
  await traffic(50);
  const start = await measure();
  const rss: number[] = [];
  for (let i = 0; i < 4; i++) {
    await traffic(150);
    rss.push(await measure());
  }
  await change({note: "last"});
  await until(() => heard.every((count) => count >= changes));
  assert.ok(versions, "a version was missed or doubled");
  console.log(
    `RSS ${start.toFixed(0)} MiB before, ${rss.map((one) => one.toFixed(0)).join(", ")} MiB after each 300 changes told to 300 sockets`
  );
  const most = 100 + DEAF;
  assert.ok(Math.max(...rss) - start < most, `grew from ${start} to ${rss.join()}`);
  assert.ok(rss[3]! - rss[1]! < 20, `still grows: ${rss.join()}`);
});

test("a socket that reads again is told how much it missed and of which case, and joins it to the newest version", async () => {
  for (const client of reading.splice(0)) client.disconnect();
  for (const socket of deaf.splice(0)) socket.destroy();
  for (let i = 0; i < 150; i++) await change({note: NOTE});
  const socket = await openDeaf(address);
  deaf.push(socket);
  const join = (id: number) => frame(`42${id}["case:join",{"clientId":${CLIENT},"version":1}]`);
  socket.write(Buffer.concat(Array.from({length: 45}, (_, i) => join(100 + i))));
  const before = await dropped();
  let version: number;
  do ({version} = await change({claim: true}));
  while ((await dropped()) === before);
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.resume();
  const fact = /facts:dropped",(\{[^}]*\})/;
  await until(() => fact.test(text) || socket.closed);
  const [, told = "{}"] = fact.exec(text) ?? [];
  const {count, rooms} = JSON.parse(told) as {count: number; rooms: string[]};
  assert.deepEqual([count > 0, rooms], [true, [`case:${CLIENT}`]]);
  text = "";
  // What one socket may ask comes back with time.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  socket.write(join(999));
  const answer = () => text.slice(text.indexOf("43999["));
  await until(() => (text.includes("43999[") && answer().includes('"people":')) || socket.closed);
  assert.ok(answer().includes(`"version":${version},`), `version ${version} was expected`);
});
