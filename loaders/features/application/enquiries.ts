import type {Num} from "../expression.ts";
import {type Feature, feature, say} from "../feature.ts";
import {app} from "./columns.ts";

const ENQUIRY_SPANS: readonly [string, string, string][] = [
  ["WEEK", "in the last week", "dans la dernière semaine"],
  ["MON", "in the last month", "dans le dernier mois"],
  ["QRT", "in the last quarter", "dans le dernier trimestre"],
  ["YEAR", "in the last year", "dans la dernière année"]
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
      say(`Bureau enquiries ${en}`, `Consultations du bureau ${fr}`),
      say(
        "number of enquiries about the client, shorter spans left out",
        "nombre de consultations sur le client, hors périodes plus courtes"
      ),
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
