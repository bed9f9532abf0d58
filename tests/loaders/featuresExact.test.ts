import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {build} from "esbuild";
import fc from "fast-check";
import {columnsOf} from "../../loaders/features/columns.ts";
import {mean, slope, sum, variance} from "../../loaders/features/expression.ts";
import {clientChunk} from "../../loaders/features/machine/clientChunk.ts";
import {createMachine} from "../../loaders/features/machine/machine.ts";
import type {RawRow} from "../../loaders/types.ts";
import {noRows} from "./planFixture.ts";

const card = columnsOf("credit_card_balance");
const ratio = card("AMT_BALANCE").over(card("AMT_CREDIT_LIMIT_ACTUAL"));
const EXPRESSIONS = [
  sum(card("AMT_BALANCE")),
  mean(card("AMT_BALANCE")),
  variance(card("AMT_BALANCE")),
  sum(ratio),
  mean(ratio),
  variance(ratio),
  variance(card("SK_DPD")),
  slope(card("AMT_BALANCE"), card("MONTHS_BALANCE"))
].map((x) => x.node);

const months = fc.array(
  fc.record({
    SK_ID_PREV: fc.integer({min: 1, max: 3}),
    MONTHS_BALANCE: fc.integer({min: -96, max: -1}),
    AMT_BALANCE: fc.option(fc.integer({min: -100_000_000, max: 1_000_000_000}).map((n) => n / 1000)),
    AMT_CREDIT_LIMIT_ACTUAL: fc.option(fc.integer({min: 0, max: 1_350_000})),
    SK_DPD: fc.integer({min: 0, max: 3773})
  }),
  {maxLength: 60}
);

function valuesOf(rows: RawRow[]): number[] {
  const machine = createMachine(EXPRESSIONS);
  const done = machine.run(clientChunk({...noRows(), credit_card_balance: rows}));
  return EXPRESSIONS.map((n) => done.numbers(n)[0]!);
}

/** Says that values stay the same when rows are shuffled. */
function orderDoesNotMatter(values: (rows: RawRow[]) => number[]) {
  return fc.property(months, fc.infiniteStream(fc.nat()), (rows, keys) => {
    const shuffled = rows
      .map((row) => ({row, key: keys.next().value as number}))
      .sort((a, b) => a.key - b.key)
      .map(({row}) => row);
    assert.deepEqual(values(shuffled), values(rows));
  });
}

test("createMachine() gives sums, means, variances and slopes that do not depend on the order of rows", () => {
  fc.assert(orderDoesNotMatter(valuesOf), {seed: 11, numRuns: 300});
});

test("a plain sum of the same ratios is found to depend on the order of rows", () => {
  const plain = (rows: RawRow[]): number[] => [
    rows.reduce(
      (total, row) => total + (Number(row.AMT_BALANCE) / Number(row.AMT_CREDIT_LIMIT_ACTUAL) || 0),
      0
    )
  ];
  assert.ok(fc.check(orderDoesNotMatter(plain), {seed: 11, numRuns: 300}).failed);
});

test("createMachine() adds amounts to the thousandth however many there are", () => {
  const rows = Array.from({length: 1000}, () => ({AMT_BALANCE: 0.001, AMT_CREDIT_LIMIT_ACTUAL: 3}));
  const [total, average] = valuesOf(rows);
  assert.equal(total, 1);
  assert.equal(average, 0.001);
});

test("loaders/client/ and its companions bundle for a browser: no node: module, no Polars", async () => {
  const loaders = join(import.meta.dirname, "../../loaders");
  const entryPoints = ["client/plan.ts", "client/evidence.ts", "client/sensitivity.ts"].map((f) =>
    join(loaders, f)
  );
  const options = {entryPoints, bundle: true, write: false, platform: "browser", format: "esm"} as const;
  const {outputFiles} = await build({...options, outdir: "out", logLevel: "silent"});
  assert.equal(outputFiles.length, 3);
  for (const {text} of outputFiles) assert.doesNotMatch(text, /nodejs-polars|from "node:/);
});
