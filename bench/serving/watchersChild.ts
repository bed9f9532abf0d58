import {io} from "socket.io-client";
import type {Form, Watched} from "./watchers.ts";

const [origin, count, form] = process.argv.slice(2) as [string, string, Form];
const nothing = () => ({batches: 0, scores: 0, bytes: 0});
let had = nothing();
let cpuBefore = process.cpuUsage();

/** Says why one of so many sockets was not opened; what the transport met is deeper than the error's own message. */
function whyRefused(error: Error & {description?: {message?: string}}): string {
  const {message, description} = error;
  return `One of ${count} sockets was not opened: ${[message, description?.message].filter(Boolean).join(": ")}.`;
}

async function watch() {
  const socket = io(origin, {transports: ["websocket"], forceNew: true, reconnection: false});
  const count = ({scores}: {scores: unknown[]}) => {
    had.batches++;
    had.scores += scores.length;
  };
  socket.on("live:batch", count).on("live:compact", count);
  await new Promise<void>((resolve, reject) =>
    socket.once("connect", resolve).once("connect_error", (error) => reject(new Error(whyRefused(error))))
  );
  await socket.emitWithAck("live:subscribe", {facts: [], form});
  socket.io.engine.on("packet", ({data}) => {
    had.bytes += data?.length ?? 0;
  });
}

process.on("message", () => {
  const {user, system} = process.cpuUsage(cpuBefore);
  const watched: Watched = {...had, cpu: (user + system) / 1e6};
  had = nothing();
  cpuBefore = process.cpuUsage();
  process.send?.(watched);
});
process.once("disconnect", () => process.exit(0));
try {
  await Promise.all(Array.from({length: Number(count)}, watch));
  process.send?.({});
} catch (error) {
  process.send?.({refused: (error as Error).message}, () => process.exit(1));
}
