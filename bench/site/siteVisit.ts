import type {Browser, CDPSession, Page} from "playwright";

/** Slow 4G as Chromium's tools understand it: bytes a second and milliseconds of a round trip. */
export const SLOW_4G = {
  offline: false,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
  latency: 150
} as const;

/** What one visit with an empty cache showed. */
export interface Visit {
  /** Bytes over the wire, as they were compressed. */
  scriptBytes: number;
  /** How many scripts came. */
  scripts: number;
  /** Bytes of what the page fetched: datasets and answers of the server. */
  dataBytes: number;
  /** Cumulative layout shift: the worst window of five seconds. */
  shift: number;
  /** Milliseconds until the heading was painted. */
  readableMs: number;
  /** Milliseconds until a drawing of more than one mark was painted; null on a page without one. */
  chartMs: number | null;
}

export interface VisitOptions {
  /** CSS pixels. */
  width: number;
  /** The connection that is imitated; the machine's own when absent. */
  network?: typeof SLOW_4G;
}

/** Opens a page in a browser context of its own and waits until nothing is drawn or fetched any more. @throws Error when it never settles, or shows an error */
export async function visit(browser: Browser, url: string, {width, network}: VisitOptions): Promise<Visit> {
  const context = await browser.newContext({viewport: {width, height: 900}});
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    if (network) await devtools.send("Network.emulateNetworkConditions", network);
    const bytes = countBytes(devtools);
    await page.addInitScript(observe);
    await devtools.send("Network.setBlockedURLs", {urls: [LATER]});
    await page.goto(url, {waitUntil: "load", timeout: TIMEOUT_MS});
    await quiet(page, bytes);
    const failed = page.locator(".state.failed, .observablehq--error").first();
    if (await failed.isVisible()) throw new Error(`${url} shows an error: ${await failed.textContent()}`);
    const seen = await page.evaluate(() => (globalThis as unknown as {seen: Seen}).seen);
    if (seen.readableMs === null) throw new Error(`${url} shows no heading.`);
    return {
      scriptBytes: bytes.of("Script"),
      scripts: bytes.count("Script"),
      // What a page asks for early, by a link, has no type of its own.
      dataBytes: bytes.of("Fetch") + bytes.of("XHR") + bytes.of("Other"),
      shift: worstWindow(seen.shifts),
      readableMs: seen.readableMs,
      chartMs: seen.chartMs
    };
  } finally {
    await context.close();
  }
}

interface Seen {
  shifts: Shift[];
  readableMs: number | null;
  chartMs: number | null;
}

/** A shift of the layout that nobody's click had caused: when, in milliseconds, and its score. */
export interface Shift {
  at: number;
  value: number;
}

const TIMEOUT_MS = 120_000;
/** What every page loads seconds after it has shown itself, which a slow machine would count to the visit. */
const LATER = "*/watchPolicy.*.js";
/** How long a page must have been still to count as done. */
const QUIET_MS = 1500;

/**
 * Notes in the page, from its first moment, what moves and when heading and first chart are painted. It is sent to the
 * page as text, so its functions are methods, which tsx leaves as they are.
 */
function observe(): void {
  if (window !== window.top) return;
  const seen: Seen = {shifts: [], readableMs: null, chartMs: null};
  Object.assign(globalThis, {seen});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {value: number; hadRecentInput: boolean})[])
      if (!entry.hadRecentInput) seen.shifts.push({at: entry.startTime, value: entry.value});
  }).observe({type: "layout-shift", buffered: true});
  const frames = {
    isSeen(element: Element | null): boolean {
      if (!element?.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
      return element.getBoundingClientRect().height > 0;
    },
    look(): void {
      requestAnimationFrame(() => frames.look());
      if (performance.getEntriesByName("first-contentful-paint").length === 0) return;
      if (frames.isSeen(document.querySelector("h1"))) seen.readableMs ??= performance.now();
      const charts = [...document.querySelectorAll("main svg[class*=plot], main canvas")];
      if (charts.some((chart) => frames.isSeen(chart))) seen.chartMs ??= performance.now();
    }
  };
  frames.look();
}

interface Bytes {
  /** Sums what came of one of the protocol's types of resource. */
  of(type: string): number;
  /** Counts the answers that came of such a type. */
  count(type: string): number;
  /** When a request last began or ended, on the clock of `performance`. */
  changed(): number;
  /** Addresses of the requests that are under way, save for documents, of which a frame's ends unseen. */
  open(): string[];
}

function countBytes(devtools: CDPSession): Bytes {
  const types = new Map<string, string>();
  const heads = new Map<string, number>();
  const open = new Map<string, string>();
  const sums = new Map<string, number>();
  const counts = new Map<string, number>();
  let changed = performance.now();
  const end = (id: string) => {
    open.delete(id);
    changed = performance.now();
  };
  devtools.on("Network.requestWillBeSent", ({requestId, type, request}) => {
    types.set(requestId, type ?? "Other");
    if (type !== "Document") open.set(requestId, request.url);
    changed = performance.now();
  });
  devtools.on("Network.responseReceived", ({requestId, response}) => {
    heads.set(requestId, response.encodedDataLength);
  });
  devtools.on("Network.loadingFailed", ({requestId}) => end(requestId));
  devtools.on("Network.loadingFinished", ({requestId, encodedDataLength}) => {
    const type = types.get(requestId) ?? "Other";
    const body = Math.max(0, encodedDataLength - (heads.get(requestId) ?? 0));
    sums.set(type, (sums.get(type) ?? 0) + body);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    end(requestId);
  });
  return {
    of: (type) => sums.get(type) ?? 0,
    count: (type) => counts.get(type) ?? 0,
    changed: () => changed,
    open: () => [...open.values()]
  };
}

/** Waits until no request has begun or ended for a while; a socket that stays open is no request. */
async function quiet(page: Page, bytes: Bytes): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (performance.now() - bytes.changed() < QUIET_MS || bytes.open().length > 0) {
    if (performance.now() > deadline)
      throw new Error(
        `${page.url()} was still loading after ${TIMEOUT_MS / 1000} s: ${bytes.open().join(", ") || "one request after the other"}.`
      );
    await page.waitForTimeout(100);
  }
}

const GAP_MS = 1000;
const WINDOW_MS = 5000;

/** Sums shifts as browsers do: windows of at most 5 s without a gap of 1 s, of which the worst counts. */
export function worstWindow(shifts: readonly Shift[]): number {
  let worst = 0;
  let sum = 0;
  let began = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const {at, value} of shifts) {
    const isNew = at - last >= GAP_MS || at - began >= WINDOW_MS;
    if (isNew) [sum, began] = [0, at];
    sum += value;
    last = at;
    worst = Math.max(worst, sum);
  }
  return worst;
}
