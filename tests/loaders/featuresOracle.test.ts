import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {csvParse} from "d3";
import {columnsOf, declaredColumn} from "../../loaders/features/columns.ts";
import {count, distinct, max, mean, min, type Num, sum, variance} from "../../loaders/features/expression.ts";
import {clientChunk} from "../../loaders/features/machine/clientChunk.ts";
import {createMachine} from "../../loaders/features/machine/machine.ts";
import type {ClientRows, ClientTable} from "../../loaders/types.ts";
import {REAL, realDataSet, realSkip, rowsByClient, withTables} from "./planFixture.ts";

const TABLES: readonly ClientTable[] = [
  "bureau",
  "bureau_balance",
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance"
];
const STATISTICS: Record<string, (x: Num) => Num> = {mean, sum, min, max, var: variance};

/** Turns a heading of the oracle into an expression: ROWS, COLUMN__mean, COLUMN==text, DISTINCT_COLUMN. */
function expressionOf(table: ClientTable, heading: string): Num | undefined {
  const column = columnsOf(table);
  if (heading === "ROWS") return count(table);
  if (heading.startsWith("DISTINCT_")) return distinct(column(heading.slice("DISTINCT_".length)));
  const [name, text] = heading.split("==");
  if (text !== undefined) return count(table, {where: column(name!).is(text)});
  const [measured, statistic] = heading.split("__") as [string, string | undefined];
  if (statistic === undefined || declaredColumn(table, measured).nullCode !== undefined) return undefined;
  if (statistic === "count") return count(table, {where: column(measured).isKnown()});
  return STATISTICS[statistic]?.(column(measured));
}

const agrees = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1e-9, Math.abs(a), Math.abs(b));

describe("aggregates beside pandas on the real clients", {skip: realSkip}, () => {
  let set: ReturnType<typeof realDataSet>;
  let clients: Map<number, ClientRows>;
  before(async () => {
    set = realDataSet();
    clients = await withTables(set.dir, (raw) => rowsByClient(raw.tables));
  });
  after(() => set.remove());

  /** Compares every column of an oracle file; gives the number of cells compared and those that disagree. */
  function compare(table: ClientTable, spoil: (value: number) => number = (value) => value) {
    const oracle = csvParse(readFileSync(join(REAL, "oracle", `${table}_per_client.csv`), "utf8"));
    const expressions = oracle.columns.slice(1).flatMap((heading) => {
      const expression = expressionOf(table, heading);
      return expression ? [{heading, node: expression.node}] : [];
    });
    const machine = createMachine(expressions.map((e) => e.node));
    let compared = 0;
    const wrong: string[] = [];
    for (const row of oracle) {
      const done = machine.run(clientChunk(clients.get(Number(row.SK_ID_CURR))!));
      for (const {heading, node} of expressions) {
        const expected = row[heading] === "" ? Number.NaN : Number(row[heading]);
        const value = spoil(done.numbers(node)[0]!);
        const hasNone = heading.endsWith("__sum") && row[heading.replace("__sum", "__count")] === "0";
        const isTextMissing = heading.includes("==") && Number.isNaN(expected);
        if (hasNone || isTextMissing) continue;
        compared++;
        const same = Number.isNaN(expected) ? Number.isNaN(value) : agrees(value, expected);
        if (!same) wrong.push(`${row.SK_ID_CURR} ${heading}: ${value}, pandas ${expected}`);
      }
    }
    return {compared, wrong};
  }

  for (const table of TABLES) {
    test(`count, sum, mean, min, max, variance and distinct of ${table} agree with pandas to 1e-9`, () => {
      const {compared, wrong} = compare(table);
      assert.ok(compared > 1000, `${compared} compared`);
      assert.deepEqual(wrong.slice(0, 10), []);
    });
  }

  test("the comparison with pandas finds values that are wrong by one in a hundred million", () => {
    assert.ok(compare("bureau", (value) => value * (1 + 1e-8)).wrong.length > 1000);
  });
});
