import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import type {App} from "../../../server/app/app.ts";
import {openPages} from "../../../server/pages/pages.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";

const SCRIPT = 'document.title = "here";';
const dist = mkdtempSync(join(tmpdir(), "scorebook-dist-"));
const page = (title: string) =>
  `<!doctype html><title>${title}</title><script type="module">${SCRIPT}</script>`;
for (const folder of ["en", "fr", "_file/data", "_import"]) mkdirSync(join(dist, folder), {recursive: true});
for (const [name, content] of Object.entries({
  "en/index.html": page("Start"),
  "en/live.html": page("Live"),
  "404.html": page("Nothing here"),
  "fr/index.html": page("Accueil"),
  "_import/page.abcdef12.js": "export const page = 1;",
  "_file/data/scores.abcdef12.json": "[]"
}))
  writeFileSync(join(dist, name), content);

let app: App;
let address: string;
before(async () => {
  app = await createFakeApp({pages: openPages(dist)});
  address = await listen(app);
});
after(async () => {
  await app.close();
  rmSync(dist, {recursive: true});
});
const get = (path: string) => fetch(address + path, {redirect: "manual"});

test("openPages(folder) is null where nothing is built", () => {
  assert.equal(openPages(join(dist, "nothing")), null);
});

for (const [path, title] of [
  ["/en/", "Start"],
  ["/en/live", "Live"],
  ["/en/live?client=100002", "Live"],
  ["/fr/", "Accueil"]
] as const) {
  test(`GET ${path} answers the page under a policy that knows its script and no other host`, async () => {
    const response = await get(path);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(await response.text(), new RegExp(`<title>${title}<`));
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.ok(policy.includes(`'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`), policy);
    const scripts = policy.split("; ").find((rule) => rule.startsWith("script-src ")) ?? "";
    assert.doesNotMatch(scripts, /unsafe-inline|unsafe-eval/);
    assert.doesNotMatch(policy, /https?:|\*/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("cache-control"), "no-cache");
  });
}

test("GET /en/ sends a policy that a changed script would not pass", async () => {
  const policy = (await get("/en/")).headers.get("content-security-policy") ?? "";
  const changed = createHash("sha256").update(`${SCRIPT} `).digest("base64");
  assert.ok(!policy.includes(changed));
});

for (const [from, to] of [
  ["/en/index.html", "/en/"],
  ["/en/live.html", "/en/live"],
  ["/en/live/", "/en/live"],
  ["/en/live/?a=1", "/en/live?a=1"],
  ["/fr", "/fr/"],
  ["/fr/index.html?a=1", "/fr/?a=1"]
] as const) {
  test(`GET ${from} leads to ${to}`, async () => {
    const response = await get(from);
    assert.deepEqual([response.status, response.headers.get("location")], [308, to]);
  });
}

test("GET of code named by its content may be kept for ever; clients' data may be kept by nobody else and are asked for again", async () => {
  const code = await get("/_import/page.abcdef12.js");
  assert.equal(code.status, 200);
  assert.equal(code.headers.get("cache-control"), "public, max-age=31536000, immutable");
  const data = await get("/_file/data/scores.abcdef12.json");
  assert.equal(data.status, 200);
  assert.equal(data.headers.get("cache-control"), "private, no-cache");
});

for (const path of ["/nothing", "//elsewhere.example/", "/%2e%2e/%2e%2e/etc/passwd", "/fr/nothing.html"]) {
  test(`GET ${path} answers the site's own page with 404`, async () => {
    let response = await get(path);
    if (response.status === 308) response = await get(response.headers.get("location") ?? "");
    assert.equal(response.status, 404);
    assert.match(await response.text(), /Nothing here/);
  });
}

test("GET under the API's addresses answers problems, never pages", async () => {
  for (const path of ["/v1/nothing", "/health/nothing", "/compute/7/8"]) {
    const response = await get(path);
    assert.match(response.headers.get("content-type") ?? "", /problem\+json/, path);
    assert.equal(response.status, 404);
  }
});

test("openPages(folder, language) leads an address without a language to that language's page, and leaves the others alone", async () => {
  const french = await createFakeApp({pages: openPages(dist, "fr")});
  const base = await listen(french);
  const start = await fetch(`${base}/?a=1`, {redirect: "manual"});
  assert.deepEqual([start.status, start.headers.get("location")], [302, "fr/?a=1"]);
  const english = await fetch(`${base}/en/live`, {redirect: "manual"});
  assert.equal(english.status, 200);
  await english.text();
  await french.close();
});
