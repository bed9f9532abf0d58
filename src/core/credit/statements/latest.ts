import type {Bilingual} from "../../words/language.ts";
import {formatSpan} from "../../words/quantity.ts";
import {type Facts, newestTime, numbersOf, type Row} from "./record.ts";

/** Says how long ago a day was, counted back from the application; day 0 is that of the application. */
export const daysAgo = (days: number): Bilingual =>
  days === 0
    ? {en: "on the day of this application", fr: "le jour de cette demande"}
    : {en: `${formatSpan("en", days, "day")} ago`, fr: `il y a ${formatSpan("fr", days, "day")}`};

/** Ends a sentence with the newest month of monthly records; says nothing where no month is on record. */
export function latestMonth(rows: readonly Row[]): {facts: Facts; text: Bilingual} {
  const monthsAgo = 0 - newestTime(numbersOf(rows, "MONTHS_BALANCE"));
  if (!Number.isFinite(monthsAgo)) return {facts: {}, text: {en: "", fr: ""}};
  const text =
    monthsAgo === 0
      ? {en: "; the latest is of this month", fr: " ; le plus récent est de ce mois"}
      : {
          en: `; the latest is ${formatSpan("en", monthsAgo, "month")} ago`,
          fr: ` ; le plus récent date d'il y a ${formatSpan("fr", monthsAgo, "month")}`
        };
  return {facts: {monthsAgo}, text};
}
