import assert from "node:assert/strict";
import {test} from "node:test";
import {toMarkdown} from "../../src/components/notebook/exchange.ts";
import {LIBRARY_NAMES} from "../../src/components/notebook/libraryNames.ts";
import type {Cell} from "../../src/core/schema/notebook.ts";

const cells = (...values: [Cell["mode"], string][]): Cell[] =>
  values.map(([mode, value], i) => ({id: `c${i}`, mode, value}));

test("toMarkdown(content) puts the given title on top, and of an untitled notebook its first heading", () => {
  const text = cells(["md", "# A question\n\nAnd more."], ["js", "1 + 1"]);
  assert.match(toMarkdown({title: "Mine", cells: text}), /^# Mine\n\n## A question\n\nAnd more\.\n\n```js/);
  for (const title of ["Untitled notebook", "Carnet sans titre", "A question"])
    assert.match(toMarkdown({title, cells: text}), /^# A question\n\nAnd more\./);
  assert.match(toMarkdown({title: "Mine", cells: cells(["js", "1"])}), /^# Mine\n\n```js\n1\n```\n$/);
});

test("toMarkdown(content) imports what cells use of the library, and nothing that they declare or others have", () => {
  const page = (...code: string[]) =>
    toMarkdown({title: "x", cells: cells(...code.map((value): ["js", string] => ["js", value]))});
  assert.match(
    page("badRate(await clients({}), 'a')"),
    /import \{clients, badRate\} from "\.\.\/scorebook\.ts"/
  );
  assert.match(page("await model()"), /import \{model\}/);
  for (const own of ["const table = (x) => x", "function table(x) { return x; }"])
    assert.doesNotMatch(page(`${own};`, "table(1)"), /import/);
  assert.doesNotMatch(page("Inputs.table(rows)", "d.score", "'live'"), /import/);
});

test("every name that cells have of the library is one of src/scorebook.ts, which a page imports", async () => {
  const {readFileSync} = await import("node:fs");
  const source = readFileSync("src/scorebook.ts", "utf8");
  const exported = [...source.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) =>
    names!.split(",").map((name) => name.trim().split(" as ").at(-1)!)
  );
  assert.deepEqual(
    LIBRARY_NAMES.filter((name) => !exported.includes(name)),
    []
  );
});
