import assert from "node:assert/strict";
import {test} from "node:test";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {applyFitted, fittedNames} from "../../src/core/fitted/applyFitted.ts";
import type {FittedColumns} from "../../src/core/fitted/columns.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import {fitGroupMedians} from "../../src/core/fitted/groupMedians.ts";
import {groupPart} from "../../src/core/fitted/groups.ts";
import {median} from "../../src/core/fitted/median.ts";
import {fittedSources} from "../../src/core/fitted/sources.ts";
import {fitTargetMeans} from "../../src/core/fitted/targetMeans.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

const feature = (name: string, categories?: string[]): ManifestFeature => ({
  name,
  tables: ["application"],
  cause: "income",
  label: {en: `Name of ${name}`, fr: `Nom de ${name}`},
  formula: {en: name, fr: name},
  unit: "amount",
  kind: categories ? "category" : "numeric",
  ...(categories ? {categories} : {})
});
const FEATURES = [
  feature("app_education", ["Higher", "Secondary"]),
  feature("app_occupation", ["Cook", "Driver"]),
  feature("app_age"),
  feature("app_income"),
  feature("app_organisation", ["Bank", "School"])
];
const columnsOf = (rows: number[][]): FittedColumns =>
  new Map(FEATURES.map((one, j) => [one.name, {feature: one, values: rows.map((row) => row[j]!)}]));
const NONE = Number.NaN;
const all = (rows: unknown[]) => rows.map((_, i) => i);

/** Eight higher-education cooks of about 30, two drivers, and one whose education is unknown. */
const ROWS = [
  ...[10, 20, 30, 40, 50, 60, 70, 80].map((income) => [0, 0, 31, income, 0]),
  [0, 1, 33, 1000, 1],
  [0, 1, 34, 2000, 1],
  [NONE, 0, 31, 7, NONE]
];

test("median(values) is the middle value, or the mean of the middle two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test("groupPart(feature, value) names categories by their words and ages by their band", () => {
  assert.equal(groupPart(FEATURES[0]!, 1), "Secondary");
  assert.equal(groupPart(FEATURES[0]!, NONE), "—");
  const age = feature("app_age");
  assert.deepEqual(
    [18, 24.9, 25, 29.9, 64.9, 65, 80].map((years) => groupPart(age, years)),
    ["0", "0", "25", "25", "60", "65", "65"]
  );
});

test("fitGroupMedians(columns, rows) has the medians of groups that are large enough, and falls back to coarser ones", () => {
  const [income] = fitGroupMedians(columnsOf(ROWS), all(ROWS), {smallest: 5});
  assert.deepEqual(
    income!.levels.map(({medians}) => medians),
    [{"Higher | Cook | 30": 45}, {"Higher | 30": 55}, {Higher: 55}, {"": 50}]
  );
  const apply = applyFitted({groupMedians: [income!], targetMeans: []}, FEATURES);
  assert.deepEqual([...apply([0, 0, 32, 100, 0])], [55]);
  assert.deepEqual([...apply([0, 1, 32, 100, 0])], [45]);
  assert.deepEqual([...apply([NONE, NONE, NONE, 100, 0])], [50]);
  assert.deepEqual([...apply([0, 0, 32, NONE, 0])], [NONE]);
});

test("fitTargetMeans(columns, target, rows) draws small categories towards the overall share", () => {
  const target = ROWS.map((_, i) => (i < 4 ? 1 : 0));
  const [rate] = fitTargetMeans(columnsOf(ROWS), target, all(ROWS), {smoothing: 10});
  const prior = 4 / 11;
  assert.ok(Math.abs(rate!.prior - prior) < 1e-15);
  assert.ok(Math.abs(rate!.means.Bank! - (4 + 10 * prior) / 18) < 1e-15);
  assert.ok(Math.abs(rate!.means.School! - (10 * prior) / 12) < 1e-15);
  const apply = applyFitted({groupMedians: [], targetMeans: [rate!]}, FEATURES);
  assert.equal(apply([0, 0, 30, 1, 0])[0], Math.fround(rate!.means.Bank!));
  assert.equal(apply([0, 0, 30, 1, 99])[0], Math.fround(rate!.means["—"]!));
});

test("fitGroupMedians(columns, rows) and fitTargetMeans(columns, target, rows) read the given rows and no others", () => {
  const target = ROWS.map((_, i) => i % 2);
  const some = all(ROWS).slice(0, 6);
  const fit = (rows: number[][], outcomes: number[]) =>
    JSON.stringify([
      fitGroupMedians(columnsOf(rows), some, {smallest: 2}),
      fitTargetMeans(columnsOf(rows), outcomes, some)
    ]);
  const before = fit(ROWS, target);
  const changed = ROWS.map((row, i) => (i < 6 ? row : row.map((value) => value + 1)));
  assert.equal(
    fit(
      changed,
      target.map((t, i) => (i < 6 ? t : 1 - t))
    ),
    before
  );
  const inside = ROWS.map((row, i) => (i === 0 ? [0, 0, 31, 9999, 0] : row));
  assert.notEqual(fit(inside, target), before);
});

test("describeFitted(statistics, features) has a full catalogue entry per fitted feature, in order", () => {
  const statistics = {
    groupMedians: fitGroupMedians(columnsOf(ROWS), all(ROWS)),
    targetMeans: fitTargetMeans(
      columnsOf(ROWS),
      ROWS.map(() => 0),
      all(ROWS)
    )
  };
  const described = describeFitted(statistics, FEATURES);
  assert.deepEqual(
    described.map(({name}) => name),
    fittedNames(statistics)
  );
  for (const {label, formula, cause, unit} of described) {
    assert.ok(label.en && label.fr && formula.en && formula.fr && cause && unit);
    assert.notEqual(label.en, label.fr);
    // Beside the value that it is made from, so that reasons tell both as one.
    assert.equal(cause, "income");
  }
});

test("describeFitted(statistics, features) names what the clients are really grouped by", () => {
  const formula = (by: string[]) => {
    const level = {by, medians: {}};
    const groupMedians = [
      {name: "peer_income", measure: "app_income", levels: [level, {by: [], medians: {}}]}
    ];
    return describeFitted({groupMedians, targetMeans: []}, FEATURES)[0]!.formula.en;
  };
  assert.match(
    formula(["app_education", "app_age"]),
    /of the same name of app_education and name of app_age in bands of five years/
  );
  assert.doesNotMatch(formula(["app_education"]), /app_age|bands/);
  assert.match(formula([]), /its median among all training clients$/);
});

test("fittedSources(statistics) names the value compared or rated first, then what groups the clients", () => {
  const levels = [["app_education", "app_age"], ["app_education"], []].map((by) => ({by, medians: {}}));
  const sources = fittedSources({
    groupMedians: [{name: "peer_income", measure: "app_income", levels}],
    targetMeans: [{name: "rate_occupation", source: "app_occupation", prior: 0, means: {}}]
  });
  assert.deepEqual(
    [...sources],
    [
      ["peer_income", ["app_income", "app_education", "app_age"]],
      ["rate_occupation", ["app_occupation"]]
    ]
  );
});

test("createModelInput(manifest, catalogue) maps order, category words and fitted features", () => {
  const statistics = {
    groupMedians: fitGroupMedians(columnsOf(ROWS), all(ROWS), {smallest: 5}),
    targetMeans: []
  };
  const model = [
    feature("app_income"),
    feature("app_education", ["Primary", "Secondary", "Higher"]),
    ...describeFitted(statistics, FEATURES)
  ];
  const toInput = createModelInput({features: model, fitted: statistics}, FEATURES);
  assert.deepEqual([...toInput([0, 0, 31, 100, 0])], [100, 2, 55]);
  assert.deepEqual([...toInput([1, 0, 31, 100, 0])], [100, 1, 50]);
  assert.deepEqual([...toInput([NONE, 0, 31, NONE, 0])], [NONE, NONE, NONE]);
});

test("createModelInput(manifest, catalogue) refuses a catalogue that lacks a feature or has it as another kind", () => {
  const fitted = {groupMedians: [], targetMeans: []};
  const invalid = (error: unknown) => error instanceof ScorebookError && error.code === "MODEL_INVALID";
  assert.throws(() => createModelInput({features: [feature("app_height")], fitted}, FEATURES), invalid);
  assert.throws(
    () => createModelInput({features: [feature("app_income", ["Low"])], fitted}, FEATURES),
    invalid
  );
});
