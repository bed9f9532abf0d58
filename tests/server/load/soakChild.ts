import {catchWhatIsLeft} from "../../../server/edge/lastResort.ts";
import {openPages} from "../../../server/pages/pages.ts";
import type {Workbench} from "../../../server/scoring/workbench.ts";
import {createFakeApp, listen, silent} from "../kit/fakes.ts";
import {openFiles} from "../kit/raw.ts";

/** A server to be soaked in bad input: serves the pages in a folder, and tells its memory and open files when asked. */
const [dist = ""] = process.argv.slice(2);
const kept: Buffer[] = [];
const workbench = {whatIf: () => ({})} as unknown as Workbench;
const app = await createFakeApp({workbench, pages: openPages(dist)});
catchWhatIsLeft(silent);
process.on("message", (wish) => {
  if (wish === "leak") kept.push(Buffer.alloc(process.memoryUsage().rss, 1));
  globalThis.gc?.();
  process.send?.({rss: process.memoryUsage().rss, files: openFiles()});
});
process.send?.(await listen(app));
