/**
 * Prepares the process that runs Observable Framework, as `node --import tsx --import ./tools/offlineNpm/offlineNpm.ts`.
 * Two things change, nothing else: code that Framework would fetch from a CDN and version numbers that it would
 * ask of a registry come from node_modules; and its TypeScript modules may name packages and `.ts` files as every
 * other module of this project does. Only loopback requests leave the process.
 */
import {register} from "node:module";
import {isFromCdn, npmResponse, versionResponse} from "./responses.ts";

const networkFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname === "127.0.0.1" || url.hostname === "localhost") return networkFetch(input, init);
  return isFromCdn(url) ? npmResponse(url) : versionResponse(url);
};

register("./hooks.mjs", import.meta.url);
