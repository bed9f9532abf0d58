import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, beforeEach, describe, test} from "node:test";
import type {Browser, Page} from "playwright";
import {openBrowser, whenMade} from "./patience.ts";
import {type Site, settled, startSite} from "./site.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WORDS = {
  en: {
    look: "Look for what would change the decision",
    tryIt: "Try it: option 1",
    undo: "Undo",
    reset: "Reset"
  },
  fr: {
    look: "Chercher ce qui changerait la décision",
    tryIt: "Essayer l’option 1",
    undo: "Annuler",
    reset: "Tout remettre"
  }
} as const;

interface Options {
  options: {score: number; decision: string}[];
}

describe("the page of a client", () => {
  let site: Site;
  let browser: Browser;
  /** A declined client for whom the server knows a way to be approved, and the first of these ways. */
  let declined: {id: number; score: number; reached: number};
  before(async () => {
    browser = await openBrowser();
    site = await startSite();
    declined = await findDeclined();
  });
  // A page that was closed may have left what it tried with the client's case.
  beforeEach(async () => {
    for (const id of [100002, declined.id]) {
      const answer = await fetch(`${site.origin}/v1/cases/${id}`, {
        method: "POST",
        headers: {"content-type": "application/json"},
        body: JSON.stringify({reset: true})
      });
      assert.equal(answer.status, 200);
    }
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  async function findDeclined(): Promise<typeof declined> {
    const path = "/v1/clients?decision=decline&near=30&sort=-score&limit=40";
    const found = await whenMade(() => fetch(site.origin + path));
    const {clients} = (await found.json()) as {clients: {clientId: number; score: number}[]};
    for (const {clientId, score} of clients) {
      const answer = await fetch(`${site.origin}/v1/clients/${clientId}/recourse`, {method: "POST"});
      const [option] = ((await answer.json()) as Options).options;
      if (option) return {id: clientId, score, reached: option.score};
    }
    throw new Error("no declined client near the cut-off has recourse");
  }

  async function open(path: string, width = 1280): Promise<Page> {
    const page = await browser.newPage({viewport: {width, height: 900}});
    await page.goto(site.origin + path);
    await page.locator(".then.is-there .cause-bars").waitFor();
    return page;
  }

  const score = async (page: Page) =>
    Number.parseInt((await page.locator(".verdict .tiles dd").first().textContent())!, 10);
  const bar = (page: Page) => page.locator(".what-if");
  const shows = (page: Page, points: number) =>
    page.waitForFunction(
      (text) => document.querySelector(".verdict .tiles dd")?.textContent?.startsWith(text),
      String(points)
    );

  async function objections(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const violations = await page.evaluate(
      async () =>
        (
          await (
            window as unknown as {
              axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};
            }
          ).axe.run()
        ).violations
    );
    return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`);
  }

  for (const lang of ["en", "fr"] as const)
    test(`a declined client is understood, and recourse tried and taken back, in ${lang}`, async () => {
      const words = WORDS[lang];
      const page = await open(`/${lang}/client?id=${declined.id}`);
      await page.locator(".verdict .decision.decline").waitFor();
      await page.locator(".reason-list button").first().click();
      await page.locator(".opened-feature .tiles").waitFor();
      assert.match(page.url(), /&open=\w+\/\w+$/);
      await page.getByRole("button", {name: words.look}).click();
      await page.getByRole("button", {name: words.tryIt}).click();
      await shows(page, declined.reached);
      await page.locator(".verdict .decision.approve").waitFor();
      const isInSight = (element: Element) => {
        const {top, bottom} = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight + 1;
      };
      assert.ok(await bar(page).evaluate(isInSight), "the new score is in sight where the option was tried");
      assert.ok(await page.locator(".recourse-tried .decision.approve").evaluate(isInSight));
      await page.locator(".step.score b", {hasText: String(declined.reached)}).waitFor();
      assert.deepEqual(await objections(page), []);
      await bar(page).getByRole("button", {name: words.undo, exact: true}).click();
      await shows(page, declined.score);
      assert.equal(await page.locator(".verdict .was").count(), 0);
      await page.close();
    });

  test("the bars are one stop for the tabulator, and keys open and close them where they stand", async () => {
    const page = await open("/en/client?id=100002");
    assert.equal(await page.locator('.cause-bars button[tabindex="0"]').count(), 1);
    await page.locator(".cause-bars button").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".opened-cause").waitFor();
    const cause = await page.evaluate(() => document.activeElement?.getAttribute("data-cause"));
    await page.waitForURL((url) => url.searchParams.get("open") === cause);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".opened-feature .tiles").waitFor();
    const bar = (await page.locator("button[data-feature][aria-expanded=true]").boundingBox())!;
    const panel = (await page.locator(".opened-feature").boundingBox())!;
    assert.ok(Math.abs(bar.y + bar.height - panel.y) < 20, "the panel opens beneath its bar");
    assert.deepEqual(await objections(page), []);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".opened-feature").count(), 0);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".opened-cause").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-cause")), cause);
    assert.equal(new URL(page.url()).searchParams.get("open"), null);
    await page.close();
  });

  test("?open=CAUSE/FEATURE opens a feature by its address, whichever cause it belongs to", async () => {
    const {features, causes} = (await (
      await fetch(`${site.origin}/v1/clients/100002/explanation`)
    ).json()) as {features: {name: string; cause: string}[]; causes: {code: string}[]};
    const last = causes.at(-1)!.code;
    const feature = features.find(({cause}) => cause === last)!.name;
    const page = await open(`/en/client?id=100002&open=${last}/${feature}`);
    await page.locator(".opened-feature code", {hasText: feature}).waitFor();
    await page.close();
  });

  test("a cell is edited in its table, an impossible one refused at the cell, and undo and reset lead back", async () => {
    const page = await open("/en/client?id=100002");
    const before = await score(page);
    const income = page.locator("[data-column=AMT_INCOME_TOTAL]");
    await income.click();
    await page.keyboard.type("-5");
    await page.keyboard.press("Enter");
    await income.locator(".cell-fault", {hasText: "of 0 or more"}).waitFor();
    assert.ok(await page.locator(".what-if").isHidden());
    await income.locator("input").fill("900000");
    await page.keyboard.press("Enter");
    await page.locator(".what-if-list li", {hasText: "900,000"}).waitFor();
    await income.locator("ins").waitFor();
    const answer = await fetch(`${site.origin}/v1/clients/100002/what-if`, {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify({
        rows: [{op: "edit", table: "application", index: 0, values: {AMT_INCOME_TOTAL: 900000}}]
      })
    });
    const {after: expected} = (await answer.json()) as {after: {score: number}};
    await shows(page, expected.score);
    assert.ok(await page.locator(".what-if").isVisible());
    await bar(page).getByRole("button", {name: "Undo", exact: true}).click();
    await shows(page, before);
    assert.equal(await income.locator("ins").count(), 0);
    await page.close();
  });

  /** Tells which parts of the page are other elements after an edit. */
  async function drawnBy(page: Page, edit: () => Promise<void>) {
    const watched = [".verdict section", ".verdict svg.grows", ".reason-list", ".contributions .as-table"];
    await page.evaluate((selectors) => {
      for (const one of selectors) document.querySelector(one)!.setAttribute("data-seen", one);
    }, watched);
    await edit();
    return page.evaluate(
      (selectors) => selectors.filter((one) => !document.querySelector(`[data-seen="${one}"]`)),
      watched
    );
  }

  test("an edited cell keeps the parts of the page, an opened table and the focus, and asks for half the answer", async () => {
    const page = await open("/en/client?id=100002");
    const queries: string[] = [];
    page.on("request", (request) => {
      const {pathname, search} = new URL(request.url());
      if (pathname.endsWith("/what-if")) queries.push(search);
    });
    await page.locator(".contributions .as-table summary").click();
    const before = await score(page);
    const cell = page.locator("[data-column=AMT_CREDIT]");
    const edit = async (amount: string) => {
      const was = await score(page);
      await cell.click();
      await page.keyboard.type(amount);
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        (points) =>
          Number.parseInt(document.querySelector(".verdict .tiles dd")!.textContent!, 10) !== points,
        was
      );
    };
    const gone = await drawnBy(page, () => edit("45000"));
    assert.deepEqual(
      gone.filter((one) => !one.includes("svg") && !one.includes("reason")),
      []
    );
    assert.notEqual(await score(page), before);
    assert.deepEqual(queries, ["?form=compact&before=none"]);
    assert.ok(await cell.evaluate((one) => one === document.activeElement));
    assert.ok(await page.locator(".contributions .as-table table").isVisible());
    const planted = await drawnBy(page, async () => {
      await page.evaluate(() => {
        const panel = document.querySelector(".verdict section")!;
        panel.replaceWith(panel.cloneNode(true));
        document.querySelector(".verdict section")!.removeAttribute("data-seen");
      });
    });
    assert.ok(planted.includes(".verdict section"), "a part that is made anew is noticed");
    await page.close();
  });

  test("cells that are edited before the server has answered for those before them are tried together", async () => {
    const page = await open("/en/client?id=100002");
    const cell = (name: string) => page.locator(`#history [data-column=${name}]`);
    let release = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    await page.route("**/what-if?*", async (route) => {
      await released;
      await route.continue();
    });
    const [income, credit] = [cell("AMT_INCOME_TOTAL"), cell("AMT_CREDIT")];
    for (const one of [cell("AMT_ANNUITY"), income]) {
      await one.click();
      await page.keyboard.type("54321");
      await page.keyboard.press("Enter");
    }
    await credit.click();
    await page.keyboard.type("543");
    release();
    await income.locator("ins").waitFor();
    // Whoever writes is not interrupted by the answers.
    await page.keyboard.type("21");
    await page.keyboard.press("Enter");
    await page.locator(".what-if-list li", {hasText: "54,321"}).nth(2).waitFor();
    await credit.locator("ins").waitFor();
    await page.close();
  });

  test("rows are left out, put back and added by keyboard, as the server scores them", async () => {
    const page = await open("/en/client?id=100002");
    await page.getByRole("tab", {name: /Instalments paid/}).click();
    const rows = page.locator("#history tr[data-row]");
    const count = await rows.count();
    await rows.first().locator("[data-tool]").focus();
    await page.keyboard.press("Enter");
    await page.locator("#history tr.removed").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#history tr.removed").length === 0);
    await page.getByRole("button", {name: "Add a record"}).click();
    await page.locator("#history tr.added").waitFor();
    assert.equal(await rows.count(), count + 1);
    await page.locator("#history tr.added [data-column=AMT_PAYMENT]").click();
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await page.locator("#history tr.added [data-column=AMT_PAYMENT]", {hasText: /^1$/}).waitFor();
    await bar(page).getByRole("button", {name: "Reset", exact: true}).click();
    await page.waitForFunction(() => document.querySelectorAll("#history tr.added").length === 0);
    await page.close();
  });

  test("a feature is dragged: score and sentence follow, and one undo takes the whole way back", async () => {
    const {features} = (await (await fetch(`${site.origin}/v1/clients/100002/explanation`)).json()) as {
      features: {name: string; cause: string; value: unknown}[];
    };
    const {name, cause} = features.find(({value}) => typeof value === "number")!;
    const page = await open(`/en/client?id=100002&open=${cause}/${name}`);
    const before = await score(page);
    const slider = page.locator(".feature-control input");
    // Waits until it lies still: what is above it may still be coming.
    await settled(page);
    await slider.hover();
    await page.mouse.down();
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + 4, box.y + box.height / 2, {steps: 8});
    await page.mouse.up();
    await page.waitForFunction(
      (score) => !document.querySelector(".verdict .tiles dd")?.textContent?.startsWith(String(score)),
      before
    );
    await page.locator(".verdict .was").first().waitFor();
    await bar(page).getByRole("button", {name: "Undo", exact: true}).click();
    await shows(page, before);
    await page.close();
  });

  test("without an answer the page says so alone, no headings without anything below, and another try brings them", async () => {
    const page = await browser.newPage();
    let isAway = true;
    await page.route(/\/v1\/clients\/100002\/|group\..*json/, (route) =>
      isAway ? route.abort() : route.continue()
    );
    await page.goto(`${site.origin}/fr/client?id=100002`);
    const failed = page.locator("main .state.failed");
    await failed.waitFor();
    await page.waitForTimeout(1500);
    assert.equal(await page.locator(".then.is-there").count(), 0);
    assert.doesNotMatch((await failed.textContent())!, /fetch/);
    isAway = false;
    await page.unroute(/group\..*json/);
    await failed.getByRole("button").click();
    await page.locator(".then.is-there").waitFor();
    await page.close();
  });

  for (const isForbidden of [false, true])
    test(`a feature that is touched is answered ${isForbidden ? "by the server, where it keeps its model to itself" : "in the page, as the server would, without asking it"}`, async () => {
      const name = "app_ext_source_2";
      const page = await open(`/fr/client?id=100002`);
      const asked: string[] = [];
      page.on("request", (request) => {
        const {pathname} = new URL(request.url());
        if (/model\.txt|what-if/.test(pathname)) asked.push(pathname.split("/").at(-1)!);
      });
      if (isForbidden) await page.route("**/v1/model/model.txt", (route) => route.fulfill({status: 403}));
      await page.goto(`${site.origin}/fr/client?id=100002&open=external_scores/${name}`);
      const slider = page.locator(".feature-control input[type=range]");
      await slider.waitFor();
      assert.deepEqual(asked, [], "nothing is loaded before a feature is touched");
      const answered = page.waitForResponse((response) => response.url().endsWith("/v1/model/model.txt"));
      await slider.focus();
      const {status, tag} = await answered.then(async (response) => {
        await response.finished();
        return {status: response.status(), tag: response.headers().etag};
      });
      assert.equal(status, isForbidden ? 403 : 200);
      if (!isForbidden) assert.match(tag!, /^W\/"[0-9a-f]{64}"$/);
      // Reading the trees takes a while, in which the server answers; after that it is not asked any more.
      for (let key = "Home"; ; key = key === "Home" ? "End" : "Home") {
        asked.length = 0;
        await page.keyboard.press(key);
        const value = Number(await slider.inputValue());
        const {after} = (await (
          await fetch(`${site.origin}/v1/clients/100002/what-if?fields=score`, {
            method: "POST",
            headers: {"content-type": "application/json"},
            body: JSON.stringify({features: {[name]: value}})
          })
        ).json()) as {after: {score: number}};
        await shows(page, after.score);
        const isServer = asked.some((path) => path === "what-if");
        if (isForbidden) assert.ok(isServer);
        if (isForbidden || !isServer) break;
      }
      await page.close();
    });

  test("edits that are set from elsewhere are shown, not announced, and can be taken back", async () => {
    const page = await open("/en/client?id=100002");
    const before = await score(page);
    const announced = await page.evaluate(() => {
      const bar = document.querySelector(".what-if") as HTMLElement & {value: unknown};
      let count = 0;
      bar.addEventListener("input", () => count++);
      bar.value = {
        rows: [
          {op: "edit", table: "application", index: 0, values: {AMT_INCOME_TOTAL: 1e6, AMT_CREDIT: 5e4}}
        ],
        features: {}
      };
      return count;
    });
    assert.equal(announced, 0);
    await page.locator(".verdict .was").first().waitFor();
    await page.locator(".what-if-list li").nth(1).waitFor();
    assert.equal(await page.locator(".what-if-list li").count(), 2);
    await bar(page).getByRole("button", {name: "Undo", exact: true}).click();
    await shows(page, before);
    const value = await page.evaluate(
      () => (document.querySelector(".what-if") as HTMLElement & {value: unknown}).value
    );
    assert.deepEqual(value, {rows: [], features: {}});
    await page.close();
  });

  test("a lane of the timeline is one stop, whose marks lead to their row and back to the features that use it", async () => {
    const page = await open("/en/client?id=100002");
    const lane = page.locator(".lane[data-lane=payments]");
    const cursor = lane.locator(".lane-cursor");
    await cursor.focus();
    await page.keyboard.press("Home");
    assert.match((await cursor.getAttribute("aria-valuetext"))!, /paid .* before$/);
    await page.keyboard.press("Enter");
    await lane.locator(".opened-row table").waitFor();
    await page.locator("#history tr.marked").waitFor();
    assert.deepEqual(await objections(page), []);
    const feature = lane.locator(".moved button").first();
    const label = (await feature.textContent())!;
    await feature.click();
    await page.locator("button[data-feature][aria-expanded=true]", {hasText: label}).waitFor();
    await cursor.focus();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".opened-row").count(), 0);
    await page.close();
  });

  test("everything that opens fits into 360 pixels", async () => {
    const page = await open(`/fr/client?id=${declined.id}`, 360);
    await page.locator(".reason-list button").first().click();
    await page.locator(".opened-feature .tiles").waitFor();
    await page.getByRole("button", {name: WORDS.fr.look}).click();
    await page.getByRole("button", {name: WORDS.fr.tryIt}).click();
    await shows(page, declined.reached);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await bar(page).getByRole("button", {name: WORDS.fr.reset, exact: true}).click();
    await shows(page, declined.score);
    await page.close();
  });
});
