import {io, type Socket} from "socket.io-client";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";

/** The work queue as the server tells of it. */
export interface QueueSocket {
  /** Whether changes are told; while they are not, somebody has to look. */
  isLive(): boolean;
  close(): void;
}

/**
 * Follows the work queue: `onChange` is called when a case, a score, the cut-off or the model has changed, and after every
 * connection, for what happened before it was missed.
 */
export function connectQueue(onChange: () => void): QueueSocket {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    reconnectionDelayMax: 3000
  });
  let isLive = false;
  socket.on("connect", () => {
    socket.emit("queue:join", {}, ({ok}) => {
      isLive = ok;
      onChange();
    });
  });
  socket.on("disconnect", () => {
    isLive = false;
    onChange();
  });
  socket.on("queue:changed", onChange);
  socket.on("facts:dropped", onChange);
  socket.on("policy:changed", onChange);
  socket.on("model:changed", onChange);
  askToSignIn(socket);
  return {isLive: () => isLive, close: () => void socket.close()};
}
