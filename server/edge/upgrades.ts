import type {IncomingMessage, Server} from "node:http";
import type {Duplex} from "node:stream";

/** Headers that ask for another protocol, and speak of one connection only. */
const OF_UPGRADES = new Set(["upgrade", "connection", "http2-settings"]);

/**
 * Lets the upgrades that are not for a socket (HTTP/2 in the clear, an unknown address) be answered as the ordinary
 * requests that they are besides: RFC 9110 7.8 lets a server ignore an upgrade, while Node stops parsing at one.
 * To be called when the sockets are attached.
 */
export function ignoreOtherUpgrades(server: Server, isSocket: (request: IncomingMessage) => boolean) {
  const openers = server.listeners("upgrade") as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer
  ) => void)[];
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request, socket, head) => {
    if (isSocket(request)) for (const open of openers) open.call(server, request, socket, head);
    else {
      socket.unshift(Buffer.concat([withoutUpgrade(request), head]));
      server.emit("connection", socket);
    }
  });
}

/** Writes the head of a request again as it came, without its wish for another protocol. */
function withoutUpgrade({method, url, httpVersion, rawHeaders}: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (!OF_UPGRADES.has((rawHeaders[i] as string).toLowerCase()))
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
