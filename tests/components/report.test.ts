import assert from "node:assert/strict";
import {test} from "node:test";
import {t} from "../../src/components/i18n.ts";
import {csvCell, scoreToCsv, scoreToJson} from "../../src/components/report/exports.ts";
import {letterData} from "../../src/components/report/letter.ts";
import {OVERRIDE_REASON_CODES} from "../../src/core/credit/overrides.ts";
import type {DecisionSummary} from "../../src/core/schema/decision.ts";
import type {Explanation, ReasonCode} from "../../src/core/schema/explanation.ts";
import {explanationFixture} from "./fixtures.ts";

const explanation = explanationFixture();

/** Reads what scoreToCsv() writes, cell by cell. */
function parseCsv(text: string): Record<string, string>[] {
  const lines = text.trimEnd().split("\r\n");
  const cells = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .map(([, cell]) => cell!)
      .slice(0, 7)
      .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  const [head, ...rows] = lines.map(cells);
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i]!])));
}
const sumOf = (rows: Record<string, string>[]) =>
  rows.filter(({part}) => part !== "score").reduce((sum, {points}) => sum + Number(points), 0);

for (const lang of ["en", "fr"] as const)
  test(`scoreToCsv("${lang}", explanation) has a row for each feature, whose points add up with the base to the score`, () => {
    const rows = parseCsv(scoreToCsv(lang, explanation));
    assert.equal(rows.length, explanation.features.length + 2);
    assert.equal(sumOf(rows), explanation.score);
    assert.equal(Number(rows.at(-1)!.points), explanation.score);
    assert.deepEqual(
      rows.slice(1, -1).map(({feature, label, value}) => [feature, label, value]),
      explanation.features.map(({name, label, value}) => [name, label[lang], String(value ?? "")])
    );
  });

test("the check of scoreToCsv finds a feature that was left out", () => {
  const faulty = {...explanation, features: explanation.features.slice(1)};
  assert.notEqual(sumOf(parseCsv(scoreToCsv("en", faulty))), explanation.score);
});

test("scoreToJson(explanation) is the score with its contributions, whole, and without sentences", () => {
  const {reasonCodes: _reasons, ...score} = explanation;
  assert.deepEqual(JSON.parse(scoreToJson(explanation)), score);
});

test("csvCell(cell) quotes what has to be and lets no text be a formula", () => {
  assert.deepEqual(["a", 'say "x", y', "=1+1", "@SUM", "-2", -2, null, 0.1].map(csvCell), [
    "a",
    '"say ""x"", y"',
    "'=1+1",
    "'@SUM",
    "'-2",
    "-2",
    "",
    "0.1"
  ]);
});

const reason = (code: string, variant: string, en: string, facts: ReasonCode["facts"] = {}): ReasonCode => ({
  rank: 1,
  code,
  label: {en: `About ${code}`, fr: `Sur ${code}`},
  feature: "x",
  points: -12,
  variant,
  facts,
  text: {en, fr: en}
});
const declined: Pick<Explanation, "decision" | "reasonCodes"> = {
  decision: "decline",
  reasonCodes: [
    reason("external_scores", "score_missing", "External score 1 is missing."),
    reason("payment_delays", "late", "3 of 11 instalments were paid late, at most 12 days.", {late: 3}),
    reason("occupation", "category_rate", "Occupation (Labourer): 9.1%, as the model reckons it.", {
      category: "Laborers"
    }),
    reason(
      "age",
      "age",
      "The client is 29.3 years old, younger than most clients: half of those with this figure have at least 43.2 years."
    ),
    reason(
      "credit_history",
      "loans",
      "Age: 556 days, less than for most clients: half of those with this figure have at least 1,096.",
      {
        median: 1096
      }
    )
  ]
};
function decision(parts: Partial<DecisionSummary>): DecisionSummary {
  const by = {name: "Ada", role: "officer"};
  return {
    id: 1,
    clientId: 100002,
    at: "2026-01-01T00:00:00.000Z",
    by,
    decision: "decline",
    modelDecision: "decline",
    score: 599,
    cutoff: {probability: 0.1, score: 600},
    override: null,
    note: "",
    case: null,
    status: "final",
    second: null,
    model: explanation.model,
    hash: "0".repeat(64),
    ...parts
  };
}

test("letterData(explanation, decision) tells what is on record and keeps the lender's own figures to itself", () => {
  const {reasons, isFinal} = letterData(declined, decision({}));
  assert.ok(isFinal);
  assert.deepEqual(
    reasons.map(({fact, isPersonal}) => [fact.en, isPersonal]),
    [
      ["External score 1 is missing.", false],
      ["3 of 11 instalments were paid late, at most 12 days.", false],
      ["About occupation: Labourer, which counts against the application.", false],
      ["You are 29.3 years old, younger than most clients.", true],
      ["Age: 556 days, less than for most clients.", false]
    ]
  );
  assert.deepEqual(reasons.map(({label}) => label.en).slice(0, 2), [
    "About external_scores",
    "About payment_delays"
  ]);
});

test("the check of letterData would see a figure of the model in a letter", () => {
  const isInternal = (text: string) => /model|half of|the client\b/i.test(text);
  const told = letterData(declined, null).reasons.map(({fact}) => fact.en);
  assert.deepEqual(told.filter(isInternal), []);
  assert.equal(declined.reasonCodes.filter(({text}) => isInternal(text.en)).length, 3);
});

test("letterData(explanation, decision) tells no reason without a fact against the customer", () => {
  const reasonCodes = [
    reason("payment_delays", "on_time", "All 10 instalments were paid on time."),
    reason("occupation", "category_rate", "Occupation: 9.1%, as the model reckons it."),
    reason("realty", "no_realty", "No house or flat of the client’s own is on record.")
  ];
  assert.deepEqual(
    letterData({decision: "decline", reasonCodes}, null).reasons.map(({fact}) => fact.en),
    ["No house or flat of your own is on record."]
  );
});

test("letterData(explanation, decision) follows the decision that counts, and is a draft while there is none", () => {
  const awaiting = decision({decision: "approve", status: "awaiting"});
  assert.deepEqual(
    [null, awaiting, {...awaiting, status: "refused" as const}].map((made) => {
      const {decision: told, isFinal} = letterData(declined, made);
      return [told, isFinal];
    }),
    [
      ["decline", false],
      ["decline", false],
      ["decline", false]
    ]
  );
  const confirmed = letterData(declined, {...awaiting, status: "confirmed"});
  assert.deepEqual([confirmed.decision, confirmed.isFinal, confirmed.reasons], ["approve", true, []]);
});

test("letterData(explanation, decision) of a decline against the model tells the officer's reason, not the model's", () => {
  const own = decision({status: "confirmed", override: {reason: "fraud_suspected", note: "Same phone."}});
  const letter = letterData({...declined, decision: "approve"}, own);
  assert.deepEqual([letter.override, letter.reasons], ["fraud_suspected", []]);
  for (const code of OVERRIDE_REASON_CODES)
    for (const lang of ["en", "fr"] as const) {
      const text = t(lang, `letter.override.${code}`);
      assert.doesNotMatch(text, /\d|score|fraud|mod[eè]l/i, `${code} in ${lang}`);
    }
});
