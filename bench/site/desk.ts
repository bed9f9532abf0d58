import {loadavg} from "node:os";
import {parseArgs} from "node:util";
import type {Browser, Page} from "playwright";
import {openFeatureStore} from "../../loaders/store.ts";
import {launchChromium} from "../../tools/browser/chromium.ts";
import {type BenchResult, type BenchRow, compare, describeMachine, quantile} from "../result.ts";
import {DESK_IN_PAGE} from "./deskPage.ts";
import {serveSite} from "./siteServer.ts";

const HELP = `npm run bench -- desk [options]

Serves the site and measures in Chromium how long a reader waits: on Explore, from a change of a control to the chart that
follows; on a client's page, from an edited cell of the records, or a feature that is dragged, to score and causes drawn
anew.

  --data DIR     the data set (default data/demo-set)
  --model NAME   the model (default demo)
  --dist DIR     a site that npm run build made from them; built for the run when absent
  --edits N      edits of a cell, as many one right after the other, and as many places of a feature (default 40)
  --json         print one JSON object
  --help         show this`;

/** What may be waited for, in milliseconds. */
const GOAL = {explore: 300, edit: 100} as const;

/** The feature that is dragged; it is one cause of every client. */
const DRAGGED = "external_scores/app_ext_source_2";

/** Fields of Explore in their order, and the columns that are put into them; "" takes one out again. */
const CHANGES: readonly (readonly [place: number, column: string])[] = [
  [0, "AMT_CREDIT"],
  [0, "app_ext_source_2"],
  [0, "DAYS_EMPLOYED"],
  [0, "OCCUPATION_TYPE"],
  [1, "AMT_INCOME_TOTAL"],
  [1, "DAYS_BIRTH"],
  [1, "target"],
  [2, "CODE_GENDER"],
  [3, "NAME_EDUCATION_TYPE"],
  [3, ""],
  [2, ""],
  [0, "AMT_ANNUITY"]
];
/** The second round asks about columns that the page knows already. */
const ROUNDS = 3;

/** Between two edits: the case of all who have the client open is told of the last one meanwhile. */
const BETWEEN_MS = 300;

type Desk = {
  explore(place: number, name: string): Promise<number>;
  edit(column: string, value: number): Promise<number>;
  drag(share: number): Promise<number>;
};
const inPage = (page: Page) => ({
  explore: (place: number, name: string) =>
    page.evaluate(([at, column]) => (globalThis as unknown as {desk: Desk}).desk.explore(at, column), [
      place,
      name
    ] as const),
  edit: (column: string, value: number) =>
    page.evaluate(([name, to]) => (globalThis as unknown as {desk: Desk}).desk.edit(name, to), [
      column,
      value
    ] as const),
  drag: (share: number) => page.evaluate((to) => (globalThis as unknown as {desk: Desk}).desk.drag(to), share)
});

/** Measures both pages on one server. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      model: {type: "string", default: "demo"},
      dist: {type: "string"},
      edits: {type: "string", default: "40"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const edits = Number(values.edits);
  if (!Number.isInteger(edits) || edits < 5)
    throw new Error(`--edits is ${values.edits}; 5 or more were expected.`);
  const store = openFeatureStore(values.data);
  const {clients} = store;
  store.close();
  const site = await serveSite(values);
  const browser = await launchChromium().catch(() => null);
  try {
    if (!browser) throw new Error("No Chromium could be started; the variable CHROMIUM may name one.");
    const explored = await measureExplore(browser, site.origin);
    const client = `${site.origin}/en/client?id=${site.clientId}`;
    const edited = await measureEdits(browser, client, edits, BETWEEN_MS);
    const atOnce = await measureEdits(browser, client, edits, 0);
    const dragged = await measureDrags(browser, `${client}&open=${DRAGGED}`, edits);
    return {
      bench: "desk",
      machine: describeMachine(),
      rows: [
        ...rowsOf("Explore, a new column to the chart", explored.first, GOAL.explore),
        ...rowsOf("Explore, known columns to the chart", explored.again, GOAL.explore),
        ...rowsOf("Client, an edited cell to score and causes", edited, GOAL.edit),
        ...rowsOf("Client, edited cells one right after the other", atOnce, GOAL.edit),
        ...rowsOf("Client, a dragged feature to score and causes", dragged, GOAL.edit)
      ],
      notes: [
        `The peer is the goal. ${clients.toLocaleString("en")} clients; server and Chromium on the same processors; load of the last minute ${loadavg()[0]!.toFixed(1)}.`
      ]
    };
  } finally {
    await browser?.close();
    await site.close();
  }
}

const rowsOf = (name: string, waits: readonly number[], goal: number): BenchRow[] => [
  compare(`${name}, p50`, "ms", quantile(waits, 0.5), {name: "goal", value: goal}),
  compare(`${name}, p95`, "ms", quantile(waits, 0.95), {name: "goal", value: goal})
];

/** Opens a page with what measures in it, and waits until its chart stands. */
async function openPage(browser: Browser, url: string, ready: string): Promise<Page> {
  const page = await browser.newPage({viewport: {width: 1400, height: 900}});
  await page.addInitScript({content: DESK_IN_PAGE});
  await page.goto(url, {timeout: 60_000});
  await page.locator(ready).first().waitFor({timeout: 60_000});
  await page.waitForTimeout(1000);
  return page;
}

/** The server makes its table of clients once, when it is first asked: that is not a reader's wait on a running desk. */
async function measureExplore(browser: Browser, origin: string): Promise<{first: number[]; again: number[]}> {
  const warm = await fetch(`${origin}/v1/sql`, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({sql: "SELECT count(*) FROM clients"})
  });
  await warm.arrayBuffer();
  const page = await openPage(browser, `${origin}/en/explore`, "main .panel svg.grows");
  const waits: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const now: number[] = [];
    for (const [place, column] of CHANGES) now.push(await inPage(page).explore(place, column));
    waits.push(now);
  }
  await page.close();
  return {first: waits[0]!, again: waits.slice(1).flat()};
}

async function measureEdits(
  browser: Browser,
  url: string,
  edits: number,
  betweenMs: number
): Promise<number[]> {
  const page = await openPage(browser, url, '#history [data-column="AMT_CREDIT"]');
  const desk = inPage(page);
  for (let i = 0; i < 3; i++) await desk.edit("AMT_CREDIT", 150_000 + 90_000 * i);
  const waits: number[] = [];
  // One after the other around the range, so that each is another score.
  for (let i = 0; i < edits; i++) {
    waits.push(await desk.edit("AMT_CREDIT", 120_000 + ((i * 377_777) % 1_700_000)));
    if (betweenMs > 0) await page.waitForTimeout(betweenMs);
  }
  await leave(page);
  return waits;
}

/** Drags a feature; the first touches load what answers in the page. */
async function measureDrags(browser: Browser, url: string, drags: number): Promise<number[]> {
  const page = await openPage(browser, url, ".feature-control input[type=range]");
  const desk = inPage(page);
  await page.locator(".feature-control input[type=range]").focus();
  await page.waitForTimeout(3000);
  for (let i = 0; i < 3; i++) await desk.drag(0.1 * i);
  const waits: number[] = [];
  for (let i = 0; i < drags; i++) waits.push(await desk.drag(0.05 + ((i * 0.37) % 0.9)));
  await leave(page);
  return waits;
}

/** Takes back what was tried: it is in the client's case, which the data set keeps. */
async function leave(page: Page): Promise<void> {
  await page.locator(".what-if-tools button").last().click();
  await page.waitForTimeout(1000);
  await page.close();
}
