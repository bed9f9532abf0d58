import assert from "node:assert/strict";
import {test} from "node:test";
import {
  type ClientOrder,
  clientListData,
  orderClients
} from "../../src/components/portfolio/clients/clientList.ts";
import {comparisonData} from "../../src/components/portfolio/clients/comparison.ts";
import {goodBadPlot} from "../../src/components/portfolio/segments/goodBadPlot.ts";
import {isSegmentChosen, toggleSegment} from "../../src/components/portfolio/segments/segmentFilter.ts";
import {segmentLabel} from "../../src/components/portfolio/segments/segmentLabel.ts";
import {SEGMENT_VARIABLES, segmentsData} from "../../src/components/portfolio/segments/segments.ts";
import {segmentsPlot} from "../../src/components/portfolio/segments/segmentsPlot.ts";
import {decisionRanges} from "../../src/components/portfolio/selection/decisionRanges.ts";
import {
  type Filters,
  filtersToQuery,
  NO_FILTERS,
  parseFilters,
  selectClients
} from "../../src/components/portfolio/selection/filters.ts";
import {readSaved, withSaved, writeSaved} from "../../src/components/portfolio/selection/savedSelections.ts";
import {wilsonInterval} from "../../src/core/metrics/wilsonInterval.ts";
import {summaryData} from "../../src/core/portfolio/summary.ts";
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
    age: [null, 40],
    yearsEmployed: "missing",
    score: [500, 549]
  } satisfies Filters;
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
  const gender = {kind: "category", value: "F"} as const;
  assert.equal(segmentLabel("en", "gender", gender), "Women");
  assert.equal(segmentLabel("en", "gender", gender, {one: true}), "Woman");
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

test("orderClients(portfolio, selected, order) sorts by score or distance from the cut-off, then by position", () => {
  const {score, facts} = portfolio;
  const rank: Record<string, (i: number) => number> = {
    lowest: (i) => score[i]!,
    highest: (i) => -score[i]!,
    nearest: (i) => Math.abs(score[i]! - facts.cutoff.score),
    id: () => 0
  };
  for (const [order, rankOf] of Object.entries(rank)) {
    const expected = [...everybody].sort((a, b) => rankOf(a) - rankOf(b) || a - b);
    assert.deepEqual([...orderClients(portfolio, everybody, order as ClientOrder)], expected, order);
  }
});

test('orderClients(portfolio, selected, "random", seed) shuffles, and shuffles the same way for the same seed', () => {
  const shuffled = (seed: number) => [...orderClients(portfolio, everybody, "random", seed)];
  assert.deepEqual(shuffled(1), shuffled(1));
  assert.notDeepEqual(shuffled(1), shuffled(2));
  assert.notDeepEqual(shuffled(1), [...everybody]);
  assert.deepEqual(
    shuffled(1).sort((a, b) => a - b),
    [...everybody]
  );
});

test("clientListData(portfolio, ordered, page, length) gives each client on one page", () => {
  const ordered = orderClients(portfolio, everybody, "lowest");
  const pages = Array.from({length: 14}, (_, i) => clientListData(portfolio, ordered, i + 1, 30));
  assert.equal(pages.at(-1)!.length, portfolio.size - 13 * 30);
  assert.equal(new Set(pages.flat().map(({clientId}) => clientId)).size, portfolio.size);
});

test("selectClients(portfolio, filters, besides) leaves one filter aside, whatever was asked before", () => {
  const filters: Filters = {...NO_FILTERS, gender: ["F"], score: [540, 579]};
  const expected = (test: (i: number) => boolean) => [...everybody].filter(test);
  const isWoman = (i: number) => portfolio.gender[i] === 0;
  const isIn = (i: number) => portfolio.score[i]! >= 540 && portfolio.score[i]! <= 579;
  assert.deepEqual([...selectClients(portfolio, filters, "score")], expected(isWoman));
  assert.deepEqual([...selectClients(portfolio, filters, "gender")], expected(isIn));
  assert.deepEqual(
    [...selectClients(portfolio, filters)],
    expected((i) => isWoman(i) && isIn(i))
  );
});

test('selectClients(portfolio, {yearsEmployed: "missing"}) takes those without an employment', () => {
  const selected = selectClients(portfolio, {...NO_FILTERS, yearsEmployed: "missing"});
  assert.ok(selected.length > 0);
  assert.ok([...selected].every((i) => Number.isNaN(portfolio.yearsEmployed[i]!)));
});

for (const variable of SEGMENT_VARIABLES)
  test(`toggleSegment(filters, "${variable}", name) selects exactly the segment's clients, and then all again`, () => {
    for (const {name, clients} of segmentsData(portfolio, everybody, variable)) {
      const filters = toggleSegment(NO_FILTERS, variable, name);
      if (name.kind === "missing" && variable === "familySize") assert.equal(filters.familySize, "missing");
      assert.equal(selectClients(portfolio, filters).length, clients, JSON.stringify(name));
      const chosen = segmentsData(portfolio, everybody, variable).filter((one) =>
        isSegmentChosen(filters, variable, one.name)
      );
      assert.deepEqual(
        chosen.map((one) => one.name),
        [name]
      );
      assert.deepEqual(toggleSegment(filters, variable, name), NO_FILTERS);
    }
  });

test("comparisonData(portfolio, selected, client) tells the client, the selection and all apart", () => {
  const women = selectClients(portfolio, {...NO_FILTERS, gender: ["F"]});
  const man = [...everybody].find((i) => portfolio.gender[i] === 1)!;
  const {good, selection, all, segments} = comparisonData(portfolio, women, man);
  assert.equal(good, 1 - portfolio.probabilityOfDefault[man]!);
  assert.equal(selection!.clients, women.length);
  assert.equal(all.clients, portfolio.size);
  const gender = segments.find(({variable}) => variable === "gender")!;
  assert.deepEqual([gender.shareOfSelection, gender.badRate], [0, null]);
  assert.ok(gender.shareOfAll > 0);
  assert.equal(comparisonData(portfolio, [], man).selection, null);
});

test("readSaved(storage) reads what writeSaved(saved, storage) kept, and nothing from what is not its own", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text)
  };
  assert.deepEqual(readSaved(storage), []);
  const saved = withSaved(withSaved([], {name: "young", query: "age=-29"}), {
    name: "women",
    query: "gender=F"
  });
  writeSaved(withSaved(saved, {name: "young", query: "age=-24"}), storage);
  assert.deepEqual(readSaved(storage), [
    {name: "women", query: "gender=F"},
    {name: "young", query: "age=-24"}
  ]);
  for (const foreign of ["{", "7", '[{"name":1}]', "null"]) {
    kept.set([...kept.keys()][0]!, foreign);
    assert.deepEqual(readSaved(storage), []);
  }
});

test("goodBadPlot(segments) draws the kept picture, a client's segment marked and others paler", () => {
  const segments = segmentsData(portfolio, everybody, "gender");
  const drawing = goodBadPlot(segments, {
    width: 480,
    lang: "en",
    variable: "gender",
    max: 1,
    isChosen: ({name}) => name.kind === "category" && name.value === "F",
    pointAt: {kind: "category", value: "M"},
    document: plotDocument()
  });
  matchSnapshot("good-bad", drawing);
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

test("decisionRanges(cutoff) gives every whole score to one decision", () => {
  const inside = (score: number, [low, high]: readonly [number | null, number | null]) =>
    score >= (low ?? -Infinity) && score <= (high ?? Infinity);
  const decided = (score: number, cutoff: Parameters<typeof decisionRanges>[0]) =>
    decisionRanges(cutoff).flatMap(({decision, range}) =>
      range !== "missing" && inside(score, range) ? [decision] : []
    );
  const plain = {probability: 0.1, score: 599.4};
  assert.deepEqual(
    [599, 600].map((score) => decided(score, plain)),
    [["decline"], ["approve"]]
  );
  const banded = {...plain, refer: {probability: 0.05, score: 620}};
  assert.deepEqual(
    [599, 600, 619, 620].map((score) => decided(score, banded)),
    [["decline"], ["refer"], ["refer"], ["approve"]]
  );
});
