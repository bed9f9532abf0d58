import type {Notebook, NotebookVersion} from "../../src/core/schema/notebook.ts";
import {KEPT_VERSIONS, type NotebookStore} from "../notebooks/store.ts";
import type {RedisLink} from "./connect.ts";
import {toRedisError} from "./faults.ts";
import {defineScripts} from "./scripts.ts";

/**
 * Below the prefix: `notebook:ID` has each version's JSON and `versions:ID` its summary, both by version; `newest` has
 * the newest summary of each notebook, `notebookBytes` the size of all.
 */
const SCRIPTS = {
  /** ARGV: id, version, the version before, the one replaced or "", JSON, summary, how many stay. */
  writeNotebook: `
    local p, id, after = KEYS[1], ARGV[1], tonumber(ARGV[3])
    local whole, sums = p .. ':notebook:' .. id, p .. ':versions:' .. id
    local newest = redis.call('HGET', p .. ':newest', id)
    local present = newest and cjson.decode(newest).version or 0
    if present ~= after then return 0 end
    local function drop(version)
      redis.call('DECRBY', p .. ':notebookBytes', redis.call('HSTRLEN', whole, version))
      redis.call('HDEL', whole, version)
      redis.call('HDEL', sums, version)
    end
    if ARGV[4] ~= '' then drop(ARGV[4]) end
    redis.call('HSET', whole, ARGV[2], ARGV[5])
    redis.call('HSET', sums, ARGV[2], ARGV[6])
    redis.call('HSET', p .. ':newest', id, ARGV[6])
    redis.call('INCRBY', p .. ':notebookBytes', #ARGV[5])
    local versions = redis.call('HKEYS', sums)
    table.sort(versions, function(a, b) return tonumber(a) < tonumber(b) end)
    for i = 1, #versions - tonumber(ARGV[7]) do drop(versions[i]) end
    return 1`,

  /** ARGV: id. */
  removeNotebook: `
    local p, id = KEYS[1], ARGV[1]
    if redis.call('HDEL', p .. ':newest', id) == 0 then return 0 end
    for _, json in ipairs(redis.call('HVALS', p .. ':notebook:' .. id)) do
      redis.call('DECRBY', p .. ':notebookBytes', #json)
    end
    redis.call('DEL', p .. ':notebook:' .. id, p .. ':versions:' .. id)
    return 1`
} as const;

/** Keeps notebooks in the Redis that replicas share. */
export function createRedisNotebooks({commands, name, prefix}: RedisLink): NotebookStore {
  const scripts = defineScripts(commands, SCRIPTS, prefix);
  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toRedisError(error, name);
    }
  }
  const summaries = async (key: string) =>
    (await told(() => commands.hvals(`${prefix}:${key}`))).map((json) => JSON.parse(json) as NotebookVersion);

  return {
    async list(limit) {
      const all = await summaries("newest");
      return all.sort((a, b) => compare(b.savedAt, a.savedAt) || compare(a.id, b.id)).slice(0, limit);
    },
    async read(id, version) {
      const newest = version ?? (await told(() => commands.hget(`${prefix}:newest`, id)));
      if (newest === null) return null;
      const at = typeof newest === "number" ? newest : (JSON.parse(newest) as NotebookVersion).version;
      const json = await told(() => commands.hget(`${prefix}:notebook:${id}`, String(at)));
      return json === null ? null : (JSON.parse(json) as Notebook);
    },
    versions: async (id) => (await summaries(`versions:${id}`)).sort((a, b) => b.version - a.version),
    async write(notebook, after, replaced) {
      const {id, version, title, cells, savedAt, by} = notebook;
      const summary: NotebookVersion = {id, version, title, cells: cells.length, savedAt, by};
      const texts = [notebook, summary].map((value) => JSON.stringify(value));
      const args = [id, version, after, replaced ?? "", ...texts, KEPT_VERSIONS];
      return (await told(() => scripts.writeNotebook(args))) === 1;
    },
    remove: async (id) => (await told(() => scripts.removeNotebook([id]))) === 1,
    count: () => told(() => commands.hlen(`${prefix}:newest`)),
    bytes: async () => Number((await told(() => commands.get(`${prefix}:notebookBytes`))) ?? 0),
    close: async () => {}
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
