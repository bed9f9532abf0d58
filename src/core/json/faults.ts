import {cut} from "../shown.ts";

/** Something in a JSON text that a parser refuses without a name, or takes without a word. */
export interface JsonFault {
  /** JSON pointer, cut when it is long. */
  path: string;
  message: string;
}

interface Level {
  /** The keys so far, of an object that has some. */
  keys: Set<string> | null;
  /** The place of the value that comes next: a key of an object, an index of an array. */
  at: string | number;
  awaitsKey: boolean;
}

const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
const SHOWN = 60;

/**
 * Finds what is no JSON though programs write it (NaN, Infinity), numbers beyond the range of a double, keys given
 * twice and the key __proto__: at most `limit` faults, in their order. It takes any text; whether the rest is JSON
 * is for JSON.parse to say.
 */
export function findJsonFaults(text: string, limit = 20): JsonFault[] {
  const faults: JsonFault[] = [];
  const levels: Level[] = [];
  const found = (message: string) => void faults.push({path: pathOf(levels), message});
  const tokens = new RegExp(TOKEN);
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0];
    const level = levels[levels.length - 1];
    if (token === "{") levels.push({keys: null, at: "", awaitsKey: true});
    else if (token === "[") levels.push({keys: null, at: 0, awaitsKey: false});
    else if (token === "}" || token === "]") levels.pop();
    else if (token === ",") next(level);
    else if (level?.awaitsKey && token.startsWith('"')) {
      level.at = parseKey(token);
      level.awaitsKey = false;
      if (level.at === "__proto__") found("is a key that is not accepted");
      else if (level.keys?.has(level.at)) found("is given more than once; expected each key once");
      level.keys ??= new Set();
      level.keys.add(level.at);
    } else if (/^[-+]?(nan|inf(inity)?)$/i.test(token))
      found(`is ${token}, which is no JSON; write null for missing`);
    else if (/^-?\d/.test(token) && Math.abs(Number(token)) === Number.POSITIVE_INFINITY)
      found(
        `is ${cut(token, SHOWN)}, which is beyond the largest number and would be read as ${Number(token)}; expected a finite number, or null for missing`
      );
    if (faults.length >= limit) break;
  }
  return faults;
}

function next(level: Level | undefined) {
  if (!level) return;
  if (typeof level.at === "number") level.at++;
  else level.awaitsKey = true;
}

function parseKey(token: string): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    return token;
  }
}

const pathOf = (levels: readonly Level[]): string =>
  levels.length === 0
    ? "/"
    : cut(
        levels
          .slice(0, SHOWN)
          .map(({at}) => `/${cut(String(at), SHOWN).replaceAll("~", "~0").replaceAll("/", "~1")}`)
          .join(""),
        200
      );
