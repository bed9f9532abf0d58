import {createHmac, randomBytes, timingSafeEqual} from "node:crypto";
import {Ajv} from "ajv";
import {withLock} from "../../../loaders/tasks/lock.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {followFile, readJsonFile, replacePrivateFile} from "./followedFile.ts";

/** A browser that was signed in with a token. */
export interface Session {
  id: string;
  tokenId: string;
  expiresAtMs: number;
}

/** Sessions as the value of a cookie, signed, so that any process with the same file knows them. */
export interface Sessions {
  start(tokenId: string, expiresAtMs: number): {session: Session; value: string};
  /** Answers the session of a cookie's value; null when it is none of ours, is over or was ended. */
  find(value: string, nowMs: number): Session | null;
  /** Tells whether a session that was found goes on. */
  goesOn(session: Session, nowMs: number): boolean;
  /** Ends a session for every process. */
  end(session: Session, nowMs: number): Promise<void>;
}

interface File {
  format: string;
  /** The key that values are signed with: 32 bytes as base64url. */
  key: string;
  /** Sessions that were ended before their time. */
  ended: {id: string; expiresAtMs: number}[];
}

const FORMAT = "scorebook-sessions";
const isFile = new Ajv({strict: false}).compile<File>({
  type: "object",
  required: ["format", "key", "ended"],
  properties: {
    format: {const: FORMAT},
    key: {type: "string", pattern: "^[A-Za-z0-9_-]{43}$"},
    ended: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "expiresAtMs"],
        properties: {id: {type: "string"}, expiresAtMs: {type: "integer"}}
      }
    }
  }
});

/**
 * Opens the sessions whose key and early ends are in a private file; a file that is not there is made by `prepare`, or
 * waited for by a process that only reads.
 */
export function openSessions(path: string): Sessions & {prepare(): Promise<void>} {
  const content = followFile(path, readSessionFile);

  const sign = (key: string, text: string) => createHmac("sha256", key).update(text).digest();

  function change(work: (file: File) => void): Promise<void> {
    return withLock(`${path}.lock`, async () => {
      const file = readSessionFile(path) ?? {
        format: FORMAT,
        key: randomBytes(32).toString("base64url"),
        ended: []
      };
      work(file);
      replacePrivateFile(path, `${JSON.stringify(file)}\n`);
    });
  }

  const goesOn = ({id, expiresAtMs}: Session, nowMs: number) =>
    nowMs < expiresAtMs && !content()?.ended.some((ended) => ended.id === id);

  return {
    async prepare() {
      if (content() === null) await change(() => {});
    },
    start(tokenId, expiresAtMs) {
      const file = content();
      if (!file) throw missing(path);
      const session = {id: randomBytes(16).toString("hex"), tokenId, expiresAtMs};
      const text = `${session.id}.${tokenId}.${expiresAtMs}`;
      return {session, value: `${text}.${sign(file.key, text).toString("base64url")}`};
    },
    find(value, nowMs) {
      const [, text, id, tokenId, expiresAtMs, mac] =
        /^(([0-9a-f]{32})\.([0-9a-f]{12})\.(\d{1,16}))\.([A-Za-z0-9_-]{43})$/.exec(value) ?? [];
      const file = content();
      if (!text || !id || !tokenId || !mac || !file) return null;
      const given = Buffer.from(mac, "base64url");
      const expected = sign(file.key, text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const session = {id, tokenId, expiresAtMs: Number(expiresAtMs)};
      return goesOn(session, nowMs) ? session : null;
    },
    goesOn,
    end: ({id, expiresAtMs}, nowMs) =>
      change((file) => {
        file.ended = [...file.ended.filter((ended) => ended.expiresAtMs > nowMs), {id, expiresAtMs}];
      })
  };
}

/** Reads the file; null when there is none. @throws TOKENS_INVALID */
function readSessionFile(path: string): File | null {
  let content: unknown;
  try {
    content = readJsonFile(path);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw new ScorebookError(
      "TOKENS_INVALID",
      `${path} ${code ? `cannot be read (${code})` : "is not JSON"}; expected the file of sessions, which is made anew if it is removed.`
    );
  }
  if (content === undefined) return null;
  if (isFile(content)) return content;
  throw new ScorebookError(
    "TOKENS_INVALID",
    `${path} is damaged or not a file of sessions; remove it, and everybody signs in again.`
  );
}

const missing = (path: string) =>
  new ScorebookError("TOKENS_INVALID", `There is no file of sessions at ${path}; start the API once.`);
