import {randomBytes} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createAccess} from "../../server/access/access.ts";
import {changeTokens} from "../../server/access/credentials/tokenFile.ts";
import {createToken} from "../../server/access/credentials/tokens.ts";
import type {App} from "../../server/app/app.ts";
import type {AppParts} from "../../server/app/parts.ts";
import type {ScoredSet} from "../../server/clients/scoredSet.ts";
import type {Inference} from "../../server/inference/inference.ts";
import type {Log} from "../../server/log.ts";
import type {Queries} from "../../server/query/queries.ts";
import type {Workbench} from "../../server/scoring/workbench.ts";
import type {Similar} from "../../server/similar/similar.ts";
import {ROLES, type Role} from "../../src/core/access/roles.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {createFakeApp, createFakeSlot, silent} from "../server/kit/fakes.ts";

/** A folder with tokens, one a role, and the access that is made of it. */
export async function createPeople(options: {nowMs?: () => number; log?: Pick<Log, "error">} = {}) {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-access-"));
  const file = join(folder, "tokens.json");
  const add = async (role: Role, expiresAt: string | null = null) => {
    const createdAt = "2026-01-01T00:00:00.000Z";
    const {token, record} = createToken({name: `the ${role}`, role, createdAt, expiresAt}, randomBytes);
    await changeTokens(file, (tokens) => tokens.set(record.id, record));
    return {token, id: record.id};
  };
  const tokens = {} as Record<Role, string>;
  const ids = {} as Record<Role, string>;
  for (const role of ROLES) ({token: tokens[role], id: ids[role]} = await add(role));
  const sessions = join(folder, "sessions.json");
  const nowMs = options.nowMs ?? Date.now;
  const access = createAccess({tokens: file, sessions, sessionHours: 12, nowMs, log: options.log ?? silent});
  await access.prepare();
  const revoke = (id: string) => changeTokens(file, (all) => all.delete(id));
  return {
    folder,
    file,
    sessions,
    access,
    tokens,
    ids,
    add,
    revoke,
    remove: () => rmSync(folder, {recursive: true})
  };
}

/** Stands for parts that are not looked into: whatever is asked of it fails with a problem of its own. */
const failing = <T>(fields: Partial<T> = {}): T =>
  new Proxy(fields as object, {
    get: (target, key) =>
      key in target
        ? target[key as keyof typeof target]
        : () => {
            throw new ScorebookError("FEATURES_MISSING", "A fake has no features.");
          }
  }) as T;

/** Creates an app with every route that there is. */
export const createWholeApp = (parts: Partial<AppParts> = {}): Promise<App> =>
  createFakeApp({
    workbench: failing<Workbench>(),
    queries: failing<Queries>({columns: ["AMT_CREDIT"], features: new Set<string>(), close: () => {}}),
    scored: failing<ScoredSet>({columns: []}),
    similar: failing<Similar>(),
    models: createFakeSlot(),
    inference: failing<Inference>({model: {name: "fake", version: "1", sha256: "0"}}),
    ...parts
  });
