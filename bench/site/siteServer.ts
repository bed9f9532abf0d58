import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import {parseConfig} from "../../server/config.ts";
import {createLog} from "../../server/log.ts";
import {openPages} from "../../server/pages/pages.ts";
import {buildSite} from "../../tools/site/build.ts";

const BUILT = fileURLToPath(new URL("../../node_modules/.cache/scorebook/bench-site", import.meta.url));

/** A server of pages and API for a benchmark, in this process. */
export interface Served {
  origin: string;
  /** The client whose page is measured: the first of the data set. */
  clientId: number;
  close(): Promise<void>;
}

export interface SiteOptions {
  data: string;
  model: string;
  dist?: string | undefined;
}

/** Serves the built pages, else builds them beside those of the project, on a free port. */
export async function serveSite({data, model, dist = BUILT}: SiteOptions): Promise<Served> {
  if (dist === BUILT) await buildSite({data, model: join("models", model), out: dist});
  const config = parseConfig(
    JSON.stringify({data, model, demo_feed: false}),
    "the benchmark's configuration"
  );
  const parts = openParts(config, createLog("silent"));
  const app = await createApp({...parts, pages: openPages(resolve(dist))});
  const listener = app.createListener();
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const address = listener.address() as {port: number};
  const [clientId] = parts.clients.page(0, 1);
  return {origin: `http://127.0.0.1:${address.port}`, clientId: clientId!, close: () => app.close()};
}
