import assert from "node:assert/strict";
import {test} from "node:test";
import {checkCell, checkRows} from "../../../loaders/tables/cells/checkRows.ts";
import {CLIENT_TABLE_SCHEMA} from "../../../loaders/tables/schema/tables.ts";
import {
  type Cell,
  CLIENT_TABLES,
  type ClientRows,
  type ClientTable,
  type RawRow
} from "../../../loaders/types.ts";
import {editRows, type RowEdit} from "../../../server/scoring/rowEdits.ts";
import {ScorebookError} from "../../../src/core/errors.ts";

const CLIENT = 100002;

function row(table: ClientTable, cells: RawRow): RawRow {
  const empty = CLIENT_TABLE_SCHEMA[table].columns.map(({name}): [string, Cell] => [name, null]);
  return {...Object.fromEntries(empty), ...cells};
}

const rows: ClientRows = {
  ...(Object.fromEntries(CLIENT_TABLES.map((table) => [table, []])) as unknown as ClientRows),
  application: [row("application", {SK_ID_CURR: CLIENT, DAYS_BIRTH: -9461})],
  bureau: [row("bureau", {SK_ID_CURR: CLIENT, SK_ID_BUREAU: 5000001})],
  bureau_balance: [row("bureau_balance", {SK_ID_BUREAU: 5000001, MONTHS_BALANCE: -1, STATUS: "0"})],
  POS_CASH_balance: [row("POS_CASH_balance", {SK_ID_CURR: CLIENT, SK_ID_PREV: 1000001, MONTHS_BALANCE: -1})]
};

function issuesOf(edits: readonly RowEdit[]): string[] {
  try {
    editRows(rows, edits, CLIENT);
    return [];
  } catch (error) {
    assert.ok(error instanceof ScorebookError && error.code === "REQUEST_INVALID", String(error));
    return error.issues.map(({path, message}) => `${path} ${message}`);
  }
}

const edit = (values: RawRow, table: ClientTable = "application"): RowEdit[] => [
  {op: "edit", table, index: 0, values}
];

const REFUSED: [RawRow, string][] = [
  [
    {DAYS_BIRTH: 12345},
    'DAYS_BIRTH holds "12345"; a whole number from -32767 to 0 or an empty cell was expected'
  ],
  [
    {CNT_CHILDREN: 2.5},
    'CNT_CHILDREN holds "2.5"; a whole number from 0 to 127 or an empty cell was expected'
  ],
  [
    {CNT_CHILDREN: 1e9},
    'CNT_CHILDREN holds "1000000000"; a whole number from 0 to 127 or an empty cell was expected'
  ],
  [{FLAG_MOBIL: 7}, 'FLAG_MOBIL holds "7"; 0, 1 or an empty cell was expected'],
  [{EXT_SOURCE_1: 7}, 'EXT_SOURCE_1 holds "7"; a decimal number from 0 to 1 or an empty cell was expected'],
  [
    {AMT_INCOME_TOTAL: -1},
    'AMT_INCOME_TOTAL holds "-1"; a decimal number of 0 or more or an empty cell was expected'
  ],
  [
    {AMT_CREDIT: Number.POSITIVE_INFINITY},
    'AMT_CREDIT holds "Infinity"; a decimal number of 0 or more or an empty cell was expected'
  ],
  [{CODE_GENDER: " F"}, 'CODE_GENDER holds " F"; one of F, M, XNA or an empty cell was expected'],
  [{SK_ID_CURR: 5}, "SK_ID_CURR is 5, but the row has 100002; an id cannot be edited"],
  [{SK_ID_CURR: null}, "SK_ID_CURR is empty; a whole number from 1 to 2147483647 was expected"]
];
for (const [values, sentence] of REFUSED) {
  test(`editRows(rows, [{op: "edit", values: ${JSON.stringify(values)}}]) refuses with the table's own sentence`, () => {
    assert.deepEqual(issuesOf(edit(values)), [`/rows/0/values/${sentence}`]);
  });
}

test("editRows(rows, edits) takes what a table takes: empty cells, the code 365243, the same id", () => {
  const values = {
    DAYS_BIRTH: null,
    DAYS_EMPLOYED: 365243,
    SK_ID_CURR: CLIENT,
    EXT_SOURCE_1: 1,
    CODE_GENDER: "F"
  };
  assert.deepEqual(editRows(rows, edit(values), CLIENT).application[0], {...rows.application[0], ...values});
});

test("editRows(rows, edits) tells all faults at once, the first 20", () => {
  assert.equal(issuesOf([...edit({FLAG_MOBIL: 7, CNT_CHILDREN: 0.5}), ...edit({NONE: 1})]).length, 3);
  const many = Array.from({length: 100}, (_, i): [string, Cell] => [`NONE_${i}`, 1]);
  assert.equal(issuesOf(edit(Object.fromEntries(many))).length, 20);
});

test('editRows(rows, [{op: "add"}]) gives a new loan a number, and refuses ids that are not this client\'s', () => {
  const added = editRows(rows, [{op: "add", table: "bureau", values: {AMT_CREDIT_SUM: 5}}], CLIENT)
    .bureau[1]!;
  assert.deepEqual([added.SK_ID_BUREAU, added.SK_ID_CURR], [5000002, CLIENT]);
  const add = (table: ClientTable, values: RawRow) => issuesOf([{op: "add", table, values}]);
  assert.deepEqual(add("bureau_balance", {SK_ID_BUREAU: 5000001, MONTHS_BALANCE: -2}), []);
  assert.deepEqual(add("POS_CASH_balance", {SK_ID_PREV: 1000001, MONTHS_BALANCE: -2}), []);
  assert.match(
    add("bureau_balance", {SK_ID_BUREAU: 77})[0]!,
    /SK_ID_BUREAU is 77; a SK_ID_BUREAU of this client's/
  );
  assert.match(add("bureau_balance", {MONTHS_BALANCE: -1})[0]!, /SK_ID_BUREAU is missing/);
  assert.match(
    add("bureau_balance", {SK_ID_BUREAU: 5000001, MONTHS_BALANCE: 3})[0]!,
    /MONTHS_BALANCE holds "3"/
  );
  assert.match(add("POS_CASH_balance", {SK_ID_PREV: 5})[0]!, /SK_ID_PREV is 5/);
  assert.match(add("bureau", {SK_ID_BUREAU: 5000001})[0]!, /another row of bureau has/);
  assert.match(add("bureau", {SK_ID_CURR: 100003})[0]!, /a new row belongs to client 100002/);
});

test("editRows(rows, edits) finds a loan that an earlier edit added", () => {
  const edits: RowEdit[] = [
    {op: "add", table: "bureau", values: {SK_ID_BUREAU: 6000000}},
    {op: "add", table: "bureau_balance", values: {SK_ID_BUREAU: 6000000, MONTHS_BALANCE: -1, STATUS: "C"}}
  ];
  assert.equal(editRows(rows, edits, CLIENT).bureau_balance.length, 2);
  assert.equal(issuesOf(edits.slice(1)).length, 1);
});

test("checkRows(table, rows, pointer) names each bad cell and a key that occurs twice", () => {
  const loans: RawRow[] = [
    {SK_ID_BUREAU: 1, DAYS_CREDIT: 1},
    {SK_ID_BUREAU: 1, CREDIT_ACTIVE: "open"},
    {x: 1}
  ];
  assert.deepEqual(
    checkRows("bureau", loans, "/bureau").map(({path}) => path),
    ["/bureau/0/DAYS_CREDIT", "/bureau/1/CREDIT_ACTIVE", "/bureau/1/SK_ID_BUREAU", "/bureau/2/x"]
  );
  assert.deepEqual(checkRows("bureau", rows.bureau, "/bureau"), []);
  assert.match(checkCell("bureau", "constructor", 1)!.message, /is no column of bureau/);
});
