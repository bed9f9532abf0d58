import assert from "node:assert/strict";
import {test} from "node:test";
import {type WaterfallStep, waterfallData} from "../../src/components/client/causes/waterfall.ts";
import {waterfallPlot} from "../../src/components/client/causes/waterfallPlot.ts";
import {featureValue} from "../../src/components/client/features/featureValue.ts";
import {cellText, columnLabel, isMissing} from "../../src/components/client/history/cellText.ts";
import {interactionsData} from "../../src/components/client/interactions/interactions.ts";
import {actionTexts} from "../../src/components/client/page/recourse.ts";
import {nearestText, searchedTexts} from "../../src/components/client/page/recourseMissed.ts";
import {verdictSentence} from "../../src/components/client/page/sentence.ts";
import {unseenText} from "../../src/components/client/page/unseenNote.ts";
import {daysSpan, whenText} from "../../src/components/client/whenText.ts";
import {explanationFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const explanation = explanationFixture();
const text = (en: string) => ({en, fr: en});

/** Checks that each step starts where the last ended and that the last is the score. */
function checkAddsUp(steps: readonly WaterfallStep[], score: number): void {
  steps.slice(1, -1).forEach((step, i) => {
    assert.equal(step.start, steps[i]!.end);
    assert.equal(step.end, step.start + step.points);
  });
  assert.equal(steps.at(-2)!.end, score);
}

for (const limit of [0, 3, 6, 100])
  test(`waterfallData(explanation, ${limit}) leads from the base to the score without a gap`, () => {
    const steps = waterfallData(explanation, limit);
    checkAddsUp(steps, explanation.score);
    const others = steps.find(({kind}) => kind === "others");
    assert.equal(others?.count ?? 0, Math.max(0, explanation.causes.length - limit));
  });

test("the check of waterfallData finds an explanation whose points do not add up", () => {
  const faulty = {...explanation, basePoints: explanation.basePoints + 1};
  assert.throws(() => checkAddsUp(waterfallData(faulty, 3), faulty.score), assert.AssertionError);
});

test("interactionsData(matrix, scale, limit) gives whole pairs in points, strongest first", () => {
  const label = (en: string) => ({en, fr: en});
  const features = ["a", "b", "c"].map((name) => ({name, label: label(name)}));
  const values = [
    [0.5, 0.01, 0],
    [0.01, 0.2, -0.03],
    [0, -0.03, 0.1]
  ];
  const scale = {calibration: {slope: 2}, served: {scale: {baseScore: 600, baseOdds: 10, pdo: 40}}};
  const pairs = interactionsData({features, values}, scale, 8);
  const perLogOdds = (-2 * 2 * 40) / Math.LN2;
  assert.deepEqual(pairs, [
    {labels: [label("b"), label("c")], points: perLogOdds * -0.03},
    {labels: [label("a"), label("b")], points: perLogOdds * 0.01}
  ]);
  assert.equal(interactionsData({features, values}, scale, 1).length, 1);
});

test("unseenText(lang, verdict) gives both scores, and where they decide otherwise says which counts and why", () => {
  const outOfFold = {probabilityOfDefault: 0.0925, score: 599, decision: "decline" as const};
  const seen = {score: 602, decision: "approve" as const, outOfFold};
  const [en, fr] = [unseenText("en", seen)!, unseenText("fr", seen)!];
  assert.match(en, /^A model that has not seen this client gives 599 points: decline\. /);
  assert.match(en, /The decision above \(602 points: approve\) counts here, since/);
  assert.match(fr, /^Un modèle qui n’a pas vu ce client donne 599 points : refuser\. /);
  assert.match(fr, /\(602 points : accorder\) qui compte ici, car/);
  const same = unseenText("en", {...seen, score: 598, decision: "decline"})!;
  assert.ok(same.includes("599 points: decline") && !same.includes("But it has learned"));
  assert.equal(unseenText("en", {score: 602, decision: "approve"}), null);
});

test("verdictSentence(lang, explanation) says score, distance and decision in both languages", () => {
  assert.equal(
    verdictSentence("en", explanation),
    "Client 100002 has 599 points, 1 below the cut-off of 600; the probability of default is 9.4%. " +
      "The model would decline. What helps most: Length of the present employment. What costs most: External credit scores."
  );
  assert.match(
    verdictSentence("fr", explanation),
    /^Le client 100002 a 599 points, 1 au-dessous du seuil de 600/
  );
});

test("verdictSentence(lang, explanation, true) says first that it speaks of what is tried", () => {
  assert.equal(
    verdictSentence("en", explanation, true),
    `This is what is tried, not what is on record. ${verdictSentence("en", explanation)}`
  );
});

test("verdictSentence(lang, explanation) names the cause of the first reason, and none where there is no reason", () => {
  const other = {...explanation.reasonCodes[0]!, label: {en: "Another cause", fr: "Une autre cause"}};
  assert.match(
    verdictSentence("en", {...explanation, reasonCodes: [other]}),
    /What costs most: Another cause\.$/
  );
  assert.doesNotMatch(verdictSentence("en", {...explanation, reasonCodes: []}), /costs most/);
});

test("isMissing(cell) knows the empty cell and the code 365243", () => {
  assert.deepEqual(
    [null, undefined, "", 365243, 0, -1, "XNA"].map((cell) => isMissing(cell)),
    [true, true, true, true, false, false, false]
  );
});

test("cellText(lang, cell, column) writes amounts for reading and ids as they are", () => {
  const column = (unit: string) => ({name: "X", description: {en: "", fr: ""}, unit});
  assert.equal(cellText("en", 112500.5, column("currency")), "112,500.5");
  assert.equal(cellText("en", 5001709, column("id")), "5001709");
  assert.equal(cellText("en", -637, column("days")), "−637");
  assert.equal(cellText("fr", "Married", column("code")), "Marié(e)");
  assert.equal(cellText("en", 365243, column("days")), null);
});

test("cellText(lang, cell, column) says one person's age and gender, and times from the application in words", () => {
  const column = (name: string, unit: string) => ({name, description: {en: "Day", fr: "Jour"}, unit});
  const birth = column("DAYS_BIRTH", "days");
  assert.equal(
    `${columnLabel("en", birth)}: ${cellText("en", -16363, birth)}`,
    "Age at the application: 44.8 years"
  );
  assert.equal(cellText("fr", -16363, birth), "44,8 ans");
  assert.equal(cellText("en", -877, column("DAYS_EMPLOYED", "days"), {rough: true}), "2.4 years before");
  assert.equal(cellText("en", -877, column("DAYS_INSTALMENT", "days")), "877 days before");
  assert.equal(cellText("fr", 30, column("DAYS_CREDIT_ENDDATE", "days")), "30 jours après");
  assert.equal(cellText("en", -1, column("MONTHS_BALANCE", "months")), "1 month before");
  assert.equal(cellText("en", 12, column("CNT_INSTALMENT", "months")), "12");
  assert.equal(cellText("en", "F", column("CODE_GENDER", "code")), "Woman");
  assert.equal(cellText("fr", "M", column("CODE_GENDER", "code")), "Homme");
});

test("daysSpan(lang, days) and whenText(lang, value, unit) choose the unit that people would", () => {
  assert.deepEqual(
    [1, 60, 61, 430, 731].map((days) => daysSpan("en", days)),
    ["1 day", "60 days", "2 months", "14 months", "2.0 years"]
  );
  assert.equal(whenText("en", 0, "days"), "the same day");
  assert.equal(whenText("fr", 0, "months"), "le même mois");
});

test("featureValue(lang, value, unit) names what is missing and writes shares in per cent", () => {
  assert.equal(featureValue("en", null), "missing");
  assert.equal(featureValue("en", 0.125, "share"), "12.5%");
  assert.equal(featureValue("fr", 1, "yes/no"), "oui");
  assert.equal(featureValue("en", 0.123456), "0.1235");
  assert.equal(featureValue("en", 44.8, "years"), "44.8 years");
  assert.equal(featureValue("fr", -1, "days"), "−1 jour");
});

for (const [name, width] of [
  ["waterfall-wide", 800],
  ["waterfall-narrow", 340]
] as const)
  test(`waterfallPlot(steps, {width: ${width}}) draws the kept picture`, () => {
    const labelOf = ({kind, cause}: WaterfallStep) => cause?.label.en ?? kind;
    const options = {width, lang: "en", labelOf, cutoff: 600, document: plotDocument()} as const;
    matchSnapshot(name, waterfallPlot(waterfallData(explanation, 4), options));
  });

test("nearestText, searchedTexts and actionTexts say goal, nearest miss, bounds, and that actions are taken together", () => {
  const actions = [text("Ask for less"), text("Settle the loan")].map((one) => ({
    kind: "",
    text: one,
    edits: []
  }));
  const nearest = {actions, score: 602, probabilityOfDefault: 0.09, decision: "approve" as const};
  assert.match(
    nearestText("en", {goal: 605, nearest}),
    /^The best list of actions reaches 602 of the 605 points/
  );
  assert.match(nearestText("fr", {goal: 605, nearest: null}), /^Il faut 605 points/);
  const bounds = {leastAmount: 0.4, longestTerm: 1.5, settledLoans: 3, mostActions: 6};
  const [request, loans] = searchedTexts("en", {bounds, searched: {change_request: 17}});
  assert.match(request!, /down to 40% .* by 50% at most: 17 to choose from\.$/);
  assert.match(loans!, /3 of them at most: not possible for this client\.$/);
  assert.deepEqual(actionTexts("en", actions), ["Ask for less, and", "Settle the loan"]);
});
