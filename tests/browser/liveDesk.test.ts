import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, describe, test} from "node:test";
import type {Browser, Page} from "playwright";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";
const WORDS = {
  en: {
    noBand: "No refer band",
    decline: "Decline",
    still: /Held still/,
    similar: /^[\d.]+% to [\d.]+%; \d+ of the 100 nearest$/
  },
  fr: {
    noBand: "Pas de zone d’examen",
    decline: "Refuser",
    still: /Immobile/,
    similar: /^[\d,]+\s% à [\d,]+\s% ; \d+ des 100 plus proches$/
  }
} as const;
const ROWS = ".desk-table tbody:not(.gap) tr";

describe("the live desk and similar clients", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  before(async () => {
    site = await startSite();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  async function open(path: string, width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const page = await browser.newPage({viewport: {width, height: 900}, colorScheme, bypassCSP: true});
    await page.goto(site.origin + path);
    await settled(page);
    return page;
  }
  async function findFaults(page: Page): Promise<string[]> {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
    const {violations} = (await page.evaluate(`${axe}; axe.run()`)) as {
      violations: {id: string; nodes: {html: string}[]}[];
    };
    return violations.map(({id, nodes}) => `${id} ${nodes[0]?.html}`);
  }
  const score = (id: number) => fetch(`${site.origin}/v1/clients/${id}/score`, {method: "POST"});
  async function ids(): Promise<number[]> {
    const response = await fetch(`${site.origin}/v1/clients?limit=60`);
    return ((await response.json()) as {clients: {clientId: number}[]}).clients.map(({clientId}) => clientId);
  }

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: at 390 pixels a row of the live desk shows decision, score and cause first, and axe finds nothing`, async () => {
      const words = WORDS[lang];
      const page = await open(`/${lang}/live`, 390, lang === "fr" ? "dark" : "light");
      const noted = watch(page, site.origin);
      await page.getByRole("switch").uncheck();
      for (const id of (await ids()).slice(0, 20)) await score(id);
      const row = page.locator(ROWS).first();
      await row.locator(".reason b").first().waitFor();
      for (const part of [".decision", "a", ".reason b"]) {
        // Rows are drawn anew while scores come.
        const found = await page.waitForFunction(
          ([rows, part]) => {
            const {x, width} =
              document.querySelector(rows!)?.querySelector(part!)?.getBoundingClientRect() ?? new DOMRect();
            return width > 0 && {x, width};
          },
          [ROWS, part]
        );
        const box = (await found.jsonValue()) as {x: number; width: number};
        assert.ok(box.x >= 0 && box.x + box.width <= 390, `${part} ends at ${box.x + box.width}`);
      }
      assert.equal(await page.locator("#referred").textContent(), words.noBand);
      await page.locator("#latency", {hasText: /\d m?s/}).waitFor();
      assert.ok(((await page.evaluate("document.documentElement.scrollWidth")) as number) <= 390);
      assert.deepEqual(await findFaults(page), []);

      await page.locator(".desk-filter").getByText(words.decline).click();
      await page.waitForFunction(
        ([rows, word]) =>
          [...document.querySelectorAll(`${rows} .decision`)].every((one) =>
            one.textContent?.includes(word!)
          ),
        [ROWS, words.decline]
      );
      const decisions = await page.locator(`${ROWS} .decision`).allTextContents();
      assert.ok(
        decisions.length > 0 && decisions.every((text) => text.includes(words.decline)),
        decisions.join()
      );
      assert.deepEqual(noted, {foreign: [], errors: []});
      await page.close();
    });

  test("rows keep still under the pointer, say how many are newer, and go on when it leaves", async () => {
    const page = await open("/en/live", 1200);
    await page.getByRole("switch").uncheck();
    const [first, second] = (await ids()).slice(30);
    await score(first!);
    const row = page.locator(ROWS).first();
    await row.getByText(String(first)).waitFor();
    await row.hover();
    await score(second!);
    await page.getByText(WORDS.en.still).waitFor();
    assert.ok((await row.textContent())!.includes(String(first)));
    await page.mouse.move(5, 5);
    await row.getByText(String(second)).waitFor();
    assert.equal(await page.locator(".still").textContent(), "");
    await page.close();
  });

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: the client page tells what became of similar clients, and leads to other comparisons`, async () => {
      const page = await open(`/${lang}/client?id=100002`, lang === "fr" ? 390 : 1200);
      await page.locator(".similar-place").scrollIntoViewIfNeeded();
      const observed = page.locator("#similar-observed dd.sub");
      await observed.waitFor({timeout: 180_000});
      assert.match((await observed.textContent())!, WORDS[lang].similar);
      const links = page.locator(".similar-links a");
      assert.deepEqual(await links.evaluateAll((all) => all.map((one) => one.getAttribute("href"))), [
        `/${lang}/?client=100002`,
        "/notebooks/two-clients"
      ]);
      assert.deepEqual(await findFaults(page), []);
      await page.close();
    });
});
