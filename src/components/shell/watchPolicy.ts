import {io, type Socket} from "socket.io-client";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import {basePath} from "./base.ts";
import {askToSignIn} from "./signIn.ts";

/** Calls `changed` as soon as two people have changed the cut-off, for as long as the page is open. */
export function watchPolicy(changed: () => void): void {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    reconnectionDelayMax: 10_000
  });
  socket.on("policy:changed", changed);
  askToSignIn(socket);
}
