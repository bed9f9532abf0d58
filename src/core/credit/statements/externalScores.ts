import type {Bilingual} from "../../words/language.ts";
import {formatQuantity, formatSpan} from "../../words/quantity.ts";
import {compared} from "./compared.ts";
import {againstPeers} from "./peers.ts";
import {numberOf, type Row, type Statement, state, type Teller} from "./record.ts";

const PLACES = [1, 2, 3];
const scoreOf = (row: Row | undefined, place: number) => numberOf(row, `EXT_SOURCE_${place}`);
const score = (value: number) => ({
  en: formatQuantity("en", value, "score"),
  fr: formatQuantity("fr", value, "score")
});

/** Says what the scores of outside sources are, and which of them are missing where the feature is for that. */
export const externalScores: Teller = (driver, client) => {
  const {name} = driver;
  const [row] = client.rows.application;
  const missing = PLACES.filter((place) => scoreOf(row, place) === null);
  if (missing.length === PLACES.length) return noScore;
  if (name === "app_ext_missing") return missing.length > 0 ? missingScores(missing) : allKnown;
  if (name === "peer_ext_mean") return againstPeers(driver, client) ?? missingScores(missing);
  if (client.value(name) === null) return missing.length > 0 ? missingScores(missing) : undefined;
  const pair = /^app_ext_(\d)_minus_(\d)$/.exec(name)?.slice(1).map(Number);
  if (pair) return twoScores(pair, row);
  if (name === "app_ext_mean_by_age") return meanAndAge(row);
  return compared(driver, client);
};

const noScore = state(
  "none_known",
  {missing: 3},
  "No external score is on record.",
  "Aucun score externe n'est enregistré."
);
const allKnown = state(
  "all_known",
  {missing: 0},
  "None of the 3 external scores is missing.",
  "Aucun des 3 scores externes ne manque."
);

function missingScores(places: readonly number[]): Statement {
  const list: Bilingual = {en: places.join(" and "), fr: places.join(" et ")};
  return places.length === 1
    ? state(
        "score_missing",
        {missing: 1, which: list.en},
        `External score ${list.en} is missing.`,
        `Le score externe ${list.fr} manque.`
      )
    : state(
        "scores_missing",
        {missing: places.length, which: list.en},
        `External scores ${list.en} are missing.`,
        `Les scores externes ${list.fr} manquent.`
      );
}

function twoScores([a, b]: number[], row: Row | undefined): Statement {
  const [first, second] = [scoreOf(row, a!)!, scoreOf(row, b!)!];
  return state(
    "two_scores",
    {first, second},
    `External score ${a} is ${score(first).en} and score ${b} is ${score(second).en}.`,
    `Le score externe ${a} est de ${score(first).fr} et le score ${b} de ${score(second).fr}.`
  );
}

function meanAndAge(row: Row | undefined): Statement {
  const known = PLACES.flatMap((place) => scoreOf(row, place) ?? []);
  const mean = known.reduce((a, b) => a + b, 0) / known.length;
  const age = -(numberOf(row, "DAYS_BIRTH") ?? Number.NaN) / 365.25;
  return state(
    "mean_and_age",
    {mean, age},
    `External scores are ${score(mean).en} on average, at an age of ${formatSpan("en", age, "year")}.`,
    `Les scores externes sont de ${score(mean).fr} en moyenne, à l'âge de ${formatSpan("fr", age, "year")}.`
  );
}
