import assert from "node:assert/strict";
import {test} from "node:test";
import {
  type Compared,
  causeSteps,
  extentOf,
  featureSteps,
  roundTicks,
  type Step
} from "../../src/components/client/causes/causeSteps.ts";
import {openedIn, withOpened} from "../../src/components/client/causes/opened.ts";
import type {ClientHistory} from "../../src/components/client/clientApi.ts";
import {interactionsPlot} from "../../src/components/client/interactions/interactionsPlot.ts";
import {historyInShort, whoAsksData} from "../../src/components/client/page/whoAsks.ts";
import {historyText} from "../../src/components/client/page/whoAsksPanel.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import {explanationFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const before = explanationFixture();
/** The same client with five points more for the external score, and in another order. */
const after: Explanation = {
  ...before,
  score: 604,
  decision: "approve",
  causes: before.causes
    .map((cause) => (cause.code === "external_scores" ? {...cause, points: -19.5} : cause))
    .reverse(),
  features: before.features.map((feature) =>
    feature.name === "external_mean" ? {...feature, points: -19.5} : feature
  )
};
const compared: Compared = {before, after};

/** Checks that each step starts where the last ended, before and after, and that the last are the scores. */
function checkWay(steps: readonly Step[], {before, after}: Compared): void {
  for (const side of ["now", "was"] as const) {
    steps.slice(1, -1).forEach((step, i) => {
      assert.equal(step[side].start, steps[i]![side].end);
      assert.equal(step[side].end, step[side].start + step[side].points);
    });
    assert.equal(steps.at(-2)![side].end, (side === "now" ? after : before).score);
  }
}

for (const limit of [0, 2, 6, 100])
  test(`causeSteps(compared, ${limit}) leads from the base to both scores without a gap, in the old order`, () => {
    const steps = causeSteps(compared, limit);
    checkWay(steps, compared);
    assert.deepEqual(
      steps.filter(({kind}) => kind === "cause").map(({code}) => code),
      before.causes.slice(0, limit).map(({code}) => code)
    );
    const stoodFor = steps.reduce((sum, {count}) => sum + count, 0);
    assert.equal(stoodFor, before.causes.length);
  });

test("the check of causeSteps finds points that do not add up, before as after", () => {
  for (const side of ["before", "after"] as const) {
    const faulty = {...compared, [side]: {...compared[side], basePoints: 613}};
    assert.throws(() => checkWay(causeSteps(faulty, 3), faulty), assert.AssertionError);
  }
});

test("featureSteps(compared, cause) leads from where the cause begins to where it ends", () => {
  const causes = causeSteps(compared, 100).filter(({kind}) => kind === "cause");
  for (const cause of causes) {
    const steps = featureSteps(compared, cause);
    for (const side of ["now", "was"] as const) {
      assert.equal(steps[0]![side].start, cause[side].start);
      assert.equal(steps.at(-1)![side].end, cause[side].end);
    }
  }
  const delays = causes.find(({code}) => code === "payment_delays")!;
  assert.deepEqual(
    featureSteps(compared, delays).map(({code}) => code),
    ["late_share", "delay_mean"]
  );
});

test("extentOf(steps, cutoff) holds every end and the cut-off, and roundTicks(extent, most) lies in it", () => {
  const steps = causeSteps(compared, 100);
  const [low, high] = extentOf(steps, 700);
  assert.ok(low < Math.min(...steps.map(({now}) => now.end)) && high > 700);
  const ticks = roundTicks([low, high], 6);
  assert.ok(ticks.length > 1 && ticks.length <= 7 && ticks.every((tick) => tick >= low && tick <= high));
  assert.deepEqual(roundTicks([581, 621], 4), [590, 600, 610, 620]);
});

test("openedIn(search) reads what withOpened(search, opened) writes, beside other parameters", () => {
  for (const opened of [
    {cause: "payment_delays", feature: null},
    {cause: "payment_delays", feature: "inst_late_share"}
  ]) {
    const search = withOpened("?id=100002&open=other", opened);
    assert.deepEqual(openedIn(search), opened);
    assert.equal(new URLSearchParams(search).get("id"), "100002");
  }
  assert.equal(withOpened("?id=1&open=age", {cause: null, feature: null}), "?id=1");
  assert.equal(withOpened("?open=age", {cause: null, feature: null}), "");
  assert.deepEqual(openedIn("?id=1"), {cause: null, feature: null});
});

const tables: ClientHistory["tables"] = [
  {
    name: "application",
    rows: [
      {
        DAYS_BIRTH: -14610,
        AMT_INCOME_TOTAL: 100000,
        AMT_CREDIT: 200000,
        AMT_ANNUITY: 10000,
        CNT_CHILDREN: 1
      }
    ]
  },
  {name: "bureau", rows: [{CREDIT_ACTIVE: "Active"}, {CREDIT_ACTIVE: "Closed"}]},
  {
    name: "installments_payments",
    rows: [
      {SK_ID_PREV: 1, NUM_INSTALMENT_NUMBER: 3, DAYS_INSTALMENT: -20, DAYS_ENTRY_PAYMENT: -21},
      {SK_ID_PREV: 1, NUM_INSTALMENT_NUMBER: 3, DAYS_INSTALMENT: -20, DAYS_ENTRY_PAYMENT: -18},
      {SK_ID_PREV: 1, NUM_INSTALMENT_NUMBER: 2, DAYS_INSTALMENT: -50, DAYS_ENTRY_PAYMENT: -50},
      {SK_ID_PREV: 1, NUM_INSTALMENT_NUMBER: 1, DAYS_INSTALMENT: -80, DAYS_ENTRY_PAYMENT: null}
    ]
  }
];

test("whoAsksData(records) tells age, term and burden, and null where the application says nothing", () => {
  const {ageYears, termMonths, burden, kind} = whoAsksData({tables});
  assert.deepEqual([ageYears, termMonths, burden, kind], [40, 20, 0.1, null]);
  assert.equal(whoAsksData({tables: []}).termMonths, null);
});

test("historyInShort(records) counts late instalments by the day, as the reasons do, and historyText(lang, records) says it in one line", () => {
  assert.deepEqual(historyInShort({tables}), {
    loansElsewhere: 2,
    runningElsewhere: 1,
    applications: 0,
    refused: 0,
    instalments: 3,
    late: 1
  });
  assert.equal(
    historyText("en", {tables}),
    "Before: 2 loans at other lenders (1 running); no earlier application here; 3 instalments (1 late)."
  );
  assert.equal(
    historyText("fr", {tables: []}),
    "Avant : aucun crédit chez d’autres prêteurs ; aucune demande antérieure chez nous ; aucune échéance enregistrée."
  );
});

test("interactionsPlot(pairs, {width}) draws the kept picture", () => {
  const label = (en: string) => ({en, fr: en});
  const pairs = [
    {
      labels: [label("Age"), label("Income")] as [{en: string; fr: string}, {en: string; fr: string}],
      points: 3.4
    },
    {
      labels: [label("Age"), label("Education")] as [{en: string; fr: string}, {en: string; fr: string}],
      points: -1.2
    }
  ];
  matchSnapshot("pairs", interactionsPlot(pairs, {width: 600, lang: "en", document: plotDocument()}));
});
