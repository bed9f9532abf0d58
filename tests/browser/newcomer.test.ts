import assert from "node:assert/strict";
import {once} from "node:events";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import type {Browser, Frame, Page} from "playwright";
import {type CheckoutCopy, copyCheckout} from "./checkoutCopy.ts";
import {openBrowser} from "./patience.ts";
import {preparedSite, type Site, serveSite, startSite, watch} from "./site.ts";

const missing = !existsSync("models/demo/manifest.json")
  ? "there is no model in models/demo; train it first"
  : !existsSync(".git") && "no git folder: what belongs to a checkout is not known";
const DRAWN = "main svg circle";

/** The question of women under 30 in ten lines. */
const PAGE = `# Do young women with long loans default more?

\`\`\`js
import {badRate, clients} from "../scorebook.ts";
const women = await clients({columns: ["AMT_CREDIT", "AMT_ANNUITY", "target"], where: "CODE_GENDER = 'F' AND app_age < 30"});
display(badRate(women, (d) => d.AMT_CREDIT / d.AMT_ANNUITY));
\`\`\`

Asked of \${women.numRows} women.
`;
const CELL = `const women = await clients({columns: ["AMT_CREDIT", "AMT_ANNUITY", "target"], where: "CODE_GENDER = 'F' AND app_age < 30"});
display(badRate(women, (d) => d.AMT_CREDIT / d.AMT_ANNUITY));
display(html\`<p>Asked of \${women.numRows} women.</p>\`);`;

describe("a newcomer with a question of one's own", {skip: missing}, () => {
  let browser: Browser;
  let checkout: CheckoutCopy;
  let site: Site;
  let women = 0;
  before(async () => {
    browser = await openBrowser();
    checkout = await copyCheckout((await preparedSite()).data);
    site = await startSite();
    women = await countWomen(site.origin);
    assert.ok(women > 10);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    checkout?.close();
  });

  const says = (page: Page | Frame, text: string) =>
    page.waitForFunction((wanted) => document.body.textContent?.includes(wanted), text);
  const asked = () => `Asked of ${women} women.`;

  test("writes ten lines under npm run dev, which shows them and every change of them at once", async () => {
    assert.ok(PAGE.trim().split("\n").length <= 10);
    const dev = checkout.start("dev");
    const page = await browser.newPage();
    const file = join(checkout.folder, "src/notebooks/women.md");
    try {
      await reached(`${checkout.dev}/en/notebooks/`, dev);
      writeFileSync(file, PAGE);
      await page.goto(`${checkout.dev}/notebooks/women`);
      await page.locator(DRAWN).first().waitFor();
      await says(page, asked());
      writeFileSync(file, PAGE.replace("Asked of", "Written anew for"));
      await says(page, `Written anew for ${women} women.`);
      assert.equal(await page.locator(".observablehq--error").count(), 0);
      await page.goto(`${checkout.dev}/en/notebooks/`);
      await page.getByRole("link", {name: "Do young women with long loans default more?"}).waitFor();
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${dev.told.join("")}`);
    } finally {
      await page.close();
      process.kill(-dev.pid!);
      await once(dev, "exit");
    }
  });

  test("asks the same in the scratch notebook, keeps it, opens it elsewhere, takes it out and finds it in the rebuilt site", async () => {
    const first = await openNotebook(`${site.origin}/en/notebook`);
    await first.page.getByLabel("Title").fill("Women under 30");
    await first.page.getByLabel("Title").press("Enter");
    await first.frame.getByRole("button", {name: "+ JavaScript"}).click();
    await first.page.keyboard.insertText(CELL);
    await first.page.keyboard.press("Shift+Enter");
    await says(first.frame, asked());
    // By keyboard: a click right after the scrolling would still be the frame's.
    await first.page.getByRole("button", {name: "Save on the server"}).press("Enter");
    await first.page.waitForURL(/\?id=[a-z0-9]{12}$/);

    const second = await openNotebook(first.page.url());
    await says(second.frame, asked());
    await second.frame.locator(".output svg circle").first().waitFor();
    const kit = await downloaded(second.page, "Notebook Kit (.html)");
    assert.match(kit, /<notebook[\s\S]*badRate\(women/);
    const markdown = await downloaded(second.page, "Page (.md)");
    await second.page.getByLabel("Import…").setInputFiles({
      name: "kit.html",
      mimeType: "text/html",
      buffer: Buffer.from(kit.replaceAll("Asked of", "Imported for"))
    });
    await says(first.frame, `Imported for ${women} women.`);

    writeFileSync(join(checkout.folder, "src/notebooks/women-under-thirty.md"), markdown);
    writeFileSync(join(checkout.folder, "src/notebooks/women.md"), PAGE);
    const build = checkout.start("build");
    const [code] = await once(build, "exit");
    assert.equal(code, 0, build.told.join(""));
    const rebuilt = await serveSite({
      data: join(checkout.folder, "data/demo-set"),
      dist: join(checkout.folder, "dist")
    });
    try {
      const page = await browser.newPage();
      const noted = watch(page, rebuilt.origin);
      for (const title of ["Women under 30", "Do young women with long loans default more?"]) {
        await page.goto(`${rebuilt.origin}/notebooks/`);
        await page.locator(".notebook-list").getByRole("link", {name: title}).last().click();
        await page.locator(DRAWN).first().waitFor();
        await says(page, asked());
        assert.equal(await page.locator(".observablehq--error").count(), 0);
      }
      assert.deepEqual(noted, {foreign: [], errors: []});
      assert.match(readFileSync(join(checkout.folder, "dist/notebooks/women.html"), "utf8"), /<h1/);
    } finally {
      await rebuilt.close();
    }
  });

  test("is told by the site's own build when the page that was written names what is not there", async () => {
    writeFileSync(
      join(checkout.folder, "src/notebooks/women.md"),
      PAGE.replace("../scorebook.ts", "../scorebok.ts")
    );
    const build = checkout.start("build");
    const [code] = await once(build, "exit");
    assert.notEqual(code, 0);
    assert.match(build.told.join(""), /scorebok/);
  });

  async function openNotebook(address: string): Promise<{page: Page; frame: Frame}> {
    const page = await (await browser.newContext({acceptDownloads: true})).newPage();
    await page.goto(address);
    const handle = await page.waitForSelector("iframe.notebook-frame");
    const frame = (await handle.contentFrame())!;
    await frame.waitForSelector(".adders");
    return {page, frame};
  }
});

async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: button}).click()
  ]);
  return readFileSync(await download.path(), "utf8");
}

/** Waits until an address answers, unless the program behind it ends. */
async function reached(address: string, {exitCode}: {exitCode: number | null}): Promise<void> {
  for (;;) {
    try {
      if ((await fetch(address)).ok) return;
    } catch {
      // Nobody listens yet.
    }
    assert.equal(exitCode, null, "npm run dev has ended");
    await new Promise((done) => setTimeout(done, 300));
  }
}

/** Counts the women under 30 as a program would. */
async function countWomen(origin: string): Promise<number> {
  const sql = "SELECT count(*)::INTEGER AS n FROM clients WHERE CODE_GENDER = 'F' AND app_age < 30";
  for (;;) {
    const answer = await fetch(`${origin}/v1/sql`, {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify({sql})
    });
    if (answer.status === 503) continue;
    return ((await answer.json()) as {rows: [number][]}).rows[0]![0];
  }
}
