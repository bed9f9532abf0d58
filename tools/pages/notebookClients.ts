import {existsSync, readFileSync} from "node:fs";
import {basename, join} from "node:path";
import {type ClientsRequest, clientsPath} from "../../src/components/library/clientsPath.ts";

const CALL = /\bclients\((\{[^()]*?\})\)/;

/**
 * Finds what the first call of clients(…) in a notebook will ask the server for, so that the page can ask while its scripts
 * are on their way; nothing where the call depends on something, or the page is no notebook.
 */
export function notebookClients(folder: string, path: string): string[] {
  const file = join(folder, `${basename(path)}.md`);
  if (!/(^|\/)notebooks\/[^/]+$/.test(path) || !existsSync(file)) return [];
  const request = parseRequest(CALL.exec(readFileSync(file, "utf8"))?.[1]);
  return request ? [clientsPath(request)] : [];
}

/** Parses an object of literals as it is written in a cell; null when it is something else. */
export function parseRequest(literal: string | undefined): ClientsRequest | null {
  if (literal === undefined) return null;
  try {
    return JSON.parse(literal.replace(/([{,]\s*)(\w+):/g, '$1"$2":')) as ClientsRequest;
  } catch {
    return null;
  }
}
