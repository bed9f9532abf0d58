import {io, type Socket} from "socket.io-client";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";

export interface PolicyListener {
  /** The cut-off in force has changed. */
  onChange: ServerToClient["policy:changed"];
  /** Something was proposed or settled. */
  onProposal: ServerToClient["policy:proposal"];
  /** The connection is there, at first or again: what was told meanwhile was missed. */
  onConnect(): void;
  onDisconnect(): void;
}

/** Hears of the cut-off from the server that the page came from; answers how to stop. */
export function connectPolicy({onChange, onProposal, onConnect, onDisconnect}: PolicyListener): () => void {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    reconnectionDelayMax: 3000
  });
  socket.on("connect", onConnect);
  socket.on("disconnect", onDisconnect);
  socket.on("policy:changed", onChange);
  socket.on("policy:proposal", onProposal);
  askToSignIn(socket);
  return () => void socket.close();
}
