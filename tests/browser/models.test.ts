import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {after, before, describe, test} from "node:test";
import type {Browser, BrowserContext, Page} from "playwright";
import {createPeople} from "../access/signedIn.ts";
import {createModels} from "../server/kit/otherModel.ts";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startOwnSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

const WORDS = {
  en: {
    token: "Your token",
    signIn: "Sign in",
    served: "(served)",
    challenger: "Challenger",
    compare: "Compare with demo",
    promote: "Serve other",
    reason: "Reason",
    needed: "Give a reason.",
    promoted: /^other is served now \(record 1\)/,
    role: "Choosing the served model is for administrators.",
    forbidden: /is for administrators|administrator/
  },
  fr: {
    token: "Votre jeton",
    signIn: "Se connecter",
    served: "(en service)",
    challenger: "Prétendant",
    compare: "Comparer à demo",
    promote: "Mettre other en service",
    reason: "Raison",
    needed: "Donnez une raison.",
    promoted: /^other est maintenant en service \(inscription 1\)/,
    role: "Choisir le modèle en service revient aux administrateurs.",
    forbidden: /administrat/
  }
} as const;
type Lang = keyof typeof WORDS;

describe("the models of the Model page", {skip: missing}, () => {
  let browser: Browser;
  let people: Awaited<ReturnType<typeof createPeople>>;
  const models = createModels();
  const sites: Site[] = [];
  const contexts: BrowserContext[] = [];
  before(async () => {
    people = await createPeople();
    browser = await openBrowser();
  });
  after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    for (const site of sites) await site.close();
    people?.remove();
    models.remove();
  });

  async function startOwn(): Promise<Site> {
    const site = await startOwnSite({access: people.access}, models.folder);
    sites.push(site);
    return site;
  }

  async function open(site: Site, lang: Lang, token: string): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1200, height: 900}, bypassCSP: true});
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${site.origin}/${lang}/model`);
    await page.getByLabel(WORDS[lang].token).fill(token);
    await page.getByRole("button", {name: WORDS[lang].signIn}).click();
    await page.waitForURL(/\/model/);
    await settled(page);
    await page.locator("#models table").first().waitFor();
    return page;
  }
  const servedName = async (page: Page, lang: Lang) => {
    const row = page.locator("#models tbody tr", {hasText: WORDS[lang].served}).first();
    return (await row.locator("td").first().textContent())!.split(" ")[0];
  };

  for (const lang of ["en", "fr"] as const) {
    test(`${lang}: an administrator compares a challenger and promotes it by keyboard alone; everybody is answered by it`, async () => {
      const words = WORDS[lang];
      const site = await startOwn();
      const page = await open(site, lang, people.tokens.admin);
      const noted = watch(page, site.origin);
      assert.equal(await servedName(page, lang), "demo");
      assert.equal(await page.getByLabel(words.challenger).inputValue(), "other");

      await page.route("**/compare/**", async (route) => {
        const asked = new URL(route.request().url()).pathname;
        assert.ok(asked.endsWith("/v1/models/demo/compare/other"));
        await route.fulfill({json: COMPARISON});
      });
      await page.getByRole("button", {name: words.compare}).focus();
      await page.keyboard.press("Enter");
      const cells = page.locator("#comparison tbody").first().locator("td");
      await cells.first().waitFor();
      const [, champion, challenger, difference] = await cells.allTextContents();
      const decimals = (text = "") => text.replaceAll(",", ".");
      assert.equal(decimals(champion), "0.7700");
      assert.equal(decimals(challenger), "0.7750");
      assert.equal(decimals(difference), "+0.0050+0.0010 – +0.0090");

      const promote = page.getByRole("button", {name: words.promote});
      assert.ok(await promote.isDisabled());
      await page.getByText(words.needed).waitFor();
      await page.getByLabel(words.reason).focus();
      await page.keyboard.type("It ranks better on the hold-out");
      await page.keyboard.press("Tab");
      assert.equal(await promote.evaluate((button) => document.activeElement === button), true);
      await page.keyboard.press("Enter");
      await page.getByText(words.promoted).waitFor();
      await page.waitForFunction(
        (served) =>
          [...document.querySelectorAll("#models tbody tr")].some(
            (row) => row.textContent!.startsWith("other") && row.textContent!.includes(served)
          ),
        words.served
      );
      const headers = {authorization: `Bearer ${people.tokens.viewer}`};
      const response = await fetch(`${site.origin}/v1/clients/100002/score`, {headers});
      assert.equal(((await response.json()) as {model: {name: string}}).model.name, "other");
      assert.deepEqual(noted, {foreign: [], errors: []});
    });

    test(`${lang}: an officer reads and compares, is told who may promote, and a planted button is refused as forbidden`, async () => {
      const words = WORDS[lang];
      const site = await startOwn();
      const page = await open(site, lang, people.tokens.officer);
      await page.getByText(words.role).waitFor();
      assert.equal(await page.getByRole("button", {name: words.promote}).count(), 0);
      assert.equal(await servedName(page, lang), "demo");

      const asAdmin = {name: "the officer", role: "admin", isOpen: false};
      await page.route("**/v1/session", (route) => route.fulfill({json: asAdmin}));
      await page.reload();
      await settled(page);
      await page.getByLabel(words.reason).fill("I would like to");
      await page.getByRole("button", {name: words.promote}).click();
      const refused = page.locator("#models .state.forbidden");
      await refused.waitFor();
      assert.match((await refused.textContent())!, words.forbidden);
      assert.equal(await servedName(page, lang), "demo");
    });
  }
});

const ref = (name: string) => ({name, version: "1", sha256: "0".repeat(64)});
/** Demonstration clients of the tests are others than those of the committed model, which has held none of them out. */
const COMPARISON = {
  champion: ref("demo"),
  challenger: ref("other"),
  cutoff: 0.09,
  clients: 300,
  bad: 24,
  auc: {champion: 0.77, challenger: 0.775, difference: 0.005, standardError: 0.002, interval: [0.001, 0.009]},
  costPer1000: {champion: 500, challenger: 490, difference: -10, standardError: 4, interval: [-18, -2]},
  swapSets: {
    approvedByBoth: {clients: 200, bad: 6},
    onlyByChampion: {clients: 20, bad: 6},
    onlyByChallenger: {clients: 30, bad: 2},
    declinedByBoth: {clients: 50, bad: 10}
  }
};
