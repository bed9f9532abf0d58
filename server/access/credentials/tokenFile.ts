import {statSync} from "node:fs";
import {Ajv} from "ajv";
import {withLock} from "../../../loaders/tasks/lock.ts";
import {ROLES} from "../../../src/core/access/roles.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {readJsonFile, replacePrivateFile} from "./followedFile.ts";
import type {TokenRecord} from "./tokens.ts";

export type Tokens = ReadonlyMap<string, TokenRecord>;

const FORMAT = "scorebook-tokens";
const VERSION = 1;
const day = {type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z$"} as const;
const fileSchema = {
  type: "object",
  required: ["format", "version", "tokens"],
  additionalProperties: false,
  properties: {
    format: {const: FORMAT},
    version: {const: VERSION},
    tokens: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "name", "role", "sha256", "createdAt", "expiresAt"],
        additionalProperties: false,
        properties: {
          id: {type: "string", pattern: "^[0-9a-f]{12}$"},
          name: {type: "string", minLength: 1, maxLength: 60},
          role: {type: "string", enum: ROLES},
          sha256: {type: "string", pattern: "^[0-9a-f]{64}$"},
          createdAt: day,
          expiresAt: {anyOf: [day, {type: "null"}]}
        }
      }
    }
  }
} as const;
const isFile = new Ajv({strict: false}).compile<{tokens: TokenRecord[]}>(fileSchema);

/**
 * Reads the tokens of a file, by their ids, in the order in which they were made.
 * @throws TOKENS_INVALID when there is no file, it is damaged or of another kind, or others may write it
 */
export function readTokens(path: string): Tokens {
  const advice = "make one with npm run token -- create --name NAME --role admin";
  let content: unknown;
  try {
    content = readJsonFile(path);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw invalid(`${path} ${code ? `cannot be read (${code})` : "is not JSON"}; expected the tokens' file.`);
  }
  if (content === undefined) throw invalid(`There is no file of tokens at ${path}; ${advice}.`);
  const {format, version} = (content ?? {}) as {format?: unknown; version?: unknown};
  if (format !== FORMAT)
    throw invalid(`${path} is not a file of tokens; ${advice}, in a file of another name.`);
  if (typeof version === "number" && version > VERSION)
    throw invalid(
      `${path} was written by a later Scorebook (version ${version}); expected version ${VERSION}.`
    );
  if (!isFile(content)) {
    const [fault] = isFile.errors ?? [];
    throw invalid(`${path} is damaged: ${fault?.instancePath || "/"} ${fault?.message}.`);
  }
  const tokens = new Map(content.tokens.map((record) => [record.id, record]));
  if (tokens.size < content.tokens.length) throw invalid(`${path} is damaged: it has two tokens of one id.`);
  const mode = statSync(path, {throwIfNoEntry: false})?.mode ?? 0;
  if (process.platform !== "win32" && (mode & 0o022) !== 0)
    throw invalid(
      `${path} can be written by other users (mode ${(mode & 0o777).toString(8)}), who could let anybody in; run chmod 600 ${path}.`
    );
  return tokens;
}

/**
 * Changes the tokens of a file, which is made if there is none, while no other process does.
 * @throws TOKENS_INVALID
 */
export async function changeTokens(path: string, change: (tokens: Map<string, TokenRecord>) => void) {
  await withLock(`${path}.lock`, async () => {
    const tokens = new Map(statSync(path, {throwIfNoEntry: false}) ? readTokens(path) : []);
    change(tokens);
    const content = {format: FORMAT, version: VERSION, tokens: [...tokens.values()]};
    replacePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
  });
}

const invalid = (sentence: string) => new ScorebookError("TOKENS_INVALID", sentence);
