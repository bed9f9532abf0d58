import assert from "node:assert/strict";
import {cpSync, existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {writeHistory} from "../../loaders/history/write.ts";
import {openTables} from "../../loaders/tables/open.ts";
import {TABLE_NAMES} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {temporaryFolder} from "./tablesFixture.ts";

const SHARED = join(import.meta.dirname, "../../../shared");
const CASES = join(SHARED, "cases");
const REAL = join(SHARED, "real");

/** Reads tables as `npm run features` does: each sentence it says, or those it refuses them with. */
async function told(
  from: (raw: string) => void
): Promise<{outcome: "read" | "refused"; sentences: string[]}> {
  const dir = temporaryFolder();
  from(dir);
  try {
    const raw = await openTables(dir);
    const {assumptions} = writeHistory(join(temporaryFolder(), "history"), raw);
    raw.close();
    const all = [...raw.assumptions, ...assumptions];
    return {
      outcome: "read",
      sentences: all.filter(({kind}) => kind !== "tableMissing").map(({sentence}) => sentence)
    };
  } catch (error) {
    assert.ok(error instanceof ScorebookError && error.code === "TABLE_INVALID", String(error));
    return {outcome: "refused", sentences: error.detail.split("\n")};
  }
}

const STRANGERS = /rows? of bureau_balance belongs? to no client/;
const EXPECTED: Record<string, ["read" | "refused", ...RegExp[]]> = {
  "column-order": ["read", /its columns in another order/, STRANGERS],
  "column-subset": ["read", /lacks 118 columns, which count as empty: NAME_CONTRACT_TYPE, /],
  "index-column": ["read", /row numbers \(without a name\), which is left aside/, STRANGERS],
  "label-encoded": [
    "refused",
    /CODE_GENDER, holds "0" \(8\) and "1" \(2\) and no known word/,
    /FLAG_OWN_CAR, holds/,
    /FLAG_OWN_REALTY, holds/
  ],
  "latin-1": [
    "refused",
    ...Array.from({length: 4}, () => /, line \d+, column NAME_INCOME_TYPE, holds the byte 0xE9; UTF-8/)
  ],
  "long-header-in-sentence": ["read", /semicolons/, /"Spouse; partner" \(1\)/, /"Stone; brick" \(2\)/],
  "lower-case-name": ["read"],
  "na-words": ["read", /writes missing values as NA \(2\)/],
  "parquet-index": ["read", /row numbers \(__index_level_0__\)/],
  "positive-days": [
    "refused",
    /DAYS_BIRTH, is positive in 10 of 10 rows .*; days count back from the application, so 0 or less was expected/,
    /DAYS_EMPLOYED, is positive in \d+ of 10 rows/
  ],
  "quoted-numbers": ["read", /cells in quotes in 2 rows/, STRANGERS],
  "row-in-quotes": ["read", /1 row that stands in quotes as a whole/, STRANGERS],
  semicolon: ["read", /semicolons between its cells/, STRANGERS],
  "unknown-category": [
    "read",
    STRANGERS,
    /STATUS holds "closed" \(1\) and "9" \(1\), which are no known values: counted as missing/
  ]
};

describe("openTables(dir) and writeHistory()", {
  skip: existsSync(CASES) ? false : "the cases are not beside this project"
}, () => {
  for (const [name, [outcome, ...sentences]] of Object.entries(EXPECTED)) {
    test(`answer the case ${name} as its README says`, async () => {
      const found = await told((dir) => cpSync(join(CASES, name, "raw"), dir, {recursive: true}));
      assert.equal(found.outcome, outcome, found.sentences.join("\n"));
      assert.equal(found.sentences.length, sentences.length, found.sentences.join("\n"));
      sentences.forEach((pattern, i) => {
        assert.match(found.sentences[i]!, pattern);
        assert.ok(found.sentences[i]!.length < 500);
      });
    });
  }
});

describe("the real sample", {
  skip: existsSync(REAL) ? false : "the real sample is not beside this project"
}, () => {
  const copy = (change: (text: string) => string) => (dir: string) => {
    for (const name of TABLE_NAMES) {
      const file = name === "installments_payments" ? `${name}_partial.csv` : `${name}.csv`;
      cpSync(join(REAL, file), join(dir, `${name}.csv`));
    }
    const path = join(dir, "bureau_balance.csv");
    const text = change(readFileSync(path, "utf8"));
    rmSync(path);
    writeFileSync(path, text);
  };

  test("is read by openTables(dir) and writeHistory() without a word but of rows without a client", async () => {
    const {outcome, sentences} = await told(copy((text) => text));
    assert.equal(outcome, "read");
    assert.deepEqual(
      sentences.filter((sentence) => !/belong to no client/.test(sentence)),
      []
    );
  });

  test("with one planted month in the future is told of by openTables(dir) and writeHistory()", async () => {
    const {sentences} = await told(copy((text) => text.replace(/,-1,/, ",1,")));
    const [planted] = sentences.filter((sentence) => !/belong to no client/.test(sentence));
    assert.match(
      planted!,
      /MONTHS_BALANCE holds 1 in 1 of \d+ rows, where a whole number from -127 to 0 .*: counted as missing/
    );
  });
});
