import type {IncomingMessage, Server} from "node:http";

/** Makes a server take addresses with and without the path that it is published under, "" or such as "/scorebook". */
export function takeBasePath(server: Server, basePath: string) {
  if (basePath === "") return;
  const strip = (request: IncomingMessage) => {
    const {url = "/"} = request;
    if (url.startsWith(`${basePath}/`)) request.url = url.slice(basePath.length);
  };
  server.prependListener("request", strip);
  server.prependListener("upgrade", strip);
}
