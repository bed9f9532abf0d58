import type {IncomingMessage, ServerResponse} from "node:http";
import helmet from "helmet";

/**
 * Answers the headers that helmet sends, by their names in lower case. They are the same for every request, so it is
 * asked once. Policies are our own, per page; other names beside this one are for the proxy to speak for.
 */
export function hardeningHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {}
  };
  helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    strictTransportSecurity: {maxAge: 15_552_000, includeSubDomains: false}
  })({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}
