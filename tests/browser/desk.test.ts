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
import {preparedSite, type Site, serveSite, settled, watch} from "./site.ts";

const missing = existsSync("models/demo/manifest.json")
  ? false
  : "there is no model in models/demo; train it first";

interface Axe {
  run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>;
}

const WORDS = {
  en: {
    busy: "Too many queries.",
    near: /^Near the cut-off/,
    declined: /^Newest declines/,
    awaiting: /^Await a second person/,
    failed: /^Failed jobs/,
    noJob: "No job has failed.",
    next: "Next",
    nextHere: "Next in the queue",
    you: "the officer (you)",
    filtered: "Nothing of this list is left by the filter.",
    stale: /The server does not answer; this is as of/,
    letter: "Letter to the customer",
    draft: "Draft, not to be sent",
    csv: "Score as CSV",
    forbidden: "This page is not for your role"
  },
  fr: {
    busy: "D’autres requêtes sont en cours",
    near: /^Près du seuil/,
    declined: /^Derniers refus/,
    awaiting: /^Attendent une seconde personne/,
    failed: /^Calculs échoués/,
    noJob: "Aucun calcul n’a échoué.",
    next: "Suivant",
    nextHere: "Suivant dans la file",
    you: "the officer (vous)",
    filtered: "Le filtre ne laisse rien de cette liste.",
    stale: /Le serveur ne répond pas ; ceci date de/,
    letter: "Lettre au client",
    draft: "Brouillon, à ne pas envoyer",
    csv: "Score en CSV",
    forbidden: "Cette page n’est pas pour votre rôle"
  }
} as const;
type Lang = keyof typeof WORDS;
const LANGUAGES = ["en", "fr"] as const satisfies readonly Lang[];

/** Counts the pages of a document that Chromium printed. */
const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe("the work queue and the report", {skip: missing}, () => {
  let browser: Browser;
  let site: Site;
  let people: Awaited<ReturnType<typeof createPeople>>;
  let folder: string;
  /** Declined clients: one for each language, and one whose override waits. */
  let declined: number[];

  before(async () => {
    browser = await openBrowser();
    people = await createPeople();
    folder = mkdtempSync(join(tmpdir(), "scorebook-desk-"));
    site = await serveSite(await preparedSite(), 0, {
      access: people.access,
      secondPerson: true,
      chain: openChain(join(folder, "audit.sqlite")),
      caseStore: openCases(join(folder, "cases.sqlite"))
    });
    const {clients} = (await (await ask("/v1/clients?decision=decline&limit=4")).json()) as {
      clients: {clientId: number}[];
    };
    declined = clients.map(({clientId}) => clientId);
    assert.equal(declined.length, 4);
    const override = {reason: "income_verified", note: ""};
    await ask(`/v1/clients/${declined[2]}/decisions`, {decision: "approve", override});
    await ask(`/v1/clients/${declined[3]}/decisions`, {decision: "decline"});
    for (const id of declined) await ask(`/v1/clients/${id}/score`, {});
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    people?.remove();
    rmSync(folder, {recursive: true, force: true});
  });

  async function ask(path: string, body?: object): Promise<Response> {
    const headers = {authorization: `Bearer ${people.tokens.officer}`, "content-type": "application/json"};
    const sent = body && {method: "POST", body: JSON.stringify(body)};
    const answer = await whenMade(() => fetch(site.origin + path, {headers, ...sent}));
    assert.ok(answer.ok, `${path} answered ${answer.status}`);
    return answer;
  }
  async function signedIn(role: Role, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1300, height: 900}, ...options});
    const answer = await context.request.post(`${site.origin}/v1/session`, {
      data: {token: people.tokens[role]}
    });
    assert.ok(answer.ok());
    const page = await context.newPage();
    await page.goto(site.origin + path);
    await settled(page);
    return page;
  }
  async function faultsOf(page: Page): Promise<string[]> {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
    const found = (await page.evaluate(`${axe}; axe.run()`)) as Awaited<ReturnType<Axe["run"]>>;
    return found.violations.map(({id, nodes}) => `${id} ${nodes[0]?.html}`);
  }
  const tab = (page: Page, name: RegExp) => page.getByRole("button", {name});

  for (const lang of LANGUAGES)
    test(`${lang}: the queue counts its lists, filters, goes by keyboard, claims and leads on to the next`, async () => {
      const words = WORDS[lang];
      const page = await signedIn("officer", `/${lang}/queue?near=50`);
      const noted = watch(page, site.origin);
      await page.locator(".queue-table tbody tr").nth(1).waitFor();
      await tab(page, words.awaiting).getByText(/^1$/).waitFor();
      assert.deepEqual(await faultsOf(page), []);

      const links = page.locator("[data-client]");
      await links.first().focus();
      await page.keyboard.press("ArrowDown");
      const second = (await links.nth(1).textContent())!;
      assert.equal(await page.evaluate("document.activeElement.dataset.client"), second);
      await page.keyboard.press("c");
      const row = page.locator(".queue-table tr", {hasText: second});
      await row.getByText(words.you).waitFor();
      assert.equal(await page.evaluate("document.activeElement.dataset.client"), second, "the focus stays");
      await page.keyboard.press("c");
      await row.getByText(words.you).waitFor({state: "detached"});

      await page.locator("input[name=client]").fill("9");
      await page.getByText(words.filtered).waitFor();
      await page.locator("input[name=client]").fill("");
      await tab(page, words.failed).click();
      await page.getByText(words.noJob).waitFor();
      assert.match(page.url(), /list=failed/);
      await tab(page, words.near).click();
      await page.getByRole("button", {name: words.next, exact: true}).click();
      await page.waitForURL(/\/client\?id=\d+&queue=near/);
      const first = new URL(page.url()).searchParams.get("id");
      await page.getByRole("link", {name: words.nextHere}).click();
      await page.waitForURL((url) => /\/client$/.test(url.pathname) && url.searchParams.get("id") !== first);
      assert.deepEqual(noted, {foreign: [], errors: []});
      await page.context().close();
    });

  test("what one officer takes another sees without loading the page anew", async () => {
    const one = await signedIn("officer", "/en/queue?list=awaiting");
    const other = await signedIn("admin", "/en/queue?list=awaiting");
    const claim = one.locator("[data-claim]").first();
    await claim.click();
    await other.waitForFunction(() => document.querySelector(".queue-table [data-claim]") === null);
    await one.context().close();
    await other.context().close();
  });

  for (const lang of LANGUAGES)
    test(`${lang}: the queue says when the server cannot be reached, when a list cannot be had, and for whom it is`, async () => {
      const page = await signedIn("officer", `/${lang}/queue?list=awaiting`);
      await page.locator(".queue-table").waitFor();
      await page.waitForFunction(() => /\d\d:\d\d/.test(document.querySelector(".queue")?.textContent ?? ""));
      await page.context().setOffline(true);
      await page.getByText(WORDS[lang].stale).waitFor();
      assert.ok(await page.locator(".queue-table").isVisible(), "what was known stays");
      await page.context().setOffline(false);
      await page.route("**/v1/cases?near=*", (route) =>
        route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          json: {
            code: "QUERY_BUSY",
            title: "Busy",
            detail: "Too many queries.",
            status: 503,
            issues: [],
            requestId: "r1"
          }
        })
      );
      await tab(page, WORDS[lang].near).click();
      await page.locator(".queue-list .state.failed", {hasText: WORDS[lang].busy}).waitFor();
      await page.unroute("**/v1/cases?near=*");
      await page.locator(".queue-list .state.failed button").click();
      await page.locator(".queue-list .state.failed").waitFor({state: "detached"});
      await page.context().close();

      const analyst = await signedIn("analyst", `/${lang}/queue?list=awaiting`);
      await analyst.locator(".queue-table").waitFor();
      assert.equal(await analyst.locator("[data-claim]").count(), 0);
      await analyst.context().close();
      const viewer = await signedIn("viewer", `/${lang}/queue`);
      assert.ok(await viewer.getByRole("heading", {name: WORDS[lang].forbidden}).isVisible());
      await viewer.context().close();
    });

  for (const lang of LANGUAGES)
    test(`${lang}: the report prints on at most two pages of A4, with the record's hash; the letter on one, without a figure of the model`, async () => {
      const words = WORDS[lang];
      const id = declined[3]!;
      const page = await signedIn("officer", `/${lang}/report?client=${id}`);
      const noted = watch(page, site.origin);
      const [{hash}] = (
        (await (await ask(`/v1/decisions?client=${id}`)).json()) as {
          decisions: [{hash: string}];
        }
      ).decisions;
      await page.locator(".paper").getByText(hash).waitFor();
      const printed = pagesOf(await page.pdf({format: "A4", preferCSSPageSize: true}));
      assert.ok(printed >= 1 && printed <= 2, `${printed} pages`);
      assert.deepEqual(await faultsOf(page), []);

      const saving = page.waitForEvent("download");
      await page.getByRole("button", {name: words.csv}).click();
      const csv = readFileSync((await (await saving).path())!, "utf8");
      const {score} = (await (await ask(`/v1/clients/${id}/score`)).json()) as {score: number};
      assert.match(csv, new RegExp(`\\r\\nscore,.*,${score}\\r\\n$`));

      await page.getByText(words.letter, {exact: true}).click();
      const letter = page.locator(".letter");
      await letter.waitFor();
      assert.equal(await letter.getByText(words.draft).count(), 0, "the decision counts");
      const text = (await letter.textContent())!;
      assert.doesNotMatch(
        text,
        new RegExp(`\\b${score}\\b|model|modèle|points|cut-off|seuil|half of|moitié`, "i")
      );
      assert.equal(pagesOf(await page.pdf({format: "A4", preferCSSPageSize: true})), 1);
      assert.deepEqual(await faultsOf(page), []);
      assert.deepEqual(noted, {foreign: [], errors: []});

      await page.goto(`${site.origin}/${lang}/report?client=${declined[2]}&paper=letter`);
      await page.locator(".letter").getByText(words.draft).waitFor();
      await page.context().close();
      const analyst = await signedIn("analyst", `/${lang}/report`);
      assert.ok(await analyst.getByRole("heading", {name: words.forbidden}).isVisible());
      await analyst.context().close();
    });

  test("the count of printed pages sees a report that has grown beyond two", async () => {
    const page = await signedIn("officer", `/en/report?client=${declined[3]}`);
    await page.locator(".paper").waitFor();
    await page.evaluate(() => {
      const paper = document.querySelector(".paper")!;
      for (let i = 0; i < 3; i++) paper.append(paper.querySelector(".part-causes")!.cloneNode(true));
    });
    assert.ok(pagesOf(await page.pdf({format: "A4", preferCSSPageSize: true})) > 2);
    await page.context().close();
  });

  for (const path of ["/en/queue?near=50", "/fr/queue?list=awaiting", "/en/report", "/fr/report?client="])
    test(`${path} fits into 360 pixels, light and dark, without a fault that axe finds`, async () => {
      const whole = path.endsWith("client=") ? `${path}${declined[3]}` : path;
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await signedIn("officer", whole, {viewport: {width: 360, height: 740}, colorScheme});
        await page.locator(".queue-table, .paper, .state").first().waitFor();
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
        assert.deepEqual(await faultsOf(page), []);
        await page.context().close();
      }
    });
});
