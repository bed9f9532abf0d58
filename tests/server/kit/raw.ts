import {once} from "node:events";
import {readdirSync} from "node:fs";
import {connect, type Socket} from "node:net";
import type {Problem} from "../../../src/core/errors.ts";

/** Opens a connection to an address. */
export function open(address: string): Promise<Socket> {
  const {hostname, port} = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Sends bytes and answers everything that comes back until the server closes the connection. */
export async function exchange(address: string, text: string): Promise<string> {
  const socket = await open(address);
  socket.on("error", () => {});
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(text, "latin1");
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads status and problem out of a raw response. */
export function problemIn(response: string): {status: number; head: string; problem: Problem} {
  const at = response.indexOf("\r\n\r\n");
  const head = response.slice(0, at);
  const body = response.slice(at + 4);
  return {
    status: Number(head.split(" ", 2)[1]),
    head,
    problem: JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1))
  };
}

/** Counts the files and sockets that this process has open (Linux). */
export const openFiles = (): number => readdirSync("/proc/self/fd").length;

/** Waits until a condition holds; it is for the caller to bound the time of its test. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Opens a WebSocket by hand whose answers nobody reads, and joins the socket server. */
export async function openDeaf(base: string): Promise<Socket> {
  const socket = await open(base);
  socket.on("error", () => {});
  const key = Buffer.from("0123456789abcdef").toString("base64");
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${new URL(base).host}\r\nConnection: Upgrade\r\n` +
      `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
  );
  await once(socket, "data");
  socket.write(frame("40"));
  let heard = "";
  while (!heard.includes("40{")) heard += String((await once(socket, "data"))[0]);
  socket.pause();
  return socket;
}

/** Makes a masked text frame; the mask is zero. */
export function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const size =
    body.length < 126
      ? Buffer.from([0x80 | body.length])
      : Buffer.from([0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([0x81]), size, Buffer.alloc(4), body]);
}
