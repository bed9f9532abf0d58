import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import type {Browser, Page} from "playwright";
import type {Score} from "../../src/core/schema/score.ts";
import {createModels} from "../server/kit/otherModel.ts";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startOwnSite} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

const WORDS = {
  en: {
    approve: "Approve",
    decline: "Decline",
    declined: /The model says declined?/i,
    reason: "Why otherwise than the model"
  },
  fr: {
    approve: "Accorder",
    decline: "Refuser",
    declined: /Le modèle dit : refus/i,
    reason: "Pourquoi autrement que le modèle"
  }
} as const;

describe("the form of a decision follows who judges", {skip: missing}, () => {
  let browser: Browser;
  const models = createModels();
  const sites: Site[] = [];
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    for (const site of sites) await site.close();
    models.remove();
  });

  async function startOwn(): Promise<Site> {
    const site = await startOwnSite({}, models.folder);
    sites.push(site);
    return site;
  }
  const scoreOf = async (site: Site, id: number) =>
    (await (await fetch(`${site.origin}/v1/clients/${id}/score`)).json()) as Score;
  async function send<T>(site: Site, path: string, body: object): Promise<T> {
    const answer = await fetch(site.origin + path, {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify(body)
    });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  }
  /** Finds the approved client who is nearest above the cut-off. */
  async function approved(site: Site): Promise<Score> {
    const {clients} = (await (await fetch(`${site.origin}/v1/clients?limit=60`)).json()) as {
      clients: {clientId: number}[];
    };
    const scores = await Promise.all(clients.map(({clientId}) => scoreOf(site, clientId)));
    const above = scores.filter(({decision}) => decision === "approve").sort((a, b) => a.score - b.score);
    return above[0]!;
  }
  async function open(site: Site, lang: "en" | "fr", id: number): Promise<Page> {
    const page = await browser.newPage({viewport: {width: 1300, height: 900}});
    await page.goto(`${site.origin}/${lang}/client?id=${id}`);
    await settled(page);
    await page.locator(".case .connection.live").waitFor();
    return page;
  }
  const said = (page: Page) => page.locator(".case p[aria-live=polite]").first();
  const says = (page: Page, points: number) =>
    page.waitForFunction(
      (text) =>
        [...document.querySelectorAll(".case p[aria-live=polite]")].some((one) =>
          one.textContent!.includes(text)
        ),
      `${points} points`
    );

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: a cut-off that two people approve turns an approval into an override, on the page that is open`, async () => {
      const words = WORDS[lang];
      const site = await startOwn();
      const client = await approved(site);
      const page = await open(site, lang, client.clientId);
      await says(page, client.score);
      const form = page.locator(".case form.decide");
      const reason = form.getByLabel(words.reason);
      await form.locator("label.chip", {hasText: words.approve}).click();
      assert.equal(await reason.isVisible(), false, "the model says the same");

      const {id} = await send<{id: number}>(site, "/v1/policy/proposals", {
        cutoff: client.score + 5,
        note: "For the test",
        by: "Ada"
      });
      await send(site, `/v1/policy/proposals/${id}/approve`, {by: "Grace"});
      await page.waitForFunction(
        (text) => document.querySelector(".case p[aria-live=polite]")!.textContent!.includes(text),
        String(client.score + 5)
      );
      assert.match((await said(page).textContent())!, words.declined);
      assert.ok(await reason.isVisible(), "what was chosen is against the model now");
      await form.locator("label.chip", {hasText: words.decline}).click();
      assert.equal(await reason.isVisible(), false);
      await page.close();
    });

  test("en: another model that is promoted is what the form speaks of", async () => {
    const site = await startOwn();
    const client = await approved(site);
    const page = await open(site, "en", client.clientId);
    await says(page, client.score);
    await send(site, "/v1/models/other/promote", {note: "For the test", by: "Ada"});
    const {score, model} = await scoreOf(site, client.clientId);
    assert.equal(model.name, "other");
    assert.notEqual(score, client.score);
    await says(page, score);
    await page.close();
  });

  test("fr: what is tried is told beside what is on file, in words, and goes when it is taken back", async () => {
    const site = await startOwn();
    const client = await approved(site);
    const page = await open(site, "fr", client.clientId);
    const hint = page.locator(".case .hint", {hasText: "le modèle dirait"});
    assert.equal(await hint.isVisible(), false);
    const cell = page.locator('#history [data-column="AMT_CREDIT"]').first();
    await cell.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("45000");
    await page.keyboard.press("Enter");
    await hint.waitFor();
    const rows = [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 45_000}}];
    const {after} = await send<{after: Score}>(site, `/v1/clients/${client.clientId}/what-if?fields=score`, {
      rows
    });
    assert.ok((await hint.textContent())!.includes(`${after.score} points`));
    await says(page, client.score);

    await cell.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("-5");
    await page.keyboard.press("Enter");
    await page.locator("#history .cell-fault", {hasText: /^Il faut un nombre/}).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".what-if-tools button").last().click();
    await hint.waitFor({state: "hidden"});
    await page.close();
  });
});
