import assert from "node:assert/strict";
import {once} from "node:events";
import {createServer, type IncomingMessage} from "node:http";
import {type AddressInfo, connect} from "node:net";
import {after, before, describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {dropRest} from "../../../server/edge/dropRest.ts";
import type {Workbench} from "../../../server/scoring/workbench.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";

/** Sends as a proxy does, that takes a broken connection for a dead server: piece by piece, an answer or not. */
async function send(port: number, path: string, bytes: number): Promise<{answer: string; broken: boolean}> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  let broken = false;
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  const note = () => {
    broken = true;
  };
  socket.on("error", note).on("end", note);
  await once(socket, "connect");
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`
  );
  for (let sent = 0; sent < bytes && !broken; sent += 65_536) {
    socket.write(Buffer.alloc(Math.min(65_536, bytes - sent), " "));
    await sleep(1);
  }
  for (let i = 0; i < 12_000 && !answer.includes("requestId") && !broken; i++) await sleep(10);
  socket.destroy();
  return {answer, broken};
}

describe("dropRest(request)", () => {
  let app: Awaited<ReturnType<typeof createFakeApp>>;
  let port: number;
  before(async () => {
    app = await createFakeApp({workbench: {} as Workbench});
    port = Number(new URL(await listen(app)).port);
  });
  after(() => app.close());

  for (const path of ["/v1/clients/100002/what-if", "/compute/?ID=100002"])
    test(`a body that is too large is read to its end before POST ${path} is refused, connection kept`, async () => {
      const {answer, broken} = await send(port, path, 3_000_000);
      assert.match(answer, /^HTTP\/1.1 413 /);
      assert.match(answer, /PAYLOAD_TOO_LARGE/);
      assert.doesNotMatch(answer, /^connection: close/im);
      assert.equal(broken, false);
    });

  test("the check sees a planted server that refuses at once", async () => {
    const hasty = createServer((_, response) =>
      response.writeHead(413, {connection: "close"}).end('{"requestId": ""}')
    ).listen(0, "127.0.0.1");
    await once(hasty, "listening");
    let seen = false;
    for (let i = 0; i < 5 && !seen; i++) {
      const {broken} = await send((hasty.address() as AddressInfo).port, "/", 3_000_000);
      seen = broken;
    }
    assert.ok(seen);
    hasty.close();
  });

  test("does not wait for more than its limits", async () => {
    const ends: Promise<boolean>[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      ends.push(dropRest(request, {bytes: 1000, ms: 50}));
      void ends.at(-1)!.then(() => response.end());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => {});
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nslow");
    await once(socket, "data");
    assert.equal(await ends[0], false, "a slow one");
    socket.destroy();
    const other = connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => {});
    other.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n");
    await once(other, "data");
    assert.equal(await ends[1], false, "a long one");
    other.destroy();
    server.close();
  });
});
