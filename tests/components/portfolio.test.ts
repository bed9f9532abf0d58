import assert from "node:assert/strict";
import {test} from "node:test";
import {clientListData} from "../../src/components/portfolio/clientList.ts";
import {
  filtersToQuery,
  NO_FILTERS,
  parseFilters,
  selectClients
} from "../../src/components/portfolio/filters.ts";
import {segmentLabel} from "../../src/components/portfolio/segmentLabel.ts";
import {SEGMENT_VARIABLES, segmentsData} from "../../src/components/portfolio/segments.ts";
import {segmentsPlot} from "../../src/components/portfolio/segmentsPlot.ts";
import {summaryData} from "../../src/components/portfolio/summary.ts";
import {wilsonInterval} from "../../src/core/metrics/wilsonInterval.ts";
import {portfolioFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const portfolio = portfolioFixture();
const everybody = selectClients(portfolio, NO_FILTERS);

test("wilsonInterval(k, n) gives the published bounds", () => {
  const [low, high] = wilsonInterval(10, 100);
  assert.ok(Math.abs(low - 0.05522914) < 1e-7);
  assert.ok(Math.abs(high - 0.17436566) < 1e-7);
  assert.deepEqual(wilsonInterval(0, 0), [0, 1]);
  assert.equal(wilsonInterval(0, 20)[0], 0);
  assert.ok(wilsonInterval(20, 20)[1] === 1);
});

test("selectClients(portfolio, NO_FILTERS) lets everybody through", () => {
  assert.equal(everybody.length, portfolio.size);
});

test("selectClients(portfolio, filters) takes exactly those who pass every filter", () => {
  const filters = {...NO_FILTERS, gender: ["F"], age: [30, 39] as [number, number]};
  const expected = [...everybody].filter(
    (i) => portfolio.gender[i] === 0 && portfolio.age[i]! >= 30 && portfolio.age[i]! < 40
  );
  assert.ok(expected.length > 10);
  assert.deepEqual([...selectClients(portfolio, filters)], expected);
});

test("selectClients(portfolio, {yearsEmployed}) leaves out clients without an employment", () => {
  const selected = selectClients(portfolio, {...NO_FILTERS, yearsEmployed: [0, null]});
  assert.ok(selected.length < portfolio.size);
  assert.ok([...selected].every((i) => !Number.isNaN(portfolio.yearsEmployed[i]!)));
});

test("parseFilters(filtersToQuery(filters)) gives the filters back, and ignores what it does not understand", () => {
  const filters = {
    ...NO_FILTERS,
    gender: ["F", "M"],
    education: ["Higher education"],
    age: [null, 40] as [null, number]
  };
  assert.deepEqual(parseFilters(filtersToQuery(filters)), filters);
  assert.equal(filtersToQuery(NO_FILTERS), "");
  assert.deepEqual(parseFilters("age=young&nothing=1"), NO_FILTERS);
});

for (const variable of SEGMENT_VARIABLES)
  test(`segmentsData(portfolio, selected, "${variable}") counts each client once`, () => {
    const segments = segmentsData(portfolio, everybody, variable);
    assert.equal(
      segments.reduce((sum, {clients}) => sum + clients, 0),
      portfolio.size
    );
    assert.ok(Math.abs(segments.reduce((sum, {share}) => sum + share, 0) - 1) < 1e-12);
    for (const {badRate, interval} of segments)
      assert.ok(badRate! >= interval![0] && badRate! <= interval![1]);
  });

test("segmentsData(portfolio, selected, variable) leaves out outcomes that are not known", () => {
  const segments = segmentsData(portfolio, everybody, "gender");
  const labelled = [...portfolio.target].filter((target) => target >= 0);
  assert.equal(
    segments.reduce((sum, {labelled}) => sum + labelled, 0),
    labelled.length
  );
  assert.equal(
    segments.reduce((sum, {bads}) => sum + bads, 0),
    labelled.filter((target) => target === 1).length
  );
});

test("segmentLabel(lang, variable, name) names bands as people say them", () => {
  assert.equal(segmentLabel("en", "age", {kind: "range", from: 30, to: 40}), "30–39 years");
  assert.equal(segmentLabel("fr", "age", {kind: "range", from: 60, to: null}), "60 ans ou plus");
  assert.equal(segmentLabel("en", "yearsEmployed", {kind: "range", from: 0, to: 1}), "under 1 year");
  assert.equal(segmentLabel("fr", "yearsEmployed", {kind: "missing"}), "Sans emploi");
  assert.equal(segmentLabel("fr", "education", {kind: "category", value: "Higher education"}), "Supérieur");
});

test("summaryData(portfolio, selected) agrees with the columns, and is null for nobody", () => {
  const summary = summaryData(portfolio, everybody)!;
  const mean = portfolio.score.reduce((sum, score) => sum + score, 0) / portfolio.size;
  assert.ok(Math.abs(summary.meanScore - mean) < 1e-9);
  assert.equal(summary.shareOfAll, 1);
  assert.ok(summary.low < mean && mean < summary.high);
  const kept = [...everybody].filter((i) => portfolio.score[i]! >= 600 && portfolio.target[i]! >= 0);
  assert.equal(
    summary.badRateAboveCutoff,
    kept.filter((i) => portfolio.target[i] === 1).length / kept.length
  );
  assert.equal(summaryData(portfolio, []), null);
});

test("clientListData(portfolio, selected, order, limit) sorts by score, then by id", () => {
  const lowest = clientListData(portfolio, everybody, "lowest", 10);
  assert.equal(lowest.length, 10);
  lowest.slice(1).forEach((client, i) => {
    const before = lowest[i]!;
    assert.ok(
      before.score < client.score || (before.score === client.score && before.clientId < client.clientId)
    );
  });
  assert.equal(clientListData(portfolio, everybody, "highest", 1)[0]!.score, Math.max(...portfolio.score));
});

test("segmentsPlot(segments) draws the kept picture", () => {
  const segments = segmentsData(portfolio, everybody, "education");
  const options = {
    width: 480,
    lang: "en",
    variable: "education",
    max: 0.25,
    document: plotDocument()
  } as const;
  matchSnapshot("segments", segmentsPlot(segments, options));
});
