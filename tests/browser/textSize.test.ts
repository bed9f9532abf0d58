import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import type {Browser, Page} from "playwright";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite} from "./site.ts";

/** What Chromium's own size of text is, and twice that: 200 %. */
const [USUAL, LARGE] = [16, 32] as const;
const PAGES = [
  "/en/",
  "/fr/",
  "/en/live",
  "/en/client?id=100002",
  "/en/features",
  "/en/explore",
  "/en/model",
  "/en/tables/bureau",
  "/notebooks/women-under-30",
  "/en/library"
];

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

/** Opens a page as somebody sees it who has set the browser's size of text. */
async function open(path: string, size: number, width = 1400): Promise<Page> {
  const page = await browser.newPage({viewport: {width, height: 900}});
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.setFontSizes", {fontSizes: {standard: size, fixed: size}});
  await page.goto(site.origin + path);
  await settled(page);
  return page;
}

describe("a reader's size of text", () => {
  for (const path of PAGES)
    for (const width of [1400, 390])
      test(`open(${path}, 200 %, ${width} pixels) scrolls in no second direction`, async () => {
        const page = await open(path, LARGE, width);
        assert.deepEqual(await wide(page), []);
        await page.close();
      });

  test("open(/en/, 200 %) keeps every field of the filters inside them", async () => {
    const page = await open("/en/", LARGE);
    const beyond = await page.locator(".filters").evaluate((filters) => {
      const {left, right} = filters.getBoundingClientRect();
      return [...filters.querySelectorAll("input:not([type=checkbox]), .chip span, button")]
        .filter((field) => {
          const box = field.getBoundingClientRect();
          return box.left < left || box.right > right;
        })
        .map((field) => field.outerHTML);
    });
    assert.deepEqual(beyond, []);
    await page.close();
  });

  for (const [path, selectors] of [
    [
      "/en/",
      ["#observablehq-footer", "form[class^=inputs-] label", "main svg.grows text", ".tiles dt", "nav a"]
    ],
    ["/en/library", ["main pre code", "form[class^=inputs-] td", "main svg.grows text", "main p"]]
  ] as const)
    test(`open(${path}, 200 %) writes ${selectors.join(", ")} twice as large`, async () => {
      const [usual, large] = [await open(path, USUAL), await open(path, LARGE)];
      for (const selector of selectors) {
        const ratio = (await sizeOf(large, selector)) / (await sizeOf(usual, selector));
        assert.ok(Math.abs(ratio - 2) < 0.05, `${selector} is ${ratio} times as large`);
      }
      await usual.close();
      await large.close();
    });

  test("wide(page) and sizeOf(page, text) see a text that is set in pixels", async () => {
    const page = await open("/en/model", LARGE);
    await page.evaluate(() => {
      const text = document.createElement("p");
      text.id = "fixed";
      text.textContent = "fixed";
      Object.assign(text.style, {fontSize: "13px", width: "3000px"});
      document.querySelector("main")!.append(text);
    });
    assert.equal(await sizeOf(page, "#fixed"), 13);
    assert.ok((await wide(page)).some((element) => element.includes("fixed")));
    await page.close();
  });
});

/** Lists what reaches beyond the right edge of a page that has become wider than its window. */
const wide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth)
      .map((element) => `${element.tagName}#${element.id}.${element.getAttribute("class") ?? ""}`)
      .slice(-5);
  });

/** Measures the size that a text is drawn at, in pixels. */
const sizeOf = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      const drawing = element.closest("svg");
      const scale = drawing
        ? drawing.getBoundingClientRect().width / Number(drawing.getAttribute("width"))
        : 1;
      return size * scale;
    });
