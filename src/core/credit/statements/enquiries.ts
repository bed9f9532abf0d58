import {formatNumber} from "../../words/numbers.ts";
import {isPlural} from "../../words/quantity.ts";
import {numberOf, type Statement, state, type Teller} from "./record.ts";

const column = (span: string) => `AMT_REQ_CREDIT_BUREAU_${span}`;
const RECENT = ["HOUR", "DAY", "WEEK", "MON"];
const ALL = [...RECENT, "QRT", "YEAR"];

/** Spans leave out the shorter ones within them. */
const SPANS: Record<string, {en: string; fr: string}> = {
  WEEK: {en: "in the last week, the last day apart", fr: "dans la dernière semaine, hors dernier jour"},
  MON: {en: "in the last month, the last week apart", fr: "dans le dernier mois, hors dernière semaine"},
  QRT: {en: "in the last quarter, the last month apart", fr: "dans le dernier trimestre, hors dernier mois"},
  YEAR: {en: "in the last year, the last quarter apart", fr: "dans la dernière année, hors dernier trimestre"}
};

/** Says how often the credit bureau was asked about this client. */
export const enquiries: Teller = ({name}, {rows: {application}}) => {
  const [row] = application;
  const countOf = (spans: readonly string[]) => {
    const counts = spans.map((span) => numberOf(row, column(span)));
    return counts.includes(null) ? null : counts.reduce<number>((a, b) => a + b!, 0);
  };
  const span = name.replace("app_enquiries_", "").toUpperCase();
  const words = SPANS[span];
  const all = countOf(ALL);
  const asked = words ? countOf([span]) : all;
  if (asked === null)
    return state(
      "unknown",
      {},
      "The number of enquiries at the credit bureau is not on record.",
      "Le nombre de consultations du bureau de crédit n'est pas enregistré."
    );
  if (name === "app_enquiries_recent_share" && asked > 0) return recent(countOf(RECENT)!, asked);
  return told(asked, words ?? {en: "in the last year", fr: "dans la dernière année"});
};

function told(asked: number, when: {en: string; fr: string}): Statement {
  if (asked === 0)
    return state(
      "none",
      {enquiries: 0},
      `No enquiry at the credit bureau is on record ${when.en}.`,
      `Aucune consultation du bureau de crédit n'est enregistrée ${when.fr}.`
    );
  return state(
    "some",
    {enquiries: asked},
    `${formatNumber("en", asked)} ${asked === 1 ? "enquiry" : "enquiries"} at the credit bureau ${asked === 1 ? "is" : "are"} on record ${when.en}.`,
    isPlural("fr", asked)
      ? `${formatNumber("fr", asked)} consultations du bureau de crédit sont enregistrées ${when.fr}.`
      : `${formatNumber("fr", asked)} consultation du bureau de crédit est enregistrée ${when.fr}.`
  );
}

function recent(lately: number, asked: number): Statement {
  const [en, fr] = [formatNumber("en", asked), formatNumber("fr", asked)];
  const facts = {enquiries: asked, recent: lately};
  if (lately === 0)
    return state(
      "none_recent",
      facts,
      `Enquiries at the credit bureau in the last year: ${en}, none of them in the last month.`,
      `Consultations du bureau de crédit dans la dernière année : ${fr}, aucune dans le dernier mois.`
    );
  return state(
    "recent",
    facts,
    `Enquiries at the credit bureau in the last year: ${en}, of them in the last month: ${formatNumber("en", lately)}.`,
    `Consultations du bureau de crédit dans la dernière année : ${fr}, dont dans le dernier mois : ${formatNumber("fr", lately)}.`
  );
}
