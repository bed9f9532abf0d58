import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, describe, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import type {Browser, Frame, Page} from "playwright";
import type {Notebook} from "../../src/core/schema/notebook.ts";
import {openBrowser} from "./patience.ts";
import {type Site, startSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

const QUESTION = `const women = await sql\`SELECT decile, count(*) AS clients, avg(target) AS rate FROM (
  SELECT target, ntile(10) OVER (ORDER BY AMT_CREDIT / AMT_ANNUITY) AS decile FROM clients
  WHERE CODE_GENDER = 'F' AND app_age < 30) GROUP BY decile ORDER BY decile\`;
display(Plot.plot({marks: [Plot.barY(women, {x: "decile", y: "rate"})]}));`;

describe("the scratch notebook in a browser", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
    site = await startSite();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Opens the notebook page in a browser of its own, and waits for its cells. */
  async function open(path: string, script?: () => void): Promise<{page: Page; frame: Frame}> {
    const page = await (await browser.newContext({acceptDownloads: true})).newPage();
    if (script) await page.addInitScript(script);
    await page.goto(site.origin + path);
    await page.waitForSelector("iframe.notebook-frame");
    const frame = page.frames()[1] ?? (await page.waitForEvent("frameattached"));
    await frame.waitForSelector(".adders");
    return {page, frame};
  }
  const withCells = (...cells: string[]) => `/en/notebook#js=${encodeURIComponent(cells.join("\n// ---\n"))}`;
  const downloaded = async (page: Page, button: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: button}).click()
    ]);
    return readFileSync(await download.path(), "utf8");
  };

  test("a question is written, saved, changed by two at once, exported and imported", async () => {
    const ann = await open(withCells(QUESTION, "women.numRows"));
    await ann.frame.waitForSelector(".cell:nth-child(1) svg rect");
    await ann.frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "10"
    );
    await ann.page.getByLabel("Your name").fill("Ann");
    await ann.page.getByRole("button", {name: "Save on the server"}).click();
    await ann.page.waitForURL(/\?id=[a-z0-9]{12}$/);
    const {search} = new URL(ann.page.url());

    const bob = await open(`/en/notebook${search}`);
    // What the server says late must not come over what is typed meanwhile.
    await bob.page.route("**/v1/notebooks/*", async (route) => {
      await setTimeout(1500);
      await route.continue();
    });
    await bob.page.getByLabel("Your name").fill("Bob");
    await bob.page.getByLabel("Your name").press("Enter");
    await bob.frame.locator(".cell:nth-child(2) .cm-content").click();
    await bob.page.keyboard.press("Control+A");
    await bob.page.keyboard.type("women.numRows + 100");
    await bob.page.keyboard.press("Shift+Enter");
    await bob.frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "110"
    );
    await ann.frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "110"
    );
    await ann.frame.waitForFunction(() =>
      /Bob/.test(document.querySelector(".cell:nth-child(2) .who")?.textContent ?? "")
    );
    await ann.page.waitForFunction(() =>
      /Ann, Bob/.test(document.querySelector(".notebook-people")?.textContent ?? "")
    );

    const html = await downloaded(ann.page, "Notebook Kit (.html)");
    assert.match(html, /<notebook[\s\S]*<script id="1" type="module"[\s\S]*women\.numRows \+ 100/);
    const markdown = await downloaded(ann.page, "Page (.md)");
    assert.match(
      markdown,
      /^# [\s\S]*```js\nimport \{sql\} from "\.\.\/scorebook\.ts";\n```[\s\S]*const women = await sql/
    );

    await bob.page.getByLabel("Import…").setInputFiles({
      name: "other.html",
      mimeType: "text/html",
      buffer: Buffer.from(html.replace("+ 100", "+ 200"))
    });
    await ann.frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "210"
    );
    const kept = (await (await fetch(`${site.origin}/v1/notebooks/${search.slice(4)}`)).json()) as Notebook;
    assert.deepEqual(
      kept.cells.map(({value}) => value),
      [QUESTION, "women.numRows + 200"]
    );
    for (const {page} of [ann, bob]) await page.context().close();
  });

  test("what is typed while the notebook is saved, or while a colleague's change comes in, is lost neither here nor there", async () => {
    const ann = await open(withCells("1 + 1", "2 + 2"));
    const shows = ({frame}: {frame: Frame}, cell: number, text: string) =>
      frame.waitForFunction(
        ([at, wanted]) =>
          document.querySelector(`.cell:nth-child(${at}) .cm-content`)?.textContent === wanted,
        [cell, text] as const
      );
    const write = async ({page, frame}: {page: Page; frame: Frame}, cell: number, text: string) => {
      await frame.locator(`.cell:nth-child(${cell}) .cm-content`).click();
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    };
    let isTyped = () => {};
    const typed = new Promise<void>((done) => {
      isTyped = done;
    });
    await ann.page.route("**/v1/notebooks/*", async (route) => {
      await typed;
      await route.continue();
    });
    await ann.page.getByRole("button", {name: "Save on the server"}).click();
    await write(ann, 1, "1 + 10");
    isTyped();
    await ann.page.waitForURL(/\?id=[a-z0-9]{12}$/);
    const {search} = new URL(ann.page.url());
    // From now on the page hears late of what is typed in its frame, as where the machine is busy.
    const bob = await open(`/en/notebook${search}`, () => {
      if (window !== top) return;
      const {set} = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage")!;
      Object.defineProperty(MessagePort.prototype, "onmessage", {
        set(this: MessagePort, listener: (event: MessageEvent) => void) {
          set!.call(this, (event: MessageEvent) => window.setTimeout(() => listener(event), 2000));
        }
      });
    });
    await shows(bob, 1, "1 + 10");
    await write(bob, 2, "2 + 20");
    await write(ann, 1, "1 + 100");
    await shows(bob, 1, "1 + 100");
    await shows(bob, 2, "2 + 20");
    await shows(ann, 2, "2 + 20");
    await shows(ann, 1, "1 + 100");
    for (const {page} of [ann, bob]) await page.context().close();
  });

  test("a cell follows the cells whose names it uses, by keyboard alone, and tells its error where it is", async () => {
    const {page, frame} = await open(
      withCells("const n = view(Inputs.range([0, 9], {value: 3, step: 1}));", "n * 7", "nothing.at.all")
    );
    await frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "21"
    );
    await frame.locator("input[type=number]").fill("5");
    await frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "35"
    );
    assert.match(
      (await frame.locator(".cell:nth-child(3) [role=alert]").textContent())!,
      /nothing is not defined/
    );
    await frame.locator(".cell:nth-child(3) .cm-content").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("n + 1");
    await page.keyboard.press("Shift+Enter");
    await frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(3) .output")?.textContent === "6"
    );
    await page.keyboard.press("Control+Alt+ArrowUp");
    await frame.waitForFunction(
      () => document.querySelector(".cell:nth-child(2) .output")?.textContent === "6"
    );
    await page.keyboard.press("Alt+Enter");
    await page.keyboard.type("EXT_SOURCE_");
    await frame.locator(".cm-tooltip-autocomplete li", {hasText: "EXT_SOURCE_2"}).first().waitFor();
    assert.equal(await frame.locator(".cell").count(), 4);
    await page.context().close();
  });

  test("hostile cells reach neither the page nor cookies, storage, the network or a call that is not on the list", async () => {
    const attempts = [
      "parent.document.body",
      "top.document.cookie",
      "document.cookie",
      "localStorage.length",
      "parent.location.href",
      'await fetch("/v1/model")',
      `await fetch("${site.origin}/v1/model", {mode: "no-cors"})`,
      'await import("https://example.com/x.js")',
      'await new Promise((done, fail) => { const s = new WebSocket("ws://127.0.0.1:1"); s.onopen = done; s.onerror = fail; })',
      'await new Promise((done, fail) => { const w = new Worker("data:text/javascript,postMessage(1)"); w.onmessage = done; w.onerror = fail; })',
      "new RTCPeerConnection()",
      'await new Promise((done, fail) => { const x = new XMLHttpRequest(); x.onload = done; x.onerror = () => fail(new Error("refused")); x.open("GET", "/v1/model"); x.send(); })',
      'top.location = "about:blank"'
    ];
    const cells = attempts.map(
      (attempt) =>
        `{ let told; try { ${/^await|^new|^top\.loc/.test(attempt) ? attempt : `void ${attempt}`}; told = "reached"; } catch (error) { told = "refused"; } display(told); }`
    );
    const {page, frame} = await open(
      withCells(...cells, '"planted: " + (() => { try { return "reached"; } catch { return "refused"; } })()')
    );
    const noted = watch(page, site.origin);
    await frame.waitForFunction(
      (n) => document.querySelectorAll(".output:not(:empty)").length >= n,
      cells.length + 1
    );
    const told = await frame.locator(".output").allTextContents();
    assert.equal(told.pop(), '"planted: reached"', "the check sees what is reached");
    assert.deepEqual(
      told.map(
        (text, i) =>
          `${attempts[i]}: ${/^"refused"$|^refused$|^RuntimeError: (Failed|RTCPeer)/.test(text) ? "refused" : text}`
      ),
      attempts.map((attempt) => `${attempt}: refused`)
    );
    assert.deepEqual(noted.foreign, []);
    assert.equal(new URL(page.url()).pathname, "/en/notebook");
    const policy = (await fetch(frame.url())).headers.get("content-security-policy") ?? "";
    assert.match(policy, /connect-src 'none'.*sandbox allow-scripts; frame-ancestors 'self'$/);
    await page.context().close();
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const [lang, colorScheme] of [
    ["en", "light"],
    ["fr", "dark"]
  ] as const)
    test(`axe finds nothing to object to in /${lang}/notebook and its frame, ${colorScheme}`, async () => {
      const {page, frame} = await open(`/${lang}/notebook`);
      await page.emulateMedia({colorScheme});
      await frame.waitForSelector(".cell:nth-child(4) svg");
      for (const place of [page.mainFrame(), frame]) {
        await place.evaluate(axe);
        const found = await place.evaluate(async () => {
          const {axe} = window as unknown as {
            axe: {
              run(
                context: object,
                options: object
              ): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>;
            };
          };
          const {violations} = await axe.run(document, {iframes: false});
          return violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`);
        });
        assert.deepEqual(found, []);
      }
      await page.context().close();
    });
});
