import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import type {Browser, BrowserContextOptions, Page} from "playwright";
import {openChain} from "../../server/audit/sqlite.ts";
import {openCases} from "../../server/cases/sqlite.ts";
import type {Role} from "../../src/core/access/roles.ts";
import {createPeople} from "../access/signedIn.ts";
import {openBrowser, whenMade} from "./patience.ts";
import {preparedSite, type Site, serveSite, settled, startSite, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

interface Axe {
  run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>;
}

const WORDS = {
  en: {
    note: "New note",
    add: "Add",
    tried: "Tried value",
    go: "Try",
    decline: "Decline",
    approve: "Approve",
    override: "Override and record",
    record: "Record the decision",
    reason: "Why otherwise than the model",
    choose: "Affordability",
    confirm: "Confirm",
    own: /somebody else has to confirm/,
    confirmed: /Confirmed by the admin/,
    whole: /Whole: every check/,
    broken: /Broken/,
    readOnly: /role officer is needed/,
    forbidden: /This is not for your role/
  },
  fr: {
    note: "Nouvelle note",
    add: "Ajouter",
    tried: "Valeur essayée",
    go: "Essayer",
    decline: "Refuser",
    approve: "Accorder",
    override: "Passer outre et enregistrer",
    record: "Enregistrer la décision",
    reason: "Pourquoi autrement que le modèle",
    choose: "Charge",
    confirm: "Confirmer",
    own: /quelqu’un d’autre doit la confirmer/,
    confirmed: /Confirmée par the admin/,
    whole: /Intact/,
    broken: /Rompu/,
    readOnly: /demande le rôle chargé de dossiers/,
    forbidden: /Ceci n’est pas pour votre rôle/
  }
} as const;
type Lang = keyof typeof WORDS;

/**
 * Begins to watch for a text among the edits, and answers what tells when it stood there; as text, for a page has no
 * helpers of the compiler.
 */
const watchFor = (text: string) => `void (window.seen = new Promise((done) => {
  new MutationObserver(() => {
    if (document.querySelector(".case .edits").textContent.includes("${text}")) done(Date.now());
  }).observe(document.querySelector(".case"), {childList: true, subtree: true});
}))`;
/** Tries what stands in the form, and tells when. */
const clickedAt = `(() => {
  const at = Date.now();
  document.querySelector(".case .cell-form button").click();
  return at;
})()`;

describe("a case in two browsers", {skip: missing}, () => {
  let browser: Browser;
  let site: Site;
  let open: Site;
  let people: Awaited<ReturnType<typeof createPeople>>;
  let folder: string;
  const clients: Record<Lang, number> = {en: 0, fr: 0};

  before(async () => {
    browser = await openBrowser();
    people = await createPeople();
    folder = mkdtempSync(join(tmpdir(), "scorebook-case-"));
    const stores = (name: string) => ({
      chain: openChain(join(folder, `${name}-audit.sqlite`)),
      caseStore: openCases(join(folder, `${name}-cases.sqlite`))
    });
    const prepared = await preparedSite();
    site = await serveSite(prepared, 0, {access: people.access, secondPerson: true, ...stores("signed")});
    open = await startSite(0, stores("open"));
    const headers = {authorization: `Bearer ${people.tokens.officer}`};
    // The page asks for it as well, further down.
    await whenMade(() => fetch(`${site.origin}/v1/clients/100002/similar`, {headers}));
    const answer = await whenMade(() => fetch(`${open.origin}/v1/clients?decision=approve&limit=2`));
    const {clients: found} = (await answer.json()) as {clients: {clientId: number}[]};
    [clients.en, clients.fr] = found.map(({clientId}) => clientId) as [number, number];
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await open?.close();
    people?.remove();
    rmSync(folder, {recursive: true, force: true});
  });

  const path = (lang: Lang) => `/${lang}/client?id=${clients[lang]}`;
  async function signedIn(role: Role, lang: Lang, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1300, height: 900}, ...options});
    const {ok} = await context.request
      .post(`${site.origin}/v1/session`, {data: {token: people.tokens[role]}})
      .then((answer) => ({ok: answer.ok()}));
    assert.ok(ok);
    const page = await context.newPage();
    await page.goto(site.origin + path(lang));
    await settled(page);
    return page;
  }
  const isLive = (page: Page) => page.locator(".case .connection.live").waitFor();
  async function faultsOf(page: Page): Promise<string[]> {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
    const found = (await page.evaluate(`${axe}; axe.run(document.querySelector(".case"))`)) as Awaited<
      ReturnType<Axe["run"]>
    >;
    return found.violations.map(({id, nodes}) => `${id} ${nodes[0]?.html}`);
  }
  async function note(page: Page, lang: Lang, text: string) {
    await page.getByLabel(WORDS[lang].note, {exact: true}).fill(text);
    await page.getByRole("button", {name: WORDS[lang].add, exact: true}).click();
  }

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: two officers share a case, one overrides, the other confirms, and the record is verified on the page`, async () => {
      const words = WORDS[lang];
      const first = await signedIn("officer", lang);
      const noted = watch(first, site.origin);
      const second = await signedIn("admin", lang);
      await isLive(first);
      await isLive(second);
      for (const page of [first, second])
        await page.waitForFunction(() => document.querySelectorAll(".case .people li").length === 2);

      await note(first, lang, "Payslips asked for.");
      await second.locator(".notes li", {hasText: "Payslips asked for."}).waitFor();
      await second.getByLabel(words.tried).fill("123456");
      await second.getByRole("button", {name: words.go, exact: true}).click();
      await first.locator(".edits li", {hasText: "the admin"}).waitFor();
      assert.match(
        (await first.locator(".tried-result").textContent())!,
        /→/,
        "what the edit leads to is there as well"
      );

      await first.locator(".decide .chip", {hasText: words.decline}).click();
      await first.getByLabel(words.reason).selectOption("affordability");
      await first.getByRole("button", {name: words.override}).click();
      await first.locator(".second").getByText(words.own).waitFor();
      await second.getByRole("button", {name: words.confirm, exact: true}).click();
      await first.locator(".made").getByText(words.confirmed).waitFor();

      await first.locator(".audit summary").first().click();
      await first.locator(".verified.whole").waitFor();
      assert.match((await first.locator(".verified").textContent())!, words.whole);
      assert.deepEqual(await faultsOf(first), []);
      assert.deepEqual(noted, {foreign: [], errors: []});
      await first.context().close();
      await second.context().close();
    });

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: a bit that was flipped in a record on its way is seen on the page`, async () => {
      const page = await signedIn("officer", lang);
      await isLive(page);
      await page.route(/\/v1\/audit\/records\/\d+$/, async (route) => {
        const response = await route.fetch({maxRetries: 3});
        const record = await response.json();
        if (record.kind === "decision") record.body.outcome.score ^= 1;
        await route.fulfill({response, json: record});
      });
      await page.locator(".audit summary").first().click();
      await page.locator(".verified.broken").waitFor();
      assert.match((await page.locator(".verified").textContent())!, WORDS[lang].broken);
      await page.unroute(/\/v1\/audit\/records\/\d+$/);
      await page.locator(".audit button").first().click();
      await page.locator(".verified.whole").waitFor();
      await page.context().close();
    });

  test("what one officer tries is tried on the other's page as well, and a scenario brings it back", async () => {
    const first = await signedIn("officer", "en");
    const second = await signedIn("admin", "en");
    await isLive(first);
    await isLive(second);
    const reset = first.getByRole("button", {name: "Take all back"});
    if (await reset.isVisible()) await reset.click();
    await first.getByLabel(WORDS.en.tried).fill("54321");
    await first.getByRole("button", {name: WORDS.en.go, exact: true}).click();
    await second.locator(".what-if-list li", {hasText: "54,321"}).waitFor();
    await first.getByLabel("Name", {exact: true}).fill("A smaller loan");
    await first.getByRole("button", {name: "Keep what is tried"}).click();
    const kept = second.getByRole("button", {name: "Try the scenario A smaller loan"});
    await kept.waitFor();
    await second.locator(".what-if").getByRole("button", {name: "Reset"}).click();
    await first.locator(".edits li", {hasText: "54,321"}).waitFor({state: "detached"});
    await kept.click();
    await first.locator(".what-if-list li", {hasText: "54,321"}).waitFor();
    await first.context().close();
    await second.context().close();
  });

  test("an edit of one officer is seen by the other; the time that it took is printed", async (context) => {
    const first = await signedIn("officer", "en");
    const second = await signedIn("admin", "en");
    await isLive(first);
    await isLive(second);
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      const amount = 200_001 + i;
      await second.evaluate(watchFor(amount.toLocaleString("en")));
      await first.getByLabel(WORDS.en.tried).fill(String(amount));
      const sent = (await first.evaluate(clickedAt)) as number;
      times.push(((await second.evaluate("window.seen")) as number) - sent);
    }
    times.sort((a, b) => a - b);
    context.diagnostic(
      `from click to the other browser: p50 ${times[10]} ms, p95 ${times[18]} ms, most ${times.at(-1)} ms`
    );
    assert.equal(times.length, 20);
    await first.context().close();
    await second.context().close();
  });

  test("without a connection changes wait, survive loading the page anew, and arrive once and in order", async () => {
    const page = await signedIn("officer", "en");
    const other = await signedIn("admin", "en");
    await isLive(page);
    const context = page.context();
    await context.setOffline(true);
    await page.locator(".case .connection:not(.live)").waitFor();
    await note(page, "en", "first without a line");
    await note(page, "en", "second without a line");
    assert.equal(await page.locator(".notes li.waiting").count(), 2);
    assert.match((await page.locator(".case").textContent())!, /2 changes wait for the server/);
    await note(other, "en", "meanwhile");
    await context.setOffline(false);
    await page.reload();
    await isLive(page);
    await page.waitForFunction(() => document.querySelectorAll(".notes li.waiting").length === 0);
    for (const one of [page, other])
      await one.waitForFunction(() =>
        ["first without", "second without", "meanwhile"].every((text) =>
          document.querySelector(".case .notes")?.textContent?.includes(text)
        )
      );
    const texts = await other.locator(".notes li p").allTextContents();
    assert.equal(texts.filter((text) => text.includes("without a line")).length, 2);
    assert.ok(texts.indexOf("second without a line") < texts.indexOf("first without a line"), "newest first");
    await context.close();
    await other.context().close();
  });

  test("what is tried stays in sight when the server's answer comes before the news of it, and late news bring back nothing old", async () => {
    const context = await browser.newContext({viewport: {width: 1300, height: 900}});
    await context.request.post(`${site.origin}/v1/session`, {data: {token: people.tokens.officer}});
    const page = await context.newPage();
    let isSlow = false;
    await page.routeWebSocket(/socket\.io/, (ws) => {
      const server = ws.connectToServer();
      server.onMessage((message) => {
        if (isSlow) setTimeout(() => ws.send(message), 1500);
        else ws.send(message);
      });
    });
    await page.goto(site.origin + path("en"));
    await settled(page);
    await isLive(page);
    const reset = page.getByRole("button", {name: "Take all back"});
    if (await reset.isVisible()) await reset.click();
    isSlow = true;
    await page.evaluate(`void (window.lost = 0, new MutationObserver(() => {
      const there = document.querySelector(".case .edits").textContent.includes("76,543");
      window.lost += window.wasThere && !there ? 1 : 0;
      window.wasThere = there;
    }).observe(document.querySelector(".case"), {childList: true, subtree: true}))`);
    await page.getByLabel(WORDS.en.tried).fill("76543");
    await page.getByRole("button", {name: WORDS.en.go, exact: true}).click();
    await page.locator(".edits li:not(.waiting)", {hasText: "76,543"}).waitFor();
    assert.equal(await page.evaluate("window.lost"), 0);
    await page.locator(".what-if-list li", {hasText: "76,543"}).waitFor();
    await context.close();
  });

  test("an answer that is lost does not make a note come twice", async () => {
    const page = await signedIn("officer", "en");
    await isLive(page);
    let lost = 0;
    await page.route(/\/v1\/cases\/\d+$/, async (route) => {
      if (route.request().method() !== "POST" || lost > 0) return route.continue();
      lost++;
      await route.fetch({maxRetries: 3});
      await route.abort();
    });
    await note(page, "en", "only once");
    await page.waitForFunction(() => document.querySelectorAll(".notes li.waiting").length === 0);
    assert.equal(lost, 1);
    assert.equal(await page.locator(".notes li", {hasText: "only once"}).count(), 1);
    await page.context().close();
  });

  test("what the server refuses is said in its own sentence, and what others have stays", async () => {
    const page = await signedIn("officer", "en");
    await isLive(page);
    await page.getByLabel(WORDS.en.tried).fill("-5");
    await page.getByRole("button", {name: WORDS.en.go, exact: true}).click();
    const refused = page.locator(".case .state.failed");
    await refused.waitFor();
    assert.match((await refused.textContent())!, /AMT_CREDIT holds "-5"; a decimal number of 0 or more/);
    assert.equal(await page.locator(".edits li", {hasText: "-5"}).count(), 0);
    await page.context().close();
  });

  for (const lang of ["en", "fr"] as const)
    test(`${lang}: an analyst reads the case, a viewer is told that it is not for them`, async () => {
      const analyst = await signedIn("analyst", lang);
      await isLive(analyst);
      assert.match((await analyst.locator(".case").textContent())!, WORDS[lang].readOnly);
      assert.equal(await analyst.locator(".case form:visible").count(), 0);
      assert.deepEqual(await faultsOf(analyst), []);
      await analyst.context().close();
      const viewer = await signedIn("viewer", lang);
      await viewer.locator(".case .state.forbidden").getByText(WORDS[lang].forbidden).waitFor();
      await viewer.context().close();
    });

  for (const colorScheme of ["light", "dark"] as const)
    test(`where nobody signs in the panel works as local, fits into 360 pixels and has no fault that axe finds (${colorScheme})`, async () => {
      const context = await browser.newContext({viewport: {width: 360, height: 740}, colorScheme});
      const page = await context.newPage();
      await page.goto(open.origin + path("fr"));
      await settled(page);
      await isLive(page);
      await page.locator(".case .people li", {hasText: "local (vous)"}).waitFor();
      await note(page, "fr", "Vu avec le client.");
      await page.locator(".notes li:not(.waiting)", {hasText: "Vu avec le client."}).first().waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
      assert.deepEqual(await faultsOf(page), []);
      await context.close();
    });
});
