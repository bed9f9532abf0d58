import type {Bilingual, Lang} from "../../words/language.ts";
import {formatQuantity, formatSpan} from "../../words/quantity.ts";
import {againstMedian, compared} from "./compared.ts";
import {daysAgo} from "./latest.ts";
import {numberOf, type Row, type Statement, state, type Teller} from "./record.ts";

const YEAR = 365.25;
const years = (row: Row | undefined, column: string): number | null => {
  const days = numberOf(row, column);
  return days === null ? null : -days / YEAR;
};
/** Writes years with one decimal; less than two in months, and what would read as none in days. */
function inYears(lang: Lang, value: number): string {
  if (value < 0.1) return formatSpan(lang, Math.round(value * YEAR), "day");
  return value < 2 ? formatSpan(lang, Math.round(value * 12), "month") : formatSpan(lang, value, "year");
}
/** Says how many years ago a day was; less than a day is the day of the application. */
const yearsAgo = (value: number): Bilingual =>
  value < 0.1
    ? daysAgo(Math.round(value * YEAR))
    : {en: `${span(value).en} ago`, fr: `il y a ${span(value).fr}`};
const span = (value: number): Bilingual => ({en: inYears("en", value), fr: inYears("fr", value)});

const noJob = state("no_job", {}, "No present job is on record.", "Aucun emploi actuel n'est enregistré.");
const noCar = state("no_car", {}, "No car is on record.", "Aucune voiture n'est enregistrée.");

const AGES = {
  en: ["younger than most clients", "older than most clients"],
  fr: ["moins que la plupart des clients", "plus que la plupart des clients"]
} as const;

/** Says how old the client is, now or at the end of the loan. */
export const age: Teller = (driver, client) => {
  const now = years(client.rows.application[0], "DAYS_BIRTH");
  if (now === null) return undefined;
  if (driver.name === "app_age") {
    const tail = againstMedian(driver, now, undefined, AGES);
    return state(
      "age",
      {age: now},
      `The client is ${span(now).en} old${tail.en}.`,
      `Âge du client : ${span(now).fr}${tail.fr}.`
    );
  }
  const end = client.value("app_age_at_end");
  if (driver.name !== "app_age_at_end" || typeof end !== "number") return undefined;
  return state(
    "age_at_end",
    {age: now, end},
    `The client is ${span(now).en} old, and would be ${span(end).en} old at the end of the loan.`,
    `Âge du client : ${span(now).fr}, et ${span(end).fr} à la fin du prêt.`
  );
};

/** Says for how long the client has had the present job; that there is none, where that is so. */
export const employment: Teller = (driver, client) => {
  const [row] = client.rows.application;
  const employed = years(row, "DAYS_EMPLOYED");
  if (employed === null) return noJob;
  if (driver.name === "app_employed_years") {
    const tail = againstMedian(driver, employed, inYears);
    return state(
      "employed",
      {years: employed},
      `The present job began ${yearsAgo(employed).en}${tail.en}.`,
      `L'emploi actuel a commencé ${yearsAgo(employed).fr}${tail.fr}.`
    );
  }
  const age = years(row, "DAYS_BIRTH");
  return age === null ? undefined : hired(employed, age);
};

function hired(employed: number, age: number): Statement {
  const hiredAt = age - employed;
  return state(
    "hired_at",
    {years: employed, hiredAt},
    `The present job began ${yearsAgo(employed).en}, at the age of ${span(hiredAt).en}.`,
    `L'emploi actuel a commencé ${yearsAgo(employed).fr}, à l'âge de ${span(hiredAt).fr}.`
  );
}

/** Features that compare something with the length of employment. */
export const besideEmployment: Teller = (_, client) =>
  years(client.rows.application[0], "DAYS_EMPLOYED") === null ? noJob : undefined;

/** Says whether there is a car, and how old it is. */
export const car: Teller = (driver, client) => {
  const [row] = client.rows.application;
  const carAge = numberOf(row, "OWN_CAR_AGE");
  if (row?.FLAG_OWN_CAR === "N" && carAge === null) return noCar;
  if (driver.name === "app_own_car")
    return row?.FLAG_OWN_CAR === "Y"
      ? state("car", {}, "A car is on record.", "Une voiture est enregistrée.")
      : undefined;
  if (carAge === null)
    return state(
      "car_age_unknown",
      {},
      "The age of the car is not on record.",
      "L'âge de la voiture n'est pas enregistré."
    );
  if (driver.name === "app_car_to_employed") {
    const none = besideEmployment(driver, client);
    if (none) return none;
  }
  const tail = driver.name === "app_car_age" ? againstMedian(driver, carAge) : {en: "", fr: ""};
  return state(
    "car_age",
    {carAge},
    `The car is ${formatSpan("en", carAge, "year")} old${tail.en}.`,
    `Âge de la voiture : ${formatSpan("fr", carAge, "year")}${tail.fr}.`
  );
};

/** Says whether a house or flat of the client's own is on record. */
export const realty: Teller = (_, {rows: {application}}) => {
  const owns = application[0]?.FLAG_OWN_REALTY;
  if (owns === "Y")
    return state(
      "realty",
      {},
      "A house or flat of the client's own is on record.",
      "Un logement appartenant au client est enregistré."
    );
  if (owns === "N")
    return state(
      "no_realty",
      {},
      "No house or flat of the client's own is on record.",
      "Aucun logement appartenant au client n'est enregistré."
    );
  return undefined;
};

const GENDER: Record<string, {en: string; fr: string}> = {
  M: {en: "male", fr: "masculin"},
  F: {en: "female", fr: "féminin"}
};

export const gender: Teller = (driver, client) => {
  const word = GENDER[String(client.rows.application[0]?.CODE_GENDER)];
  return word ? state("gender", {}, `Gender: ${word.en}.`, `Sexe : ${word.fr}.`) : compared(driver, client);
};

/** Says how long ago the phone changed, beside the present job that it is compared with. */
export const identity: Teller = (driver, client) => {
  if (driver.name !== "app_phone_to_employed") return undefined;
  const [row] = client.rows.application;
  const [phone, employed] = [years(row, "DAYS_LAST_PHONE_CHANGE"), years(row, "DAYS_EMPLOYED")];
  if (employed === null) return noJob;
  if (phone === null) return undefined;
  return state(
    "phone_and_job",
    {phone, years: employed},
    `The phone changed ${yearsAgo(phone).en}, and the present job began ${yearsAgo(employed).en}.`,
    `Le téléphone a changé ${yearsAgo(phone).fr}, et l'emploi actuel a commencé ${yearsAgo(employed).fr}.`
  );
};

/** Says how many of the 20 documents were handed in. */
export const documents: Teller = ({name}, client) => {
  const value = client.value(name);
  if (typeof value !== "number") return undefined;
  if (name === "app_document_3")
    return value > 0
      ? state("document_3", {}, "Document 3 was handed in.", "Le document 3 a été remis.")
      : state("no_document_3", {}, "Document 3 was not handed in.", "Le document 3 n'a pas été remis.");
  const n = {en: formatQuantity("en", value, "count"), fr: formatQuantity("fr", value, "count")};
  if (value === 0)
    return state(
      "no_document",
      {documents: 0},
      "None of the 20 documents was handed in.",
      "Aucun des 20 documents n'a été remis."
    );
  return state(
    "documents",
    {documents: value},
    `${n.en} of 20 documents ${value === 1 ? "was" : "were"} handed in.`,
    `${n.fr} des 20 documents ${value < 2 ? "a été remis" : "ont été remis"}.`
  );
};
