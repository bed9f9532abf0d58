import assert from "node:assert/strict";
import {test} from "node:test";
import {movedFeatures} from "../../src/components/client/causes/openedRow.ts";
import type {ClientHistory} from "../../src/components/client/clientApi.ts";
import {
  LANES,
  type Timeline,
  type TimeMark,
  timelineData
} from "../../src/components/client/timeline/timeline.ts";
import {heightOf, timelinePlot} from "../../src/components/client/timeline/timelinePlot.ts";
import {markText} from "../../src/components/client/timeline/timelineText.ts";
import type {WhatIfAnswer} from "../../src/components/client/whatIf/askWhatIf.ts";
import {explanationFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const MONTH = 365.25 / 12;
const days = (months: number) => Math.round(months * MONTH);
const tables: ClientHistory["tables"] = [
  {name: "application", rows: [{AMT_REQ_CREDIT_BUREAU_YEAR: 3, AMT_REQ_CREDIT_BUREAU_MON: 0}]},
  {
    name: "bureau",
    rows: [
      {CREDIT_ACTIVE: "Closed", DAYS_CREDIT: days(-40), DAYS_ENDDATE_FACT: days(-20), AMT_CREDIT_SUM: 900},
      {CREDIT_ACTIVE: "Active", DAYS_CREDIT: days(-30), DAYS_CREDIT_ENDDATE: days(12)},
      {CREDIT_ACTIVE: "Sold", DAYS_CREDIT: days(-10), DAYS_CREDIT_ENDDATE: null}
    ]
  },
  {
    name: "previous_application",
    rows: [
      {
        NAME_CONTRACT_STATUS: "Approved",
        DAYS_DECISION: days(-24),
        DAYS_TERMINATION: days(-12),
        AMT_CREDIT: 5
      },
      {NAME_CONTRACT_STATUS: "Approved", DAYS_DECISION: days(-6), DAYS_TERMINATION: 365243},
      {NAME_CONTRACT_STATUS: "Refused", DAYS_DECISION: days(-3), AMT_APPLICATION: 7}
    ]
  },
  {
    name: "installments_payments",
    rows: [
      {DAYS_INSTALMENT: -60, DAYS_ENTRY_PAYMENT: -70, AMT_PAYMENT: 10},
      {DAYS_INSTALMENT: -30, DAYS_ENTRY_PAYMENT: -30, AMT_PAYMENT: 10},
      {DAYS_INSTALMENT: -90, DAYS_ENTRY_PAYMENT: 10, AMT_PAYMENT: 10},
      {DAYS_INSTALMENT: -20, DAYS_ENTRY_PAYMENT: null, AMT_INSTALMENT: 10}
    ]
  },
  {
    name: "credit_card_balance",
    rows: [
      {MONTHS_BALANCE: -2, AMT_BALANCE: 50, AMT_CREDIT_LIMIT_ACTUAL: 40},
      {MONTHS_BALANCE: -1, AMT_BALANCE: 20, AMT_CREDIT_LIMIT_ACTUAL: 40}
    ]
  }
];
const timeline = timelineData({tables});
const lane = (name: string) => timeline.lanes.find((one) => one.name === name)!.marks;

/** Checks that all marks lie on the axis, oldest first, lead to a row, and that no bar of a line covers another. */
function checkLanes({from, lanes}: Timeline, records: typeof tables): void {
  for (const {name, marks} of lanes) {
    marks.forEach((mark, i) => {
      assert.ok(from <= mark.from && mark.from <= mark.to && mark.to <= 0, `${name} ${mark.from}`);
      assert.ok(i === 0 || marks[i - 1]!.from <= mark.from, `${name} is out of order`);
      assert.ok(records.find(({name}) => name === mark.row.table)!.rows[mark.row.index]);
    });
    if (name !== "elsewhere" && name !== "here") continue;
    for (const [i, a] of marks.entries())
      for (const b of marks.slice(i + 1)) assert.ok(a.level !== b.level || a.to < b.from, `${name} overlaps`);
  }
}

test("timelineData(records) puts every kind of record on one axis, each mark leading to its row", () => {
  assert.deepEqual(
    timeline.lanes.map(({name}) => name),
    [...LANES]
  );
  checkLanes(timeline, tables);
  assert.ok(timeline.from <= -40 && timeline.from > -42);
});

test("the check of timelineData sees bars that cover each other, a mark off the axis and one out of order", () => {
  const planted = (change: (marks: TimeMark[]) => TimeMark[]): Timeline => ({
    ...timeline,
    lanes: timeline.lanes.map((one) => (one.name === "elsewhere" ? {...one, marks: change(one.marks)} : one))
  });
  const faults: ((marks: TimeMark[]) => TimeMark[])[] = [
    (marks) => marks.map((mark) => ({...mark, level: 0})),
    (marks) => marks.map((mark) => ({...mark, to: 3})),
    (marks) => [...marks].reverse()
  ];
  for (const fault of faults) assert.throws(() => checkLanes(planted(fault), tables), assert.AssertionError);
});

test("timelineData(records) knows loans and contracts that run, and outcomes of applications", () => {
  assert.deepEqual(
    lane("elsewhere").map(({kind, to}) => [kind, Math.round(to)]),
    [
      ["closed", -20],
      ["running", 0],
      ["sold", 0]
    ]
  );
  assert.deepEqual(
    lane("here").map(({kind, to}) => [kind, Math.round(to)]),
    [
      ["closed", -12],
      ["running", 0]
    ]
  );
  assert.deepEqual(
    lane("applications").map(({kind}) => kind),
    ["approved", "approved", "refused"]
  );
});

test("timelineData(records) tells early, on the day, late and unpaid apart by the day", () => {
  assert.deepEqual(
    lane("payments").map(({kind, level, row}) => [kind, level, row.index]),
    [
      ["late", 100, 2],
      ["early", -10, 0],
      ["onTime", 0, 1],
      ["unpaid", 0, 3]
    ]
  );
  assert.equal(heightOf(lane("payments")[0]!), 62);
  assert.deepEqual(
    lane("enquiries").map(({from, to, level}) => [from, to, level]),
    [[-12, -3, 3]]
  );
});

test("timelineData({tables: []}) has no lane and an axis of a year", () => {
  assert.deepEqual(timelineData({tables: []}), {from: -12, lanes: []});
});

test("markText(lang, mark) says what was, how much and when in both languages", () => {
  assert.equal(markText("en", lane("payments")[0]!), "paid late, 100 days, 10, 3 months before");
  assert.equal(
    markText("en", lane("elsewhere")[0]!),
    "closed, 900, from 40 months before to 20 months before"
  );
  assert.equal(markText("fr", lane("card")[0]!), "solde, plafond 40, 50, 2 mois avant");
  assert.equal(
    markText("en", lane("enquiries")[0]!),
    "3 enquiries, from 12 months before to 3 months before"
  );
});

for (const name of LANES)
  test(`timelinePlot(lane ${name}, {width, from}) draws the kept picture`, () => {
    const one = {name, marks: lane(name)};
    const options = {
      width: 600,
      lang: "en",
      from: timeline.from,
      hasAxis: name === "enquiries",
      document: plotDocument()
    } as const;
    matchSnapshot(`timeline-${name}`, timelinePlot(one, options));
  });

test("movedFeatures(answer) lists the features that a row moves, those with most points first", () => {
  const before = explanationFixture();
  const shifts: Record<string, number> = {late_share: 1, external_mean: -3};
  const after = {
    ...before,
    features: before.features.map((one) => ({...one, points: one.points + (shifts[one.name] ?? 0)}))
  };
  const changed = ["late_share", "external_mean", "education"].map((name) => ({name}));
  const moved = movedFeatures({before, after, changed} as unknown as WhatIfAnswer);
  assert.deepEqual(
    moved.map(({name, points}) => [name, points]),
    [
      ["external_mean", -3],
      ["late_share", 1],
      ["education", 0]
    ]
  );
});
