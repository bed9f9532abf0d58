import assert from "node:assert/strict";
import {test} from "node:test";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {categoryLabel, groupLabel} from "../../src/core/words/categories.ts";

const words = [
  ...new Set(
    Object.values(CLIENT_TABLE_SCHEMA).flatMap(({columns}) =>
      columns.flatMap(({categories}) => categories ?? [])
    )
  )
];
/** Words of which both languages write the same. */
const SAME_IN_BOTH = new Set(["Agriculture", "Construction", "Culture", "Police", "Restaurant", "Services"]);

const untranslated = (labels: (lang: "en" | "fr", raw: string) => string): string[] =>
  words.filter((word) => !SAME_IN_BOTH.has(word) && labels("fr", word) === word);

test("categoryLabel(lang, raw) has French words for the whole vocabulary of every table", () => {
  assert.ok(words.length > 180);
  assert.deepEqual(untranslated(categoryLabel), []);
});

test("the search for untranslated words finds a planted one", () => {
  assert.deepEqual(
    untranslated((lang, raw) => (raw === "Mortgage" ? raw : categoryLabel(lang, raw))),
    ["Mortgage"]
  );
});

test("categoryLabel(lang, raw) speaks of one and groupLabel(lang, raw) of many", () => {
  assert.equal(categoryLabel("en", "F"), "Woman");
  assert.equal(groupLabel("en", "F"), "Women");
  assert.equal(categoryLabel("fr", "Trade: type 3"), "Commerce, type 3");
  assert.equal(categoryLabel("en", "constructor"), "constructor");
});
