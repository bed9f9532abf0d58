import assert from "node:assert/strict";
import {test} from "node:test";
import {bandLabel} from "../../src/components/tables/bandLabel.ts";
import {monthsData} from "../../src/components/tables/months.ts";
import {monthsPlot} from "../../src/components/tables/monthsPlot.ts";
import {ratesData} from "../../src/components/tables/rates.ts";
import {ratesPlot} from "../../src/components/tables/ratesPlot.ts";
import {badRateOf} from "../../src/components/tables/tableFacts.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const counted = [
  {value: "a", clients: 400, labelled: 300, bads: 30},
  {value: "b", clients: 60, labelled: 40, bads: 8},
  {value: "c", clients: 12, labelled: 0, bads: 0},
  {value: "d", clients: 9, labelled: 9, bads: 9}
];

test("ratesData(counted, label) rates what enough clients have, and knows nothing without outcomes", () => {
  const rates = ratesData(counted, ({value}) => value);
  assert.deepEqual(
    rates.map(({label, badRate}) => [label, badRate]),
    [
      ["a", 0.1],
      ["b", 0.2],
      ["c", null]
    ]
  );
  assert.ok(rates[0]!.interval![0] < 0.1 && rates[0]!.interval![1] > 0.1);
});

test("ratesPlot(rates) draws the kept picture", () => {
  const rates = ratesData(counted, ({value}) => value);
  const options = {
    width: 480,
    lang: "en",
    document: plotDocument(),
    title: "Clients by value",
    overall: 0.08
  } as const;
  matchSnapshot("table-rates", ratesPlot(rates, options));
});

const points = [0, 1].flatMap((target) =>
  [-2, -1, 0].map((month) => ({month, target, clients: 100, mean: 0.1 + 0.05 * target, standardError: 0.02}))
);

test("monthsData(points) keeps the interval from going below 0 and leaves thin months out", () => {
  const [first, ...others] = monthsData([
    {month: 0, target: 0, clients: 50, mean: 0.01, standardError: 0.02},
    {month: 0, target: 1, clients: 5, mean: 0.5, standardError: 0.1}
  ]);
  assert.deepEqual(others, []);
  assert.equal(first!.low, 0);
  assert.ok(Math.abs(first!.high - 0.0492) < 1e-12);
});

test("monthsPlot(points) draws the kept picture", () => {
  const options = {
    width: 480,
    lang: "fr",
    document: plotDocument(),
    title: "Retards",
    unit: "share"
  } as const;
  matchSnapshot("table-months", monthsPlot(monthsData(points), options));
});

test("bandLabel(lang, band, unit) says bands as people do", () => {
  const say = (from: number | null, to: number | null, unit: "share" | "whole" | "amount") =>
    bandLabel("en", {from, to}, unit);
  assert.equal(say(0, 1e-9, "share"), "0%");
  assert.equal(say(1e-9, 0.05, "share"), "under 5%");
  assert.equal(say(0.05, 0.1, "share"), "5% – 10%");
  assert.equal(say(0.4, null, "share"), "40% and more");
  assert.equal(say(1, 2, "whole"), "1");
  assert.equal(say(3, 5, "whole"), "3 – 4");
  assert.equal(say(null, -60, "whole"), "under −60");
  assert.equal(say(null, 1, "amount"), "0");
});

test("badRateOf(size) of a data set without outcomes is 0", () => {
  assert.equal(badRateOf({bads: 0, labelledClients: 0}), 0);
  assert.equal(badRateOf({bads: 8, labelledClients: 100}), 0.08);
});
