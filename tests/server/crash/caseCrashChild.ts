import {openCases} from "../../../server/cases/sqlite.ts";
import type {CaseStore} from "../../../server/cases/store.ts";
import type {CaseState} from "../../../src/core/schema/case.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";

/** A server to be killed: the path of its cases, and whether it is to answer before it writes. */
const [path = "", mode = "honest"] = process.argv.slice(2);

/** Answers each write at once and does it half a second later. */
function lateCases(cases: CaseStore): CaseStore {
  const known = new Map<number, CaseState>();
  return {
    ...cases,
    read: async (clientId) => known.get(clientId) ?? cases.read(clientId),
    async write(state, fact) {
      known.set(state.clientId, state);
      setTimeout(() => void cases.write(state, fact), 500);
      return true;
    }
  };
}

const cases = openCases(path);
const app = await createFakeApp({caseStore: mode === "late" ? lateCases(cases) : cases});
console.log(await listen(app));
