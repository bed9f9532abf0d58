import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import type {Browser, BrowserContext, Page} from "playwright";
import {launchChromium} from "./chromium.ts";
import {type Site, settled, startSite} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

describe("what people do on the site", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  before(async () => {
    const launched = await launchChromium();
    assert.ok(launched, "no Chromium was found; name one in the variable CHROMIUM");
    browser = launched;
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

  test("the live page of a newcomer to generated data moves by itself", async () => {
    const page = await open("/live");
    await page.waitForFunction(() => document.querySelectorAll(".desk-table tbody tr").length >= 2);
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
      (count) => Number(document.querySelector("#received")?.textContent) > count,
      before
    );
    const row = page.locator(".desk-table tbody tr", {hasText: "100002"}).first();
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
    await page.waitForFunction(() => document.querySelectorAll(".desk-table tbody tr").length >= 3);
    await page.locator(".desk svg").waitFor();
    await page.getByRole("button", {name: "Pause"}).click();
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
    await page.locator('details[data-cause="payment_delays"] summary').click();
    await page.locator('details[data-cause="payment_delays"] button[data-feature^="inst"]').first().click();
    await page.locator("#contribution b", {hasText: "Formula"}).waitFor();
    await page.locator("#history tr.marked").first().waitFor();
    assert.ok((await page.locator("#history .hits").count()) > 0);
    await page.close();
  });

  test("a reason says the same as the waterfall, and opens its cause and the records behind it", async () => {
    const page = await open("/client?id=100002");
    const first = page.locator(".reason-list li").first();
    const label = (await first.locator("b").first().textContent())!;
    const points = (await first.locator("b.down").textContent())!;
    const cause = page.locator("details.cause", {hasText: label});
    assert.ok((await cause.locator("summary").textContent())!.includes(points));
    assert.ok((await page.locator(".verdict").textContent())!.includes(`What costs most: ${label}.`));
    await first.locator("button").click();
    await cause.locator("button[data-feature]").first().waitFor();
    await page.locator("#contribution b", {hasText: "Formula"}).waitFor();
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
    const women = await page.locator("#selection-share").textContent();
    await page.reload();
    await settled(page);
    assert.equal(await page.locator("#selection-share").textContent(), women);
    await page.locator(".language").click();
    await page.waitForURL(/\/fr\/\?gender=F/);
    await settled(page);
    assert.ok(await page.locator('input[name="gender"][value="F"]').isChecked());
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
    assert.ok((await page.locator(".panel svg rect").count()) > 5);
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
    const page = await open("/client?id=100002");
    await page.locator('button[data-feature^="peer_"]').first().click();
    const contribution = page.locator("#contribution");
    const link = contribution.locator('a[href*="name=peer_"]');
    await link.waitFor();
    assert.match((await contribution.textContent())!, /its median among/);
    const name = new URL((await link.getAttribute("href"))!, site.origin).searchParams.get("name")!;
    await link.click();
    await page.locator(".panel code", {hasText: name}).waitFor();
    await page.close();
  });
});
