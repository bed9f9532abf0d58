import {join} from "node:path";
import {openChain} from "../../../server/audit/sqlite.ts";
import {openCases} from "../../../server/cases/sqlite.ts";
import {openResults} from "../../../server/results/sqlite.ts";

/** Opens new files at moments that others have too: a folder, the first moment in ms since 1970, how many. */
const [folder = "", first = "0", rounds = "0"] = process.argv.slice(2);
const GAP_MS = 40;
for (let round = 0; round < Number(rounds); round++) {
  while (Date.now() < Number(first) + round * GAP_MS);
  for (const open of [openCases, openChain, openResults]) {
    const store = open(join(folder, `${open.name}-${round}.sqlite`));
    void store.close();
  }
}
