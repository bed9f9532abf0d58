import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import {tableFromIPC} from "apache-arrow";
import type {Browser, BrowserContext, Page} from "playwright";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite, still} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

describe("what people do on the site", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  before(async () => {
    browser = await openBrowser();
    context = await browser.newContext();
    site = await startSite();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(site.origin + path);
    await settled(page);
    return page;
  };
  const number = async (page: Page, selector: string) =>
    Number((await page.locator(selector).textContent())!.replace(/\D/g, ""));
  const becomes = (page: Page, selector: string, wanted: number) =>
    page.waitForFunction(
      ([selector, wanted]) =>
        Number(document.querySelector(selector)?.textContent?.replace(/\D/g, "")) === wanted,
      [selector, wanted] as const
    );

  test("the live page of a newcomer to generated data moves by itself", async () => {
    const page = await open("/live");
    await page.waitForFunction(() => document.querySelectorAll(".desk-table tbody:not(.gap) tr").length >= 2);
    assert.equal(await page.getByRole("switch").isChecked(), true);
    await page.close();
  });

  test("POST /compute/ from outside moves the live page", async () => {
    const page = await open("/live");
    await page.locator(".connection.live").waitFor();
    await page.getByRole("switch").uncheck();
    const before = await number(page, "#received");
    const response = await fetch(`${site.origin}/compute/?ID=100002`, {method: "POST"});
    assert.equal(response.status, 202);
    await page.waitForFunction(
      (count) => Number(document.querySelector("#received")?.textContent?.replace(/\D/g, "")) > count,
      before
    );
    const row = page.locator(".desk-table tbody:not(.gap) tr", {hasText: "100002"}).first();
    await row.waitFor();
    assert.ok((await row.locator(".reason").count()) > 0);
    await page.close();
  });

  test("the demonstration stream fills the desk, and pause holds it still", async () => {
    const page = await open("/live");
    await page.locator(".connection.live").waitFor();
    assert.equal(
      await page.getByRole("switch").isChecked(),
      false,
      "the choice of the last visit is forgotten"
    );
    await page.getByRole("switch").check();
    await page.waitForFunction(() => document.querySelectorAll(".desk-table tbody:not(.gap) tr").length >= 3);
    await page.locator(".desk svg").first().waitFor();
    await page.getByRole("button", {name: "Pause"}).click();
    await page.getByRole("button", {name: /Resume \(/}).waitFor();
    // What came just before is drawn with the frame.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    const received = await number(page, "#received");
    await page.getByRole("button", {name: /Resume \([1-9]/}).waitFor();
    assert.equal(await number(page, "#received"), received);
    await page.close();
  });

  test("a client scored on the live page is answered there, and an unknown one gets its problem", async () => {
    const page = await open("/live");
    await page.locator(".connection.live").waitFor();
    const score = async (id: string) => {
      await page.getByLabel("Score client").fill(id);
      await page.getByRole("button", {name: "Score", exact: true}).click();
    };
    await score("100002");
    await page.locator(".answer .decision").waitFor();
    await score("999999999");
    await page.locator(".answer", {hasText: "999999999"}).waitFor();
    await page.close();
  });

  test("a lost server is told honestly and the desk comes back by itself", async () => {
    const first = await startSite();
    const page = await context.newPage();
    await page.goto(`${first.origin}/live`);
    await page.locator(".connection.live").waitFor();
    await first.close();
    await page.locator(".connection.reconnecting").waitFor();
    await page.locator(".connection.offline").waitFor();
    const second = await startSite(Number(new URL(first.origin).port));
    await page.locator(".connection.live").waitFor();
    await page.close();
    await second.close();
  });

  for (const [id, sentence] of [
    ["abc", /"abc" is no client id; expected a positive whole number/],
    ["0", /"0" is no client id/],
    ["9".repeat(30), /is no client id/]
  ] as const)
    test(`/client?id=${id} says what was expected of the id`, async () => {
      const page = await open(`/client?id=${id}`);
      await settled(page);
      assert.match((await page.locator("main").textContent()) ?? "", sentence);
      await page.close();
    });

  test("/client?id= 100002 leads to the client with the spaces away", async () => {
    const page = await open("/client?id=%20100002%20");
    await settled(page);
    assert.match((await page.locator("main").textContent()) ?? "", /Client 100002/);
    await page.close();
  });

  test("a search leads to the client, whose points add up on the page", async () => {
    const page = await open("/client");
    await page.getByLabel("Client id").fill("100002");
    await page.getByRole("button", {name: "Show"}).click();
    await page.waitForURL(/\?id=100002$/);
    await settled(page);
    const answer = (await (await fetch(`${site.origin}/v1/clients/100002/explanation`)).json()) as {
      score: number;
      basePoints: number;
      features: {points: number}[];
    };
    const sum = answer.features.reduce((total, {points}) => total + points, answer.basePoints);
    assert.equal(Math.round(sum * 1e6) / 1e6, answer.score);
    assert.equal(await number(page, ".verdict .tiles dd >> nth=0"), answer.score);
    await page.close();
  });

  test("a contribution opens its formula and marks the records that count", async () => {
    const page = await open("/client?id=100002");
    await page.locator('button[data-cause="payment_delays"]').click();
    await page.locator('button[data-feature^="inst"]').first().click();
    await page.locator(".opened-feature b", {hasText: "Formula"}).waitFor();
    await page.locator("#history tr.marked").first().waitFor();
    assert.ok((await page.locator("#history .hits").count()) > 0);
    await page.close();
  });

  test("a reason says the same as the waterfall, and opens its cause and the records behind it", async () => {
    const page = await open("/client?id=100002");
    const first = page.locator(".reason-list li").first();
    const label = (await first.locator("b").first().textContent())!;
    const points = (await first.locator("b.down").textContent())!;
    const cause = page.locator(".cause-bars li", {has: page.getByRole("button", {name: label})}).first();
    assert.ok((await cause.locator("button").first().textContent())!.includes(points));
    assert.ok((await page.locator(".verdict").textContent())!.includes(`What costs most: ${label}.`));
    await first.locator("button").click();
    await cause.locator("button[data-feature]").first().waitFor();
    await page.locator(".opened-feature b", {hasText: "Formula"}).waitFor();
    assert.equal(await page.getByText("TARGET").count(), 0, "an officer never sees the outcome");
    await page.close();
  });

  test("an unknown client gets the server's own words", async () => {
    const page = await open("/client?id=999999999");
    await page.locator(".state.failed", {hasText: "999999999"}).waitFor();
    await page.close();
  });

  test("a filter narrows the portfolio and lives in the address", async () => {
    const page = await open("/");
    assert.match((await page.locator("#selection-share").textContent())!, /100%/);
    await page.locator(".chip", {hasText: "Women"}).click();
    await page.waitForURL(/gender=F/);
    await page.waitForFunction(
      () => !/100\s*%/.test(document.querySelector("#selection-share")?.textContent ?? "")
    );
    const women = (await page.locator("#selection-share").textContent())!;
    await page.reload();
    await settled(page);
    await page.locator("#selection-share", {hasText: women}).waitFor();
    await page.locator(".language").click();
    await page.waitForURL(/\/fr\/\?gender=F/);
    await settled(page);
    assert.ok(await page.locator('input[name="gender"][value="F"]').isChecked());
    await page.close();
  });

  test("a stretch of the histogram that is marked narrows all drawings, the address and the filters", async () => {
    const page = await open("/");
    const clients = () => number(page, "#selection-share .sub");
    const all = await clients();
    await page.locator(".brush").scrollIntoViewIfNeeded();
    const box = (await page.locator(".brush").boundingBox())!;
    await page.mouse.move(box.x + 120, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 110, {steps: 4});
    await page.mouse.up();
    await page.waitForURL(/score=\d+-\d+/);
    await page.waitForFunction(
      (all) =>
        Number(document.querySelector("#selection-share .sub")?.textContent?.replace(/\D/g, "")) !== all,
      all
    );
    await still(page);
    const some = await clients();
    assert.ok(some > 0 && some < all);
    assert.ok(await page.locator(".brush-band").isVisible());
    const [, low, high] = /score=(\d+)-(\d+)/.exec(page.url())!;
    assert.equal(await page.locator('input[name="score.from"]').inputValue(), low);
    await page.reload();
    await settled(page);
    await becomes(page, "#selection-share .sub", some);
    await still(page);
    const scores = await page.locator("td:nth-child(2)").allTextContents();
    assert.ok(scores.every((score) => Number(score) >= Number(low) && Number(score) <= Number(high)));
    await page.locator(".brush").click({position: {x: 200, y: 100}});
    await page.waitForFunction(() => !location.search.includes("score="));
    await becomes(page, "#selection-share .sub", all);
    await page.close();
  });

  test("a click on a segment filters for it, and a selection that has a name is found again", async () => {
    const page = await open("/");
    await page
      .locator("svg.clickable")
      .first()
      .click({position: {x: 200, y: 20}});
    await page.waitForURL(/gender=F/);
    await page.getByLabel("Name of this selection").fill("women");
    await page.getByRole("button", {name: "Keep"}).click();
    await page.getByRole("button", {name: "Clear all"}).click();
    await page.waitForFunction(() => !location.search.includes("gender"));
    await page.reload();
    await settled(page);
    await page.getByRole("button", {name: "women", exact: true}).click();
    await page.waitForURL(/gender=F/);
    await page.getByRole("button", {name: "Forget women"}).click();
    assert.equal(await page.getByRole("button", {name: "women", exact: true}).count(), 0);
    await page.close();
  });

  test("segments and stretches of scores are chosen by keyboard alone, and the focus stays where it was", async () => {
    const page = await open("/");
    const focused = () =>
      page.evaluate(() => {
        const {activeElement: at} = document;
        return [at?.getAttribute("role"), at?.getAttribute("aria-selected"), at?.getAttribute("aria-label")];
      });
    const gender = page.getByRole("listbox", {name: /^Gender/});
    await gender.getByRole("option").first().focus();
    await page.keyboard.press("ArrowDown");
    assert.match((await focused())[2]!, /^Men: [\d,]+ clients, observed bad rate [\d.]+%, predicted/);
    await page.keyboard.press("Space");
    await page.waitForURL(/gender=M/);
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-selected") === "true");
    assert.match((await focused())[2]!, /^Men: /);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !location.search.includes("gender"));

    const bins = page.getByRole("listbox", {name: /^Histogram/});
    const options = bins.getByRole("option");
    await options.first().focus();
    for (const key of ["ArrowRight", "ArrowRight", "Space"]) await page.keyboard.press(key);
    await page.waitForURL(/score=\d+-\d+/);
    const [, low, high] = /score=(\d+)-(\d+)/.exec(page.url())!.map(Number);
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-selected") === "true");
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForURL(
      (url) => new RegExp(`score=${low}-`).test(url.search) && !url.search.includes(`-${high}`)
    );
    await page.waitForFunction(
      () => document.querySelectorAll("[role=option][aria-selected=true]").length === 2
    );
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !location.search.includes("score="));
    await still(page);
    assert.equal((await focused())[0], "option");
    assert.equal(await page.locator("[role=option][tabindex='0']").count(), 7, "one stop for each drawing");
    await page.close();
  });

  test("a client is compared with the selection, as one person", async () => {
    const page = await open("/?gender=M&client=100002");
    await still(page);
    const tiles = page.locator("dl.tiles", {hasText: "Client 100002"});
    const shares = (await tiles.locator("dd:not(.sub)").allTextContents()).map((text) =>
      Number.parseFloat(text)
    );
    assert.equal(shares.length, 3);
    assert.ok(shares.every((share) => share > 50 && share < 100));
    assert.match(
      (await page.locator("table", {hasText: "Share of the selection"}).textContent())!,
      /Woman|Man/
    );
    await page.close();
  });

  test("the list of clients goes through pages, and near the cut-off first", async () => {
    const page = await open("/");
    const ids = () => page.locator("td a").allTextContents();
    await page.locator("td a").first().waitFor();
    const first = await ids();
    await page.getByRole("button", {name: "Next"}).click();
    await page.locator(".pager", {hasText: "Page 2 of"}).waitFor();
    await page.waitForFunction((id) => document.querySelector("td a")?.textContent !== id, first[0]);
    assert.equal((await ids()).filter((id) => first.includes(id)).length, 0);
    await page.getByLabel("Order").selectOption({label: "nearest to the cut-off first"});
    await page.locator(".pager", {hasText: "Page 1 of"}).waitFor();
    const scores = (await page.locator(".nowrap td:nth-child(2)").allTextContents()).map(Number);
    const distances = scores.map((score) => Math.abs(score - 600));
    assert.deepEqual(
      distances,
      [...distances].sort((a, b) => a - b)
    );
    await page.close();
  });

  test("the explorer draws what is picked, and its cell asks the server for the same", async () => {
    const page = await open("/explore");
    const title = page.locator("h3", {hasText: "by Age"});
    await title.waitFor();
    await page.getByLabel("Colour").fill("CODE_GENDER");
    await page.getByLabel("Colour").press("Enter");
    await page.getByText("Women").waitFor();
    await page.getByLabel("Filter").fill("app_ext_mean");
    await page.getByLabel("Filter").press("Enter");
    await page.getByLabel("from").fill("0.5");
    await page.getByLabel("from").press("Enter");
    const cell = page.locator("pre.cell");
    await page.waitForFunction(() => document.querySelector("pre.cell")?.textContent?.includes(">= 0.5"));
    const source = (await cell.textContent())!;
    const [, columns, where] = /columns: (\[.*?\]), where: (".*")\}/.exec(source)!;
    const query = new URLSearchParams({columns: JSON.parse(columns!).join(","), where: JSON.parse(where!)});
    const answer = await fetch(`${site.origin}/v1/features.arrow?${query}`);
    assert.equal(answer.status, 200);
    const rows = tableFromIPC(new Uint8Array(await answer.arrayBuffer())).numRows;
    await page.locator("summary", {hasText: "Show as a table"}).click();
    // The cell is there before the chart that it draws.
    await page.waitForFunction((rows) => {
      const counts = [...document.querySelectorAll("table td:nth-child(3)")].map(({textContent}) =>
        Number(textContent!.replace(/\D/g, ""))
      );
      return counts.reduce((sum, count) => sum + count, 0) === rows;
    }, rows);
    const link = await page.locator(".panel-foot a").getAttribute("href");
    assert.ok(link!.endsWith(`#js=${encodeURIComponent(source)}`));
    await page.reload();
    await settled(page);
    assert.equal(await page.getByLabel("Colour").inputValue(), "CODE_GENDER");
    await page.close();
  });

  test("the list of the portfolio leads to a client", async () => {
    const page = await open("/");
    await page.locator("td a").first().click();
    await page.waitForURL(/\/client\?id=\d+/);
    await page.close();
  });

  test("the catalogue finds a feature and shows how it is spread", async () => {
    const page = await open("/features");
    const listed = () => page.locator("button[data-feature]").count();
    const all = await listed();
    await page.getByLabel("Search").fill("external scores average");
    await page.waitForFunction((n) => document.querySelectorAll("button[data-feature]").length < n, all);
    await page.locator('button[data-feature="app_ext_mean"]').click();
    await page.locator("code", {hasText: "app_ext_mean"}).waitFor();
    await page.locator(".panel svg rect").nth(5).waitFor({state: "attached"});
    await page.close();
  });

  test("the catalogue shows each feature that the model derives, with its formula and distribution", async () => {
    const {features} = (await (await fetch(`${site.origin}/v1/features`)).json()) as {
      features: {name: string; label: {en: string}; formula: {en: string}}[];
    };
    const derived = features.filter(({name}) => /^(peer|rate)_/.test(name));
    assert.ok(derived.length > 0);
    for (const {name, label, formula} of derived) {
      const page = await open(`/features?name=${name}`);
      const panel = page.locator(".panel", {has: page.locator("code", {hasText: name})});
      assert.equal(await panel.locator("h2").textContent(), label.en);
      assert.ok((await panel.textContent())!.includes(formula.en));
      await page.locator("figure svg, .panel svg").first().waitFor();
      await page.close();
    }
  });

  test("the catalogue says in both languages that it has no feature of the name asked for", async () => {
    for (const [path, sentence] of [
      ["/features", "No feature is named “app_nothing”"],
      ["/fr/features", "Aucune variable ne s’appelle « app_nothing »"]
    ]) {
      const page = await open(`${path}?name=app_nothing`);
      await page.locator(".state", {hasText: sentence}).waitFor();
      assert.equal(await page.locator(".panel svg").count(), 0);
      assert.equal(await page.locator('button[aria-current="true"]').count(), 0);
      await page.locator("button[data-feature]").first().click();
      await page.locator(".panel svg").first().waitFor();
      await page.close();
    }
  });

  test("an opened contribution of a feature that the model derives tells its formula and leads to it", async () => {
    const {features} = (await (await fetch(`${site.origin}/v1/clients/100002/explanation`)).json()) as {
      features: {name: string; cause: string}[];
    };
    const peer = features.find(({name}) => name.startsWith("peer_"))!;
    const page = await open(`/client?id=100002&open=${peer.cause}/${peer.name}`);
    const contribution = page.locator(".opened-feature");
    const link = contribution.locator('a[href*="name=peer_"]');
    await link.waitFor();
    assert.match((await contribution.textContent())!, /its median among/);
    const name = new URL((await link.getAttribute("href"))!, site.origin).searchParams.get("name")!;
    await link.click();
    await page.locator(".panel code", {hasText: name}).waitFor();
    await page.close();
  });
});
