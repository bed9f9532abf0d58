import assert from "node:assert/strict";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import MarkdownIt from "markdown-it";
import {t} from "../../src/components/i18n.ts";
import {askEarly} from "../../src/components/shell/early.ts";
import {languageOf, pageHeader, pathIn} from "../../src/components/shell/frame.ts";
import {en} from "../../src/components/texts/en.ts";
import {fr} from "../../src/components/texts/fr.ts";
import {isFromCdn, npmResponse, parseSpecifier, versionResponse} from "../../tools/offlineNpm/responses.ts";
import {toFrameworkSpecifiers} from "../../tools/offlineNpm/specifiers.ts";
import {bundlePages} from "../../tools/pages/bundlePages.ts";
import {languageBlocks} from "../../tools/pages/languageBlocks.ts";
import {dropStale} from "../../tools/site/buildCache.ts";
import {checkDist, checkText} from "../../tools/site/checkDist.ts";

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test("t(lang, key) has every text in both languages with the same places", () => {
  assert.deepEqual(Object.keys(fr), Object.keys(en));
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.deepEqual(places(fr[key]), places(en[key]), key);
    assert.notEqual(fr[key].trim(), "", key);
  }
});

test("t(lang, key, values) fills the places in", () => {
  assert.equal(t("en", "chart.cutoff", {score: 600}), "Cut-off 600");
  assert.equal(t("fr", "chart.cutoff"), "Seuil {score}");
});

test("languageOf(path) and pathIn(lang, path) agree", () => {
  assert.equal(languageOf("/fr/live"), "fr");
  assert.equal(languageOf("/fr"), "fr");
  assert.equal(languageOf("/france"), "en");
  assert.equal(pathIn("fr", "/live"), "/fr/live");
  assert.equal(pathIn("en", "/"), "/en/");
});

test("pageHeader(lang, path) marks the current page and leads to its twin in the other language", () => {
  assert.match(pageHeader("en", "/en/live"), /<a href="\/en\/live" aria-current="page">/);
  assert.match(pageHeader("en", "/en/live"), /class="language" href="\/fr\/live"/);
  assert.match(pageHeader("fr", "/fr/index"), /class="language" href="\/en\/"/);
  assert.match(pageHeader("fr", "/fr/index"), /<a href="\/fr\/" aria-current="page">/);
});

test("pageHeader(lang, path) of a notebook leads to it in the other language", () => {
  assert.match(pageHeader("en", "/notebooks/one"), /class="language" href="\/fr\/notebooks\/one"/);
  assert.match(pageHeader("en", "/notebooks/one"), /notebooks\/" aria-current="page"/);
  assert.doesNotMatch(pageHeader("en", "/one"), /aria-current/);
  assert.match(
    pageHeader("en", "/one"),
    /class="language" href="\/fr\/"/,
    "a page that exists once: the start"
  );
});

test("languageBlocks(md) keeps what is for the page's language and for all", () => {
  const md = languageBlocks(new MarkdownIt());
  const text = ["for all", ":::en", "# English", ":::", ":::fr", "# Français", ":::", "the end"].join("\n");
  const render = (path: string) => md.render(text, {path});
  assert.match(render("fr/live"), /for all[\s\S]*Français[\s\S]*the end/);
  assert.doesNotMatch(render("fr/live"), /English/);
  assert.doesNotMatch(render("/en/live"), /Français/);
  assert.doesNotMatch(render("/notebooks/one"), /Français/);
});

test("toFrameworkSpecifiers(code) rewrites packages and .ts files, whatever form the import has", () => {
  const code = [
    'import * as Plot from "@observablehq/plot";',
    "import {",
    "  a,",
    "  b",
    '} from "./x.ts";',
    'export {c} from "../y.ts";',
    'const lazy = import("./z.ts");',
    'import {resize} from "observablehq:stdlib";',
    'const text = "taken from a.ts";'
  ].join("\n");
  assert.deepEqual(
    [...toFrameworkSpecifiers(code).matchAll(/"([^"]+)"/g)].map((match) => match[1]),
    ["npm:@observablehq/plot", "./x.js", "../y.js", "./z.js", "observablehq:stdlib", "taken from a.ts"]
  );
});

test("npmResponse(url) bundles an installed package as one module and refuses one that is not installed", async () => {
  const url = new URL("https://cdn.invalid/npm/isoformat@0.2.1/+esm");
  assert.ok(isFromCdn(url));
  const response = await npmResponse(url);
  assert.equal(response.headers.get("content-type"), "application/javascript");
  assert.match(await response.text(), /export\s*\{/);
  await assert.rejects(npmResponse(new URL("https://cdn.invalid/npm/no-such-package/+esm")), /does not list/);
});

test("versionResponse(url) answers with the installed version", async () => {
  const answer = (await versionResponse(new URL("https://registry.invalid/htl/latest")).json()) as {
    version: string;
  };
  assert.equal(answer.version, "1.0.0");
  assert.deepEqual(parseSpecifier("@observablehq/plot@0.6.17/dist/x.js"), {
    name: "@observablehq/plot",
    path: "dist/x.js"
  });
});

test("checkText(file, text) accepts a sound page and finds each fault", () => {
  const page = (script: string, body = "") => `<html><script type="module">${script}</script>${body}</html>`;
  const sound = page(
    'import {define} from "./_observablehq/client.js";',
    '<a href="https://example.org">link</a>'
  );
  assert.deepEqual(checkText("index.html", sound), []);
  const faults = (file: string, text: string) => checkText(file, text).map(({message}) => message);
  assert.match(faults("a.html", page("", '<p class="observablehq--error">')).join(), /does not parse/);
  assert.match(faults("a.html", page('import("npm:x")')).join(), /"npm:x" is not resolved/);
  assert.match(faults("a.js", 'import "./b.ts"').join(), /was not compiled/);
  assert.match(faults("a.html", page("", '<img src="https://x.org/y.png">')).join(), /on another host/);
  assert.match(faults("a.css", "@font-face{src:url(//fonts.org/a.woff2)}").join(), /on another host/);
});

test("checkDist(directory) names the file of a fault", () => {
  const directory = mkdtempSync(join(tmpdir(), "site-"));
  writeFileSync(join(directory, "broken.js"), 'import "left-pad";');
  writeFileSync(join(directory, "sound.js"), 'import "./left.js";');
  assert.deepEqual(checkDist(directory), [
    {file: "broken.js", message: 'the import "left-pad" is not resolved'}
  ]);
  rmSync(directory, {recursive: true});
});

test("dropStale(cache, made) removes what was made from other contents, and nothing else", () => {
  const directory = mkdtempSync(join(tmpdir(), "cache-"));
  const input = join(directory, "input.txt");
  const made = [{name: "datasets", folders: ["data"], from: [input]}];
  const put = () => {
    mkdirSync(join(directory, "cache/data"), {recursive: true});
    mkdirSync(join(directory, "cache/other"), {recursive: true});
  };
  const kept = () => existsSync(join(directory, "cache/data"));
  writeFileSync(input, "one");
  put();
  assert.deepEqual(dropStale(join(directory, "cache"), made), ["datasets"]);
  put();
  assert.deepEqual(dropStale(join(directory, "cache"), made), []);
  assert.ok(kept());
  writeFileSync(input, "two");
  assert.deepEqual(dropStale(join(directory, "cache"), made), ["datasets"]);
  assert.ok(!kept());
  assert.ok(existsSync(join(directory, "cache/other")));
  rmSync(directory, {recursive: true});
});

/** Finds words between tags of a template that come from no dictionary. */
const strayWords = (source: string): string[] =>
  [...source.matchAll(/html`([\s\S]*?)`(?![\w$])/g)].flatMap((match) =>
    [
      ...match[1]!.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "").matchAll(/>([^<>]*\p{L}{2,}[^<>]*)</gu)
    ].map((text) => text[1]!.trim())
  );

test("every word of the templates comes from the dictionary", () => {
  const directory = new URL("../../src/components/", import.meta.url);
  const strays = readdirSync(directory, {recursive: true, encoding: "utf8"})
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      strayWords(readFileSync(new URL(file, directory), "utf8")).map((text) => `${file}: ${text}`)
    );
  assert.deepEqual(strays, []);
});

test("the search for stray words finds a planted one", () => {
  assert.deepEqual(strayWords('html`<p class="x"> Hello there</p>`'), ["Hello there"]);
});

test("checkText(file, text) reads imports, not texts that look like them", () => {
  assert.deepEqual(checkText("a.js", 'export const texts={"filters.from":"From","filters.to":"To"}'), []);
  assert.equal(checkText("a.js", 'const x=await import("left-pad")').length, 1);
});

test("askEarly(path, page) links datasets and asks for answers from wherever the page is", () => {
  const html = askEarly("/en/client", "/client");
  assert.match(html, /<link rel="preload" as="fetch" crossorigin href="\/data\/group.json">/);
  assert.match(html, /\["\.\.\/v1\/clients\/\{id\}\/explanation","\.\.\/v1\/clients\/\{id\}\/history"\]/);
  assert.equal(askEarly("/en/live", "/live"), "");
});

test("bundlePages(dist) joins the modules of pages and keeps what they export", async () => {
  const dist = mkdtempSync(join(tmpdir(), "scorebook-bundle-"));
  try {
    for (const folder of ["en", "_import", "_npm", "_observablehq"]) mkdirSync(join(dist, folder));
    writeFileSync(join(dist, "_import/b.js"), "export const b = 'the other';");
    writeFileSync(join(dist, "_import/a.js"), "import {b} from './b.js'; export const a = 'one and ' + b;");
    // Framework's page for unknown addresses has two scripts.
    const page = `<head>\n<script type="module">\nglobalThis.first = 1;\n</script>\n<title>t</title>\n<link rel="modulepreload" href="../_import/a.js">\n</head><script type="module">\nconst {a} = await import("../_import/a.js"); globalThis.seen = a;\n</script>`;
    writeFileSync(join(dist, "en/one.html"), page);
    await bundlePages(dist);
    const html = readFileSync(join(dist, "en/one.html"), "utf8");
    const [name, ...others] = readdirSync(join(dist, "_import"));
    assert.deepEqual(others, []);
    assert.ok(html.includes(`<link rel="modulepreload" href="../_import/${name}">`));
    assert.ok(html.includes(`import('../_import/${name}')`) || html.includes(`import("../_import/${name}")`));
    assert.equal(html.match(/<script type="module">/g)?.length, 1);
    assert.match(html, /globalThis\.first = 1/);
    assert.match(readFileSync(join(dist, "_import", name!), "utf8"), /one and/);
    assert.deepEqual(checkDist(dist), []);
    rmSync(join(dist, "_import", name!));
    assert.match(checkDist(dist)[0]?.message ?? "", /leads nowhere/);
  } finally {
    rmSync(dist, {recursive: true});
  }
});
