import assert from "node:assert/strict";
import type {AddressInfo} from "node:net";
import {after, before, describe, test} from "node:test";
import type {Browser} from "playwright";
import {type App, createApp} from "../../server/app/app.ts";
import {openParts} from "../../server/app/open.ts";
import type {ApplicantScore} from "../../src/core/schema/applicant.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {silent} from "../server/kit/fakes.ts";
import {openBrowser} from "./patience.ts";
import {watch} from "./site.ts";

const BASE = "/scorebook";

describe("the reference of the API in a browser", () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let app: App;
  let browser: Browser;
  let origin: string;
  before(async () => {
    browser = await openBrowser();
    set = await createDemoSet();
    app = await createApp({...openParts(set.config, silent), basePath: BASE});
    const listener = app.createListener({pages: false});
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    set?.remove();
  });

  for (const [what, path] of [
    ["", "/docs"],
    ["below a path", `${BASE}/docs`]
  ] as const)
    test(`a newcomer scores an applicant of their own from /docs alone ${what}`, async () => {
      const page = await browser.newPage();
      const seen = watch(page, origin);
      await page.goto(origin + path);
      const operation = page.locator("#operations-applicants-scoreApplicant");
      await operation.locator(".opblock-summary-control").click();
      const body = operation.locator("textarea.body-param__text");
      const example = JSON.parse(await body.inputValue());
      const own = {...example, application: {...example.application, AMT_CREDIT: 123456, DAYS_BIRTH: -9000}};
      await body.fill(JSON.stringify(own));
      const [response] = await Promise.all([
        page.waitForResponse((one) => one.request().method() === "POST"),
        operation.locator("button.execute").click()
      ]);
      assert.equal(response.url(), `${origin}${path.replace("/docs", "")}/v1/score`);
      const {score, decision} = (await response.json()) as ApplicantScore;
      const shown = operation.locator(".live-responses-table .highlight-code");
      await shown.waitFor();
      assert.match(
        (await shown.textContent()) ?? "",
        new RegExp(`"score": ${score},\\s*"decision": "${decision}"`)
      );
      const direct = await app.fastify.inject({method: "POST", url: "/v1/score", payload: own});
      assert.equal(direct.json<ApplicantScore>().score, score);
      assert.deepEqual(seen, {foreign: [], errors: []});
      await page.close();
    });

  test("the page's watch notices a planted request to another host and an inline script", async () => {
    const page = await browser.newPage();
    const seen = watch(page, origin);
    await page.goto(`${origin}/docs/`);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'inline'";
      document.body.append(script);
      return fetch("http://elsewhere.invalid/").catch(() => null);
    });
    assert.ok(
      seen.errors.some((text) => /Content Security Policy/.test(text)),
      seen.errors.join()
    );
    assert.notEqual(await page.title(), "inline");
    await page.close();
  });
});
