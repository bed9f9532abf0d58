import type {IncomingMessage, Server} from "node:http";
import type {Socket} from "node:net";
import {takeBasePath} from "./basePath.ts";
import {connectionLimit, HTTP_OPTIONS} from "./limits.ts";
import {answerProtocolErrors} from "./protocol.ts";
import {ignoreOtherUpgrades} from "./upgrades.ts";

/** How long open connections may go on when a server closes. */
const CLOSING_MS = 1000;

/**
 * Bounds what clients can do to a server whose listeners are attached: number of connections, time of a request,
 * what is no request. Answers how to close it, whoever still holds a connection.
 */
export function guardListener(
  server: Server,
  {basePath, newId}: {basePath: string; newId: () => string}
): () => Promise<void> {
  const connections = new Set<Socket>();
  server.maxConnections = connectionLimit();
  server.requestTimeout = HTTP_OPTIONS.requestTimeout;
  server.headersTimeout = HTTP_OPTIONS.headersTimeout;
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  answerProtocolErrors(server, newId);
  ignoreOtherUpgrades(server, isWebSocket);
  takeBasePath(server, basePath);
  return () =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      const patience = setTimeout(() => {
        for (const socket of connections) socket.destroy();
      }, CLOSING_MS);
      server.close(() => {
        clearTimeout(patience);
        resolve();
      });
      server.closeIdleConnections();
    });
}

const isWebSocket = ({headers, url}: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === "websocket" && /^\/socket\.io(\/|\?|$)/.test(url ?? "");
