import assert from "node:assert/strict";
import {test} from "node:test";
import {labelAxis} from "../../src/components/charts/labelAxis.ts";
import {measureText} from "../../src/components/explore/measureText.ts";
import {problemSentence, problemTitle} from "../../src/components/problemText.ts";
import {PROBLEMS_FR} from "../../src/components/texts/problems.fr.ts";
import {ERRORS} from "../../src/core/errors.ts";

/** Names the codes that a dictionary leaves in English: without a sentence of its own, or with the server's title. */
const strays = (dictionary: Readonly<Record<string, string>>): string[] =>
  Object.entries(ERRORS).flatMap(([code, {title}]) => {
    const text = dictionary[code];
    return text && text.replace(/\.$/, "") !== title && text.endsWith(".") ? [] : [code];
  });

test("PROBLEMS_FR says every code of the catalogue in a French sentence of its own", () => {
  assert.deepEqual(strays(PROBLEMS_FR), []);
  assert.equal(new Set(Object.values(PROBLEMS_FR)).size, Object.keys(ERRORS).length);
});

test("strays(dictionary) finds a code without French and one that is the server's English", () => {
  const {INTERNAL: _, ...without} = PROBLEMS_FR;
  assert.deepEqual(strays({...without, JOB_UNKNOWN: `${ERRORS.JOB_UNKNOWN.title}.`}).sort(), [
    "INTERNAL",
    "JOB_UNKNOWN"
  ]);
});

test("problemTitle(lang, problem) and problemSentence(lang, problem) go by the code in French and keep the server's English", () => {
  const problem = {code: "CLIENT_UNKNOWN", title: "No such client", detail: "There is no client 7."} as const;
  assert.equal(problemTitle("en", problem), "No such client");
  assert.equal(problemSentence("en", problem), "There is no client 7.");
  assert.equal(problemTitle("fr", problem), "Aucun client n’a cet identifiant");
  assert.equal(problemSentence("fr", problem), "Aucun client n’a cet identifiant.");
  const unknown = {...problem, code: "NEWER" as never};
  assert.equal(
    problemTitle("fr", unknown),
    "No such client",
    "a server that is newer than the page is still heard"
  );
});

test("measureText(lang, explored, value) tells a mean of days in years and leaves other means alone", () => {
  assert.equal(measureText("fr", {measure: "mean", unit: "daysBefore"}, -16_363), "44,8 ans avant");
  assert.equal(measureText("en", {measure: "mean"}, -16_363), "−16,363");
  assert.equal(measureText("en", {measure: "share"}, 0.5), "50.0%");
});

test("labelAxis(labels, width) gives the longest label its room, within a share of the width", () => {
  const room = (longest: number, width: number) => labelAxis(["a".repeat(longest)], width).marginLeft;
  assert.ok(room(30, 1000) > room(10, 1000));
  assert.equal(room(60, 300), 126);
  assert.equal(room(1, 1000), 60);
});
