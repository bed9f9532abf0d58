import type {Num} from "../expression.ts";
import {type Feature, feature, say} from "../feature.ts";
import {app} from "./columns.ts";

const ENQUIRY_SPANS: readonly [string, string, string][] = [
  ["WEEK", "in the last week, last day aside", "la dernière semaine, dernier jour exclu"],
  ["MON", "in the last month, last week aside", "le dernier mois, dernière semaine exclue"],
  ["QRT", "in the last quarter, last month aside", "le dernier trimestre, dernier mois exclu"],
  ["YEAR", "in the last year, last quarter aside", "la dernière année, dernier trimestre exclu"]
];
const enquiry = (span: string): Num => app(`AMT_REQ_CREDIT_BUREAU_${span}`);
const enquiriesTotal = ["HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"].map(enquiry).reduce((a, b) => a.plus(b));
const enquiriesRecent = ["HOUR", "DAY", "WEEK", "MON"].map(enquiry).reduce((a, b) => a.plus(b));
export const enquiries: Feature[] = [
  ...ENQUIRY_SPANS.map(([span, en, fr]) =>
    feature(
      `app_enquiries_${span.toLowerCase()}`,
      "credit_enquiries",
      "count",
      say(`Bureau enquiries ${en}`, `Consultations du bureau : ${fr}`),
      say(`number of enquiries about the client ${en}`, `nombre de consultations sur le client : ${fr}`),
      enquiry(span)
    )
  ),
  feature(
    "app_enquiries_total",
    "credit_enquiries",
    "count",
    say("Bureau enquiries in all", "Consultations du bureau au total"),
    say(
      "sum of the enquiries of all spans up to a year",
      "somme des consultations de toutes les périodes jusqu'à un an"
    ),
    enquiriesTotal
  ),
  feature(
    "app_enquiries_recent_share",
    "credit_enquiries",
    "ratio",
    say("Share of enquiries in the last month", "Part des consultations du dernier mois"),
    say("enquiries of the last month ÷ all enquiries", "consultations du dernier mois ÷ toutes"),
    enquiriesRecent.over(enquiriesTotal)
  )
];
