import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, describe, test} from "node:test";
import type {Browser, BrowserContext, Page} from "playwright";
import {createPeople} from "../access/signedIn.ts";
import {openBrowser} from "./patience.ts";
import {type Site, settled, startSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

interface Axe {
  run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>;
}

const WORDS = {
  en: {
    token: "Your token",
    go: "Sign in",
    failed: /This token is not known here/,
    who: "the viewer, viewer",
    out: "Sign out",
    forbidden: "This page is not for your role",
    needs: /needs the role analyst/,
    here: "This is not for your role",
    portfolio: "To the portfolio"
  },
  fr: {
    token: "Votre jeton",
    go: "Se connecter",
    failed: /Ce jeton n’est pas connu ici/,
    who: "the viewer, lecteur",
    out: "Se déconnecter",
    forbidden: "Cette page n’est pas pour votre rôle",
    needs: /demande le rôle analyste/,
    here: "Ceci n’est pas pour votre rôle",
    portfolio: "Vers le portefeuille"
  }
} as const;

describe("signing in with a browser", {skip: missing}, () => {
  let site: Site;
  let browser: Browser;
  let people: Awaited<ReturnType<typeof createPeople>>;
  before(async () => {
    browser = await openBrowser();
    people = await createPeople();
    site = await startSite(0, {access: people.access});
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    people?.remove();
  });

  async function fill(page: Page, lang: "en" | "fr", token: string) {
    await page.getByLabel(WORDS[lang].token).fill(token);
    await page.getByRole("button", {name: WORDS[lang].go}).click();
  }
  async function findFaults(page: Page): Promise<string[]> {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
    const found = await page.evaluate(`${axe}; axe.run()`);
    return ((await found) as Awaited<ReturnType<Axe["run"]>>).violations.map(
      ({id, nodes}) => `${id} ${nodes[0]?.html}`
    );
  }
  const path = (page: Page) => page.url().slice(site.origin.length);
  const opened: BrowserContext[] = [];
  async function newPage(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    const context = await browser.newContext(options);
    opened.push(context);
    return context.newPage();
  }
  after(async () => {
    for (const context of opened) await context.close();
  });

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: a page asked for, a wrong token, a right one, the page, another for more, and out again`, async () => {
      const words = WORDS[lang];
      const page = await newPage({bypassCSP: false});
      const noted = watch(page, site.origin);
      await page.goto(`${site.origin}/${lang}/client?id=100002`);
      assert.equal(path(page), `/${lang}/sign-in?to=%2F${lang}%2Fclient%3Fid%3D100002`);
      assert.equal(await page.evaluate("document.documentElement.lang"), lang);
      await page.waitForFunction(() => document.activeElement?.id === "token");
      await fill(page, lang, "sb_wrong");
      assert.match((await page.getByRole("alert").textContent())!, words.failed);
      await fill(page, lang, people.tokens.viewer);
      await page.waitForURL(`${site.origin}/${lang}/client?id=100002`);
      await settled(page);
      await page.getByText(words.who).waitFor();
      assert.equal(await page.locator(".observablehq--error, .state.failed").count(), 0);
      assert.deepEqual(
        noted.errors.filter((text) => !text.includes("401")),
        []
      );
      assert.deepEqual(noted.foreign, []);
      assert.equal(await page.evaluate("document.cookie"), "", "no script reads the session");

      await page.goto(`${site.origin}/${lang}/explore`);
      await page.getByRole("heading", {name: words.forbidden}).waitFor();
      assert.match((await page.locator("main").textContent())!, words.needs);
      await page.getByRole("link", {name: words.portfolio}).click();
      await settled(page);
      await page.getByRole("button", {name: words.out}).click();
      await page.waitForURL(/\/sign-in/);
      await page.goto(`${site.origin}/${lang}/live`);
      assert.match(path(page), /sign-in/);
    });

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: what a page may not ask says so in its place`, async () => {
      const page = await newPage();
      await page.goto(`${site.origin}/${lang}/`);
      await fill(page, lang, people.tokens.viewer);
      await page.waitForURL(`${site.origin}/${lang}/`);
      await page.route("**/v1/clients/100002/explanation", async (route) => {
        const answer = await page.request.post(`${site.origin}/v1/clients/100002/recourse`, {data: {}});
        assert.equal(answer.status(), 403);
        await route.fulfill({response: answer});
      });
      await page.goto(`${site.origin}/${lang}/client?id=100002`);
      const state = page.locator(".state.forbidden");
      await state.waitFor();
      assert.ok(await state.getByText(WORDS[lang].here).isVisible());
      assert.match((await state.textContent())!, lang === "en" ? /role officer/ : /rôle chargé de dossiers/);
    });

  test("signing in and the page for another role need no script, fit into 360 pixels and have no fault that axe finds", async () => {
    const page = await newPage({javaScriptEnabled: false, viewport: {width: 360, height: 740}});
    await page.goto(`${site.origin}/fr/model`);
    await fill(page, "fr", people.tokens.viewer);
    await page.waitForURL(`${site.origin}/fr/model`);
    assert.ok(await page.getByRole("heading", {level: 1}).isVisible());
    for (const colorScheme of ["light", "dark"] as const) {
      const looked = await newPage({viewport: {width: 360, height: 740}, colorScheme, bypassCSP: true});
      await looked.goto(`${site.origin}/en/explore`);
      assert.deepEqual(await findFaults(looked), []);
      assert.ok(((await looked.evaluate("document.documentElement.scrollWidth")) as number) <= 360);
      await fill(looked, "en", people.tokens.viewer);
      await looked.getByRole("heading", {name: WORDS.en.forbidden}).waitFor();
      assert.deepEqual(await findFaults(looked), []);
    }
  });

  test("the sign-in page is styled under its own policy", async () => {
    const page = await newPage({viewport: {width: 1000, height: 700}});
    const noted = watch(page, site.origin);
    await page.goto(`${site.origin}/en/sign-in`);
    const width = await page.locator("main").evaluate((main) => main.getBoundingClientRect().width);
    assert.ok(width > 300 && width < 500, `${width}`);
    assert.deepEqual(noted, {foreign: [], errors: []});
  });

  test("a token revoked under an open live desk leads to signing in", async () => {
    const {token, id} = await people.add("viewer");
    const page = await newPage();
    await page.goto(`${site.origin}/en/live`);
    await fill(page, "en", token);
    await page.getByText("the viewer, viewer").waitFor();
    await people.revoke(id);
    await page.waitForURL(/\/en\/sign-in\?to=%2Fen%2Flive$/);
  });

  test("an analyst has the pages that ask for more", async () => {
    const page = await newPage();
    await page.goto(`${site.origin}/en/explore`);
    await fill(page, "en", people.tokens.analyst);
    await page.waitForURL(/\/en\/explore\?x=/);
    await settled(page);
    assert.equal(await page.locator(".observablehq--error, .state.failed, .state.forbidden").count(), 0);
  });
});
