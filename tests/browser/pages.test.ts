import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, describe, test} from "node:test";
import type {Browser, BrowserContext, Page} from "playwright";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite, watch} from "./site.ts";

/** The part of axe-core that is used here. */
interface Axe {
  run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>;
}

interface Shifted {
  /** Sum of the layout shifts that no reader caused. */
  shift(): number;
}

/** Runs in a page before anything else and adds its layout shifts up; text, for a page has no helpers of the compiler. */
const noteShifts = `
  let sum = 0;
  const add = (entries) => {
    for (const {value, hadRecentInput} of entries) if (!hadRecentInput) sum += value;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({type: "layout-shift", buffered: true});
  window.shift = () => {
    add(observer.takeRecords());
    return sum;
  };
`;

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

/** Counts the parts of a page that keep a screen's height and have nothing to read. */
const emptyParts = (page: Page): Promise<number> =>
  page
    .locator(".then")
    .evaluateAll((parts) => parts.filter((part) => part.textContent?.trim() === "").length);

describe("the built site in a browser", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  const contexts = new Map<string, BrowserContext>();
  before(async () => {
    browser = await openBrowser();
    site = await startSite();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Opens a tab beside those of the same colours, with which it shares what was fetched. */
  const newPage = async (colorScheme: "light" | "dark" = "light"): Promise<Page> => {
    const context = contexts.get(colorScheme) ?? (await browser.newContext({colorScheme}));
    contexts.set(colorScheme, context);
    return context.newPage();
  };

  for (const path of ["/", "/live", "/client", "/client?id=100002", "/features", "/explore", "/model"])
    for (const [lang, prefix] of [
      ["en", ""],
      ["fr", "/fr"]
    ] as const)
      test(`${prefix}${path} renders in "${lang}" without an error and asks no other host`, async () => {
        const page = await newPage();
        const noted = watch(page, site.origin);
        await page.goto(site.origin + prefix + path);
        await settled(page);
        await page.waitForFunction(() =>
          /[0-9a-f]{8}/.test(document.querySelector("#provenance")?.textContent ?? "")
        );
        assert.deepEqual(noted, {foreign: [], errors: []});
        assert.equal(await page.locator(".observablehq--error, .state.failed").count(), 0);
        assert.equal(await emptyParts(page), 0, "parts as high as a screen with nothing in them");
        assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
        assert.ok((await page.locator("h1").textContent())!.length > 3);
        assert.ok(await page.locator("#invented").isVisible(), "invented clients are said to be so");
        assert.ok(await page.locator("#stale").isHidden());
        await page.close();
      });

  for (const path of ["/", "/fr/client", "/features", "/nowhere"])
    test(`${path} says on top that it was made from other data when the server serves other data`, async () => {
      const page = await newPage();
      await page.route("**/v1/model", async (route) => {
        const response = await route.fetch();
        const model = await response.json();
        model.served.data.fingerprint = "other";
        await route.fulfill({response, json: model});
      });
      await page.goto(site.origin + path);
      const notice = page.locator("#stale");
      await notice.waitFor({state: "visible"});
      assert.match((await notice.textContent())!, /other data|autres données/);
      await page.close();
    });

  for (const path of ["/", "/live", "/client?id=100002", "/features", "/explore", "/model"])
    test(`${path} fits into 360 pixels`, async () => {
      const page = await newPage();
      await page.setViewportSize({width: 360, height: 740});
      await page.goto(site.origin + path);
      await settled(page);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
      await page.close();
    });

  for (const width of [1400, 390])
    for (const path of ["/", "/fr/?client=100002", "/client?id=100002", "/features", "/explore", "/model"])
      test(`${path} stays where it is while it comes, ${width} pixels wide`, async () => {
        const page = await newPage();
        await page.setViewportSize({width, height: 900});
        await page.addInitScript({content: noteShifts});
        await page.goto(site.origin + path);
        await settled(page);
        await page.waitForTimeout(500);
        const shift = await page.evaluate(() => (window as unknown as Shifted).shift());
        assert.ok(shift <= 0.02, `the layout shifts by ${shift}`);
        await page.close();
      });

  for (const path of ["/", "/fr/?client=100002", "/client?id=100002", "/features", "/explore", "/model"])
    test(`${path} stays where it is when its data come long after its scripts`, async () => {
      const page = await newPage();
      await page.setViewportSize({width: 1400, height: 900});
      await page.addInitScript({content: noteShifts});
      await page.route(/\/(_file\/data|v1)\//, async (route) => {
        await new Promise((done) => setTimeout(done, 1000));
        await route.continue().catch(() => {});
      });
      await page.goto(site.origin + path);
      await settled(page);
      await page.waitForTimeout(500);
      const shift = await page.evaluate(() => (window as unknown as Shifted).shift());
      assert.ok(shift <= 0.02, `the layout shifts by ${shift}`);
      await page.unrouteAll({behavior: "ignoreErrors"});
      await page.close();
    });

  for (const [lang, word] of [
    ["en", "What is asked first after a start takes longer."],
    ["fr", "La première demande après un démarrage est plus longue."]
  ] as const)
    test(`/${lang}/queue and a notebook say in one place why they wait, and no longer than they do`, async () => {
      for (const [path, question] of [
        ["queue", "**/v1/cases?near=*"],
        ["notebooks/external-score-points", "**/v1/sql"]
      ] as const) {
        const page = await newPage();
        let answer: () => void = () => {};
        const mayAnswer = new Promise<void>((done) => {
          answer = done;
        });
        await page.route(question, async (route) => {
          await mayAnswer;
          await route.continue();
        });
        await page.goto(`${site.origin}/${lang}/${path}`);
        await page.getByText(word).waitFor();
        assert.equal(await page.getByText(word).count(), 1);
        answer();
        await page.getByText(word).waitFor({state: "detached"});
        await page.close();
      }
    });

  test("a page whose answers come at once gives no word about waiting", async () => {
    const page = await newPage();
    await page.goto(`${site.origin}/en/live`);
    await settled(page);
    assert.equal(await page.locator(".patience").count(), 0);
    await page.close();
  });

  test("the count of empty parts sees one that is put in, with nothing but what is hidden", async () => {
    const page = await newPage();
    await page.goto(`${site.origin}/features`);
    await settled(page);
    await page.evaluate(() => {
      const part = document.createElement("div");
      part.className = "then is-there";
      part.innerHTML = "<p hidden></p>";
      document.querySelector("main")?.prepend(part);
    });
    assert.equal(await emptyParts(page), 1);
  });

  test("the measure of layout shift sees a paragraph that is put in above others", async () => {
    const page = await newPage();
    await page.addInitScript({content: noteShifts});
    await page.goto(`${site.origin}/model`);
    await settled(page);
    await page.evaluate(() => {
      const intruder = document.createElement("p");
      intruder.append(
        document.createElement("br"),
        document.createElement("br"),
        document.createElement("br")
      );
      document.querySelector("h1")!.before(intruder);
    });
    await page.waitForFunction(() => (window as unknown as Shifted).shift() > 0.02);
    await page.close();
  });

  for (const [lang, title, verdict] of [
    ["en", "What dealing the values to other clients costs", /all features stay/],
    ["fr", "Ce que coûte de distribuer les valeurs à d'autres clients", /toutes les variables restent/]
  ] as const)
    test(`/${lang}/model tells what was tried to leave out and draws how important causes are`, async () => {
      const page = await newPage();
      await page.goto(`${site.origin}/${lang}/model`);
      await settled(page);
      const panel = page.locator("#choice");
      await panel.waitFor();
      assert.match((await panel.textContent())!, verdict);
      assert.equal(await panel.locator("tbody tr").count(), 3);
      const drawn = page.locator("section.panel", {hasText: title}).locator("svg circle");
      await drawn.nth(6).waitFor();
      assert.equal(await drawn.count(), 7, "a table each");
      await page.getByLabel("Cause", {exact: true}).check();
      await drawn.nth(29).waitFor();
      await page.close();
    });

  test("/client?id=100002 prints without what only a screen is for", async () => {
    const page = await newPage();
    await page.goto(`${site.origin}/client?id=100002`);
    await settled(page);
    await page.emulateMedia({media: "print"});
    for (const selector of ["#observablehq-header nav", "form[role=search]", ".panel-foot", ".tabs"])
      assert.ok(await page.locator(selector).first().isHidden(), selector);
    for (const selector of [".verdict", ".reason-list", ".contributions svg", "#history", "#provenance"])
      assert.ok(await page.locator(selector).first().isVisible(), selector);
    await page.close();
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const scheme of ["light", "dark"] as const)
    for (const path of ["/", "/live", "/fr/client?id=100002", "/features", "/explore", "/model"])
      test(`axe finds nothing to object to in ${path}, ${scheme}`, async () => {
        const page = await newPage(scheme);
        await page.goto(site.origin + path);
        await settled(page);
        await page.evaluate(axe);
        const violations = await page.evaluate(
          async () => (await (window as unknown as {axe: Axe}).axe.run()).violations
        );
        const found = violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`);
        assert.deepEqual(found, []);
        await page.close();
      });

  for (const [path, text] of [
    ["/nothing-here", "Nothing lives here"],
    ["/fr/nothing-here", "Rien à cette adresse"]
  ] as const)
    test(`${path} answers 404 with the site's own page`, async () => {
      const page = await newPage();
      const response = await page.goto(site.origin + path);
      assert.equal(response!.status(), 404);
      await settled(page);
      assert.equal(await page.locator("h1").textContent(), text);
      await page.close();
    });
});
