import type {CaseFact, CaseState} from "../../src/core/schema/case.ts";
import {type CaseFilter, type CaseStore, KEPT_CHANGES} from "../cases/store.ts";
import {CASE_SCRIPTS} from "./caseScripts.ts";
import type {RedisLink} from "./connect.ts";
import {toRedisError} from "./faults.ts";
import {defineScripts} from "./scripts.ts";

/** Keeps cases in the Redis that replicas share. */
export function createRedisCases({commands, name, prefix}: RedisLink): CaseStore {
  const scripts = defineScripts(commands, CASE_SCRIPTS, prefix);
  const listeners = new Set<(fact: CaseFact) => void>();

  async function told<T>(work: () => Promise<unknown>): Promise<T> {
    try {
      return (await work()) as T;
    } catch (error) {
      throw toRedisError(error, name);
    }
  }
  const parsed = (states: string[]) => states.map((state) => JSON.parse(state) as CaseState);

  return {
    async read(clientId) {
      const state = await told<string | null>(() => commands.hget(`${prefix}:case:${clientId}`, "state"));
      return state === null ? null : parsed([state])[0]!;
    },
    async write(state, fact) {
      const args = [JSON.stringify(fact), KEPT_CHANGES, ...caseArguments(state)];
      const isWritten = (await told(() => scripts.writeCase(args))) === 1;
      if (isWritten) for (const listener of listeners) listener(fact);
      return isWritten;
    },
    async since(clientId, version) {
      const found = await told<[number, ...string[]]>(() => scripts.caseSince([clientId, version]));
      const [present, ...facts] = found;
      const missing = present - version;
      if (missing < 0 || facts.length < missing) return null;
      return facts.reverse().map((fact) => JSON.parse(fact) as CaseFact);
    },
    async list({after, limit, ...filter}) {
      const place = after ? [Date.parse(after.changedAt), memberOf(after.clientId)] : ["", ""];
      return parsed(await told(() => scripts.listCases([limit, ...place, ...wantedOf(filter)])));
    },
    some: async (clientIds) => parsed(await told(() => scripts.someCases(clientIds))),
    onWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {}
  };
}

/** What the scripts are told of a case: client, member, version, ms of the change, state, then the lists that it is in. */
export function caseArguments(state: CaseState): (string | number)[] {
  const {clientId, version, changedAt} = state;
  const of = [clientId, memberOf(clientId), version, Date.parse(changedAt), JSON.stringify(state)];
  return [...of, ...indexesOf(state)];
}

const memberOf = (clientId: number): string => String(clientId).padStart(16, "0");
const claimOf = (by: string | null): string => (by === null ? "claim:" : `claim:${by}`);

/** Names the lists that a case is in. */
const indexesOf = ({status, claim}: CaseState): string[] => [
  "all",
  `status:${status}`,
  claimOf(claim?.by ?? null)
];

/** Names the lists that a case must be in. */
function wantedOf({status, claimedBy}: Omit<CaseFilter, "after" | "limit">): string[] {
  const wanted = ["all"];
  if (status) wanted.push(`status:${status}`);
  if (claimedBy !== undefined) wanted.push(claimOf(claimedBy));
  return wanted;
}
