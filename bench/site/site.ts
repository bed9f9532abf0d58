import {parseArgs} from "node:util";
import type {Browser} from "playwright";
import {launchChromium} from "../../tools/browser/chromium.ts";
import {type BenchResult, type BenchRow, compare, describeMachine} from "../result.ts";
import {type Served, serveSite} from "./siteServer.ts";
import {SLOW_4G, type Visit, visit} from "./siteVisit.ts";

const HELP = `npm run bench -- site [options]

Builds and serves the site and opens its pages in Chromium with an empty cache: bytes over the wire, layout shift on two
widths, and, on slow 4G (1.6 Mbit/s, 150 ms), when something can be read and when the first chart stands.

  --data DIR     the data set (default data/demo-set)
  --model NAME   the model (default demo)
  --dist DIR     a site that npm run build made from them; built for the run when absent
  --page PATH    measures only the pages whose address, such as /en/client, contains this
  --json         print one JSON object
  --help         show this`;

/** What a page may take, in the unit of its row. */
const GOAL = {scriptKb: 270, clientKb: 120, shift: 0.02, readableMs: 1000, chartMs: 2000} as const;

/** The pages by their address; a client is added to that of the client page. */
const PAGES = [
  "/en/",
  "/en/live",
  "/en/client",
  "/en/features",
  "/en/explore",
  "/en/model",
  "/en/tables/",
  "/en/tables/bureau",
  "/en/notebooks/",
  "/notebooks/women-under-30",
  "/en/notebook"
] as const;
const WIDTHS = [1400, 390] as const;

/** Measures every page twice without a limit, once a width, and once on slow 4G. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      model: {type: "string", default: "demo"},
      dist: {type: "string"},
      page: {type: "string", default: ""},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const pages = PAGES.filter((path) => path.includes(values.page));
  if (pages.length === 0)
    throw new Error(`--page is ${values.page}; a part of one of ${PAGES.join(", ")} was expected.`);
  const site = await serveSite(values);
  const browser = await launchChromium().catch(() => null);
  try {
    if (!browser) throw new Error("No Chromium could be started; the variable CHROMIUM may name one.");
    const rows: BenchRow[] = [];
    for (const path of pages) {
      console.error(`opening ${path}`);
      rows.push(...(await measure(browser, site, path)));
    }
    return {
      bench: "site",
      machine: describeMachine(),
      rows,
      notes: [
        `The peer is the goal. Slow 4G: ${(SLOW_4G.downloadThroughput * 8) / 1e6} Mbit/s, ${SLOW_4G.latency} ms; every page with an empty cache. Bytes are those over the wire, headers left out; a script counts for the first visit when the page asks for it before anybody has clicked, and what the frame of a notebook loads does not count.`
      ]
    };
  } finally {
    await browser?.close();
    await site.close();
  }
}

/** Opens a page in each way and makes its rows. */
async function measure(browser: Browser, {origin, clientId}: Served, path: string): Promise<BenchRow[]> {
  const url = `${origin}${path}${path.endsWith("/client") ? `?id=${clientId}` : ""}`;
  const visits: Visit[] = [];
  for (const width of WIDTHS) visits.push(await visit(browser, url, {width}));
  const slow = await visit(browser, url, {width: WIDTHS[0], network: SLOW_4G});
  const [wide] = visits;
  const goal = (value: number) => ({name: "goal", value});
  const rows = [
    compare(`${path} scripts of a first visit`, "kB", wide!.scriptBytes / 1000, goal(GOAL.scriptKb)),
    compare(
      `${path} data`,
      "kB",
      wide!.dataBytes / 1000,
      path.endsWith("/client") ? goal(GOAL.clientKb) : undefined
    ),
    ...visits.map(({shift}, i) =>
      compare(`${path} layout shift at ${WIDTHS[i]} px`, "", shift, goal(GOAL.shift))
    ),
    compare(`${path} something readable on slow 4G`, "ms", slow.readableMs, goal(GOAL.readableMs))
  ];
  if (slow.chartMs !== null)
    rows.push(compare(`${path} first chart on slow 4G`, "ms", slow.chartMs, goal(GOAL.chartMs)));
  return rows;
}
