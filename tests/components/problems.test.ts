import assert from "node:assert/strict";
import {test} from "node:test";
import {checkCell} from "../../loaders/tables/cells/checkRows.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {CLIENT_TABLES} from "../../loaders/types.ts";
import {ApiError} from "../../src/components/api.ts";
import {labelAxis} from "../../src/components/charts/labelAxis.ts";
import {measureText} from "../../src/components/explore/measureText.ts";
import {headersOf} from "../../src/components/library/table.ts";
import {
  errorSentence,
  issueSentence,
  problemSentence,
  problemTitle
} from "../../src/components/problemText.ts";
import {faultInFrench} from "../../src/components/texts/faults.fr.ts";
import {PROBLEMS_FR} from "../../src/components/texts/problems.fr.ts";
import {valueToInput} from "../../src/core/credit/featureValue.ts";
import {ERRORS, errorToProblem, ScorebookError} from "../../src/core/errors.ts";

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

/** Finds English in what a French page says. */
const english = (text: string): boolean =>
  /\b(is|the|of|or|one|expected|holds|must|row|whole|number|missing|not|null|from|cell)\b/.test(
    text.replaceAll(/«[^»]*»/g, "")
  );

test("issueSentence(fr, issue) says in French what every cell of every table, an id and a feature had to be", () => {
  const refused = CLIENT_TABLES.flatMap((table) =>
    CLIENT_TABLE_SCHEMA[table].columns.flatMap(({name}) => {
      const fault = checkCell(table, name, {}) ?? checkCell(table, name, "no such word");
      return fault ? [{code: "REQUEST_INVALID", path: `/rows/0/values/${name}`, ...fault}] : [];
    })
  );
  assert.ok(refused.length > 200);
  const ids = (["unchanged", "unique", "known"] as const).map((kind) => ({
    code: "REQUEST_INVALID",
    path: "/rows/0/values/SK_ID_PREV",
    message: "is 3; another was expected",
    expected: {kind}
  }));
  for (const issue of [...refused, ...ids]) {
    const said = issueSentence("fr", issue);
    assert.ok(!english(said) && said.endsWith("."), `${issue.path}: ${said}`);
    assert.equal(issueSentence("en", issue), issue.message);
  }
  const feature = {name: "x", kind: "numeric", unit: "share"} as const;
  const issue = caught(() => valueToInput(feature, 2, true)).issues[0]!;
  assert.equal(issueSentence("fr", issue), "Il faut un nombre de 0 à 1, ou une cellule vide.");
});

test("english(text) finds a sentence of the server that no French took the place of", () => {
  const fault = checkCell("application", "AMT_CREDIT", "much")!;
  const issue = {code: "NEWER", path: "/rows/0/values/AMT_CREDIT", message: fault.message};
  assert.ok(english(issueSentence("fr", issue)));
});

test("faultInFrench(expected) tells bounds that mean something, words and the code for unknown", () => {
  const said = (table: "application" | "bureau" | "installments_payments", column: string) =>
    faultInFrench(checkCell(table, column, "no such word")!.expected!);
  assert.equal(
    said("application", "DAYS_EMPLOYED"),
    "Il faut un nombre entier d’au plus 0, 365 243 pour « inconnu », ou une cellule vide."
  );
  assert.match(said("application", "CODE_GENDER"), /^Il faut l’un de ces mots : « Femme », « Homme »/);
  assert.equal(said("application", "FLAG_OWN_REALTY").includes("oui"), true);
});

test("errorSentence(fr, error) says a refusal, silence and a failure of the page", () => {
  const problem = errorToProblem(
    new ScorebookError("NOTEBOOK_LIMIT", "There are 100 cells; at most 99."),
    "1"
  );
  assert.equal(errorSentence("fr", new ApiError(problem)), PROBLEMS_FR.NOTEBOOK_LIMIT);
  assert.equal(errorSentence("en", new ApiError(problem)), problem.detail);
  assert.equal(english(errorSentence("fr", new ApiError(null))), false);
  assert.equal(
    errorSentence("fr", new TypeError("Failed to fetch")),
    errorSentence("fr", new ApiError(null))
  );
  assert.equal(errorSentence("fr", new Error("x is undefined")), "x is undefined");
});

test("headersOf(lang, columns) names the fields of a score in French and leaves raw columns and English alone", () => {
  const columns = ["clientId", "score", "decision", "probabilityOfDefault", "AMT_CREDIT", "constructor"];
  assert.deepEqual(headersOf("fr", columns), {
    clientId: "Client",
    score: "Score",
    decision: "Décision",
    probabilityOfDefault: "Probabilité de défaut"
  });
  assert.deepEqual(headersOf("en", columns), {});
});

function caught(work: () => unknown): ScorebookError {
  try {
    work();
  } catch (error) {
    if (error instanceof ScorebookError) return error;
  }
  throw new Error("nothing was refused");
}

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
