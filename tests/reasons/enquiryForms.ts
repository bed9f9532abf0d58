import {has, num} from "./facts.ts";
import type {Case, Form} from "./form.ts";
import {writtenIn} from "./written.ts";

const SPANS: [RegExp, string][] = [
  [/last week, the last day apart/, "WEEK"],
  [/last month, the last week apart/, "MON"],
  [/last quarter, the last month apart/, "QRT"],
  [/last year, the last quarter apart/, "YEAR"]
];
const count = ({client}: Case, spans: readonly string[]) =>
  spans.reduce((sum, span) => sum + num(client.application, `AMT_REQ_CREDIT_BUREAU_${span}`), 0);
const YEAR = ["HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"];
const MONTH = YEAR.slice(0, 4);
const spoken = (text: string) => {
  const span = SPANS.find(([words]) => words.test(text))?.[1];
  return span ? [span] : YEAR;
};

/** Enquiries at the credit bureau, by the spans that the application counts. */
export const ENQUIRY_FORMS: readonly Form[] = [
  {
    en: /^The number of enquiries at the credit bureau is not on record\.$/,
    fr: /^Le nombre de consultations du bureau de crédit n'est pas enregistré\.$/,
    isTrue: (_, at) => !has(count(at, YEAR))
  },
  {
    en: /^No enquiry at the credit bureau is on record in the last .+\.$/,
    fr: /^Aucune consultation du bureau de crédit n'est enregistrée dans .+\.$/,
    isTrue: (found, at) => count(at, spoken(found[0])) === 0
  },
  {
    en: /^([\d,]+) (?:enquiry|enquiries) at the credit bureau (?:is|are) on record in the last .+\.$/,
    fr: /consultations? du bureau de crédit (est enregistrée|sont enregistrées) dans .+\.$/,
    isTrue: (found, at) => count(at, spoken(found[0])) === writtenIn(found[1]!, "en")[0]!.value
  },
  {
    en: /^Enquiries at the credit bureau in the last year: ([\d,]+), (none of them in the last month|of them in the last month: ([\d,]+))\.$/,
    fr: /^Consultations du bureau de crédit dans la dernière année : .+, (aucune dans le dernier mois|dont dans le dernier mois : .+)\.$/,
    isTrue: (found, at) =>
      count(at, YEAR) === writtenIn(found[1]!, "en")[0]!.value &&
      count(at, MONTH) === (found[3] ? writtenIn(found[3], "en")[0]!.value : 0)
  }
];
