import {linkRecord, parseRecord} from "../../../server/audit/record.ts";
import {openChain} from "../../../server/audit/sqlite.ts";
import type {ChainStore} from "../../../server/audit/store.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";

/** A server to be killed: the path of its chain, and whether it is to answer before it writes. */
const [path = "", mode = "honest"] = process.argv.slice(2);

/** Answers each append at once and writes it a second later. */
function lateChain(chain: ChainStore): ChainStore {
  let head = {seq: 0, hash: "0".repeat(64)};
  return {
    ...chain,
    async append(draft) {
      const linked = linkRecord(draft, head);
      head = linked;
      setTimeout(() => void chain.append(draft), 1000);
      return parseRecord(linked);
    }
  };
}

const chain = openChain(path);
const app = await createFakeApp({chain: mode === "late" ? lateChain(chain) : chain});
console.log(await listen(app));
