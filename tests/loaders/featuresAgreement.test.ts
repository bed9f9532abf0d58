import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {belowMinimum} from "../../loaders/features/card/columns.ts";
import {columnsOf} from "../../loaders/features/columns.ts";
import type {Flag} from "../../loaders/features/expression.ts";
import {clientChunk} from "../../loaders/features/machine/clientChunk.ts";
import {createMachine} from "../../loaders/features/machine/machine.ts";
import {approved, running} from "../../loaders/features/previous/columns.ts";
import type {ClientRows, RawRow} from "../../loaders/types.ts";
import {realDataSet, realSkip, rowsByClient, withTables} from "./planFixture.ts";

/** Names the contracts whose newest monthly statement is of the last three months and says active. */
function contractsActiveByStatement({POS_CASH_balance}: ClientRows): Set<unknown> {
  const newest = new Map<unknown, RawRow>();
  for (const row of POS_CASH_balance) {
    const known = newest.get(row.SK_ID_PREV);
    if (!known || Number(row.MONTHS_BALANCE) > Number(known.MONTHS_BALANCE)) newest.set(row.SK_ID_PREV, row);
  }
  const isActive = (row: RawRow) => row.NAME_CONTRACT_STATUS === "Active" && Number(row.MONTHS_BALANCE) >= -3;
  return new Set([...newest].filter(([, row]) => isActive(row)).map(([contract]) => contract));
}

/** Picks the rows of a table for which a condition holds. */
function rowsWhere(table: "previous_application" | "credit_card_balance", condition: Flag, rows: ClientRows) {
  const done = createMachine([condition.node]).run(clientChunk(rows));
  const flags = done.flags(condition.node);
  return rows[table].filter((_, i) => flags[i] === 1);
}

describe("conditions beside the monthly statements of the 265 real clients", {skip: realSkip}, () => {
  let set: ReturnType<typeof realDataSet>;
  let clients: ClientRows[];
  before(async () => {
    set = realDataSet();
    clients = [...(await withTables(set.dir, (raw) => rowsByClient(raw.tables))).values()];
  });
  after(() => set.remove());

  /** Precision: how many of the loans that count are active by statement; recall: how many without an end count. */
  function agreement(condition: Flag): {precision: number; recall: number} {
    let [counted, right, active] = [0, 0, 0];
    for (const rows of clients) {
      const byStatement = contractsActiveByStatement(rows);
      const chosen = rowsWhere("previous_application", condition, rows);
      counted += chosen.length;
      right += chosen.filter((row) => byStatement.has(row.SK_ID_PREV)).length;
      active += rows.previous_application.filter(
        (row) => byStatement.has(row.SK_ID_PREV) && [null, 365243].includes(row.DAYS_TERMINATION as number)
      ).length;
    }
    return {precision: right / counted, recall: right / active};
  }

  test("running holds for contracts whose monthly statements say active, and for nearly all of these", () => {
    const {precision, recall} = agreement(running);
    assert.ok(precision >= 0.98 && recall >= 0.97, `precision ${precision}, recall ${recall}`);
  });

  test("the comparison finds that an approval without an end date is no running loan", () => {
    const withoutEnd = approved.and(columnsOf("previous_application")("DAYS_TERMINATION").isMissing());
    assert.ok(agreement(withoutEnd).precision < 0.6);
  });

  /** Of the card months that are told as paid below the minimum: the shares that reached it and had no days past due. */
  function accused(condition: Flag): {reached: number; onTime: number} {
    const months = clients.flatMap((rows) => rowsWhere("credit_card_balance", condition, rows));
    const share = (holds: (row: RawRow) => boolean) => months.filter(holds).length / months.length;
    return {
      reached: share((row) => Number(row.AMT_PAYMENT_CURRENT ?? 0) >= Number(row.AMT_INST_MIN_REGULARITY)),
      onTime: share((row) => row.SK_DPD === 0)
    };
  }

  test("belowMinimum holds for no month whose payment reached the minimum, and seldom for one without days past due", () => {
    const {reached, onTime} = accused(belowMinimum);
    assert.ok(reached === 0 && onTime < 0.6, `reached ${reached}, on time ${onTime}`);
  });

  test("the comparison finds that the month's total alone accuses months that were paid", () => {
    const card = columnsOf("credit_card_balance");
    const {reached, onTime} = accused(card("AMT_PAYMENT_TOTAL_CURRENT").lt(card("AMT_INST_MIN_REGULARITY")));
    assert.ok(reached > 0.4 && onTime > 0.75, `reached ${reached}, on time ${onTime}`);
  });
});
