import assert from "node:assert/strict";
import {test} from "node:test";
import pl from "nodejs-polars";
import {alignApplicants} from "../../loaders/site/applicants.ts";
import {siteInputs} from "../../loaders/site/emit.ts";
import {categoryDistribution, numericDistribution} from "../../loaders/site/featureDistribution.ts";
import {type FeatureSummary as MadeSummary, summarizeFeatures} from "../../loaders/site/features.ts";
import {summarizeGroup} from "../../loaders/site/group.ts";
import {portfolioTable, toPortfolio} from "../../loaders/site/portfolio.ts";
import {evenlySpread} from "../../loaders/site/sample.ts";
import {type ClientScores, readManifest} from "../../loaders/site/scores.ts";
import type {FeatureSummary as ReadSummary} from "../../src/components/features/featureSummary.ts";
import {readPortfolio} from "../../src/components/portfolio/readPortfolio.ts";
import {sampleText} from "../../src/components/portfolio/scoresNote.ts";
import {quantiles} from "../../src/core/metrics/quantiles.ts";
import {overviewData} from "../../src/core/portfolio/overview.ts";
import {summaryData} from "../../src/core/portfolio/summary.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test("readManifest(model) says in one sentence that there is no such model", () => {
  assert.throws(
    () => readManifest("models/nowhere"),
    (error: {code?: string; message?: string}) =>
      error.code === "MODEL_MISSING" &&
      /^models.nowhere.manifest\.json is not there; [^\n]+\.$/.test(error.message!)
  );
});

test("numericDistribution(values, targets) counts each known value of a known outcome once", () => {
  const values = Float32Array.from({length: 500}, (_, i) => (i % 50 === 0 ? Number.NaN : i));
  const targets = Int8Array.from({length: 500}, (_, i) => (i % 5 === 0 ? -1 : i % 3 === 0 ? 1 : 0));
  const {ends, repaid, defaulted} = numericDistribution(values, targets);
  const expected = (target: number) =>
    [...values].filter((value, i) => !Number.isNaN(value) && targets[i] === target).length;
  assert.equal(sum(repaid), expected(0));
  assert.equal(sum(defaulted), expected(1));
  assert.equal(repaid.length, 24);
  assert.ok(ends![0] < ends![1]);
});

test("numericDistribution(values, targets) has one bin for a constant and none when nothing is known", () => {
  const constant = numericDistribution(Float32Array.of(3, 3, 3), Int8Array.of(0, 1, 0));
  assert.deepEqual(constant, {ends: [2.5, 3.5], categories: null, repaid: [2], defaulted: [1]});
  const nothing = numericDistribution(Float32Array.of(Number.NaN), Int8Array.of(0));
  assert.deepEqual(nothing, {ends: null, categories: null, repaid: [], defaulted: []});
});

test("categoryDistribution(codes, targets, categories) leaves out codes without a word", () => {
  const codes = Float32Array.of(0, 1, 1, 7, Number.NaN, 1);
  const distribution = categoryDistribution(codes, Int8Array.of(0, 1, 0, 0, 1, -1), ["a", "b"]);
  assert.deepEqual(distribution, {ends: null, categories: ["a", "b"], repaid: [1, 1], defaulted: [0, 1]});
});

test("quantiles(values, shares) ignores NaN and is null for nothing", () => {
  assert.deepEqual(quantiles([5, Number.NaN, 1, 3], [0, 0.5, 1]), [1, 3, 5]);
  assert.equal(quantiles([Number.NaN], [0.5]), null);
});

const frame = pl.DataFrame({
  SK_ID_CURR: [100005, 100002, 100003],
  CODE_GENDER: ["F", "M", null],
  NAME_FAMILY_STATUS: ["Married", "Married", "Widow"],
  NAME_EDUCATION_TYPE: ["Higher education", "Higher education", "Higher education"],
  CNT_FAM_MEMBERS: [2, null, 1],
  DAYS_BIRTH: [-14610, -3652.5, -20000],
  DAYS_EMPLOYED: [365243, -731, 12]
});
const ids = Int32Array.of(100002, 100003, 100005);
const applicants = alignApplicants(frame, ids);

test("alignApplicants(frame, ids) follows the order of the ids; what is missing or cannot be is missing", () => {
  assert.deepEqual(applicants.gender.words, ["F", "M", ""]);
  assert.deepEqual([...applicants.gender.codes], [1, 2, 0]);
  assert.deepEqual([...applicants.familySize], [0, 1, 2]);
  assert.deepEqual([...applicants.age].map(Math.round), [10, 55, 40]);
  assert.deepEqual(
    [...applicants.yearsEmployed].map((years) => Math.round(years)),
    [2, Number.NaN, Number.NaN]
  );
});

const scores: ClientScores = {
  ids,
  population: 3,
  targets: Int8Array.of(1, 0, -1),
  probabilityOfDefault: Float32Array.of(0.5, 0.25, 0.0625),
  score: Int16Array.of(520, 580, 660),
  outOfFold: Uint8Array.of(1, 1, 0),
  cutoff: {probability: 1 / 11, logOdds: -Math.log(10), score: 600},
  manifest: {
    name: "demo",
    version: "0123456789ab",
    files: [{path: "model.txt", bytes: 1, sha256: "f".repeat(64)}]
  } as ClientScores["manifest"],
  meta: {dataAsOf: "2026-01-01T00:00:00.000Z", generated: true} as ClientScores["meta"]
};

test("readPortfolio(portfolioTable(toPortfolio(applicants, scores))) gives every column back", () => {
  const bytes = portfolioTable(toPortfolio(applicants, scores));
  const portfolio = readPortfolio(bytes.slice().buffer);
  assert.equal(portfolio.size, 3);
  assert.deepEqual([...portfolio.clientId], [...ids]);
  assert.deepEqual([...portfolio.target], [1, 0, -1]);
  assert.deepEqual([...portfolio.probabilityOfDefault], [0.5, 0.25, 0.0625]);
  assert.deepEqual([...portfolio.score], [520, 580, 660]);
  assert.deepEqual([...portfolio.outOfFold], [1, 1, 0]);
  assert.deepEqual([...portfolio.gender], [1, 2, 0]);
  assert.ok(Number.isNaN(portfolio.yearsEmployed[2]!));
  assert.deepEqual(portfolio.facts.vocabularies.familyStatus, ["Married", "Widow"]);
  assert.deepEqual(portfolio.facts.model, {name: "demo", version: "0123456789ab", sha256: "f".repeat(64)});
  assert.equal(portfolio.facts.isGenerated, true);
});

test("evenlySpread(count, most) takes all of few, and of many so many with equal gaps", () => {
  assert.deepEqual([...evenlySpread(3, 5)], [0, 1, 2]);
  assert.deepEqual([...evenlySpread(5, 5)], [0, 1, 2, 3, 4]);
  assert.deepEqual([...evenlySpread(0, 5)], []);
  const some = evenlySpread(3_562_550, 400_000);
  const gaps = some.slice(1).map((position, i) => position - some[i]!);
  assert.deepEqual(
    [some.length, Math.min(...gaps.slice(0, 9999)), Math.max(...gaps.slice(0, 9999))],
    [400_000, 8, 9]
  );
  assert.ok(some.at(-1)! < 3_562_550 && some.at(-1)! >= 3_562_541);
});

test("summarizeFeatures(store, fitted, most) looks at evenly spread clients of more, and says at how many", () => {
  const values = Float32Array.from({length: 20}, (_, i) => (i === 10 ? Number.NaN : i));
  const feature = {name: "AGE", kind: "numeric", tables: [], label: {}, formula: {}, unit: "years"};
  const store = {
    clients: 10,
    targets: Int8Array.from({length: 10}, (_, i) => i % 2),
    catalogue: {features: [feature, {...feature, name: "HALF"}]},
    eachRow(indexes: ArrayLike<number>, show: (row: Float32Array, place: number) => void) {
      for (let i = 0; i < indexes.length; i++) show(values.subarray(2 * indexes[i]!, 2 * indexes[i]! + 2), i);
    }
  } as unknown as Parameters<typeof summarizeFeatures>[0];
  const none = {groupMedians: [], targetMeans: []} as unknown as Parameters<typeof summarizeFeatures>[1];
  const all = summarizeFeatures(store, none);
  assert.deepEqual([all.size, all.population, all.features.length], [10, 10, 2]);
  assert.deepEqual(all.features[0]!.missingRate, 0.1);
  const some = summarizeFeatures(store, none, 5);
  assert.deepEqual([some.size, some.population], [5, 10]);
  assert.deepEqual(some.features[1]!.quantiles?.[1], 9, "the median of 1, 5, 9, 13, 17");
  assert.deepEqual(
    some.features[1]!.distribution.repaid.reduce((a, b) => a + b),
    5,
    "those at even places"
  );
});

test("alignApplicants(frame, ids) takes a sample of the frame's clients", () => {
  const some = alignApplicants(frame, Int32Array.of(100005));
  assert.deepEqual([some.gender.codes.length, some.gender.words[some.gender.codes[0]!]], [1, "F"]);
});

test("sampleText(lang, portfolio) says how many of how many clients a page is about, and nothing of all of them", () => {
  const {size, facts} = toPortfolio(applicants, scores);
  assert.equal(sampleText("en", {size, population: facts.population}), undefined);
  const sample = {size, population: 3_562_550};
  assert.match(sampleText("en", sample) ?? "", /about 3 clients, drawn evenly from the 3,562,550/);
  assert.match(sampleText("fr", sample) ?? "", /porte sur 3 clients/);
});

test("summarizeGroup(scores) gives the means of all clients", () => {
  assert.deepEqual(summarizeGroup(scores), {
    clients: 3,
    meanScore: 1760 / 3,
    meanPd: 0.8125 / 3,
    low: 520,
    high: 580
  });
});

test("the feature summaries that are made are those that the page reads", () => {
  const made: MadeSummary[] = [];
  const read: ReadSummary[] = made;
  assert.equal(read, made);
});

test("siteInputs(env) takes the folders and the policy of the build, and the demo's without them", () => {
  assert.deepEqual(siteInputs({}), {data: "data/demo-set", model: "models/demo", policy: {}});
  const policy = {cost: {falseNegative: 20}, score: {pdo: 20}};
  const env = {SCOREBOOK_DATA: "d", SCOREBOOK_MODEL: "m", SCOREBOOK_POLICY: JSON.stringify(policy)};
  assert.deepEqual(siteInputs(env), {data: "d", model: "m", policy});
});

test("overviewData(portfolio) is what the rows say, in few numbers", () => {
  const portfolio = toPortfolio(applicants, scores);
  const {size, outOfFold, hasUnemployed, summary, bins} = overviewData(portfolio);
  assert.deepEqual([size, outOfFold, hasUnemployed], [3, 2, true]);
  assert.deepEqual(summary, summaryData(portfolio, Uint32Array.of(0, 1, 2)));
  assert.equal(
    bins.reduce((sum, {count}) => sum + count, 0),
    3
  );
});
