import {count, distinct, type Flag, share} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {approved, cancelled, order, outcome, reason, recent, refused, WINDOWS} from "./columns.ts";

export const shareOf = (
  key: string,
  cause: Feature["cause"],
  en: string,
  fr: string,
  flag: Flag,
  where?: Flag
): Feature =>
  define(
    `prev_${key}_share`,
    cause,
    "share",
    [`Share of ${en}`, `Part des ${fr}`],
    [
      `${en} ÷ ${where ? "the applications concerned" : "all earlier applications"}`,
      `${fr} ÷ ${where ? "les demandes concernées" : "toutes les demandes antérieures"}`
    ],
    share(flag, where ? {where} : {})
  );

const OUTCOMES: readonly [string, Flag, Feature["cause"], string, string][] = [
  ["approved", approved, "application_outcomes", "approved applications", "demandes approuvées"],
  ["refused", refused, "application_outcomes", "refused applications", "demandes refusées"],
  ["cancelled", cancelled, "application_outcomes", "cancelled applications", "demandes annulées"],
  ["unused", outcome.is("Unused offer"), "application_outcomes", "unused offers", "offres non utilisées"]
];
export const outcomes: Feature[] = [
  define(
    "prev_applications",
    "previous_applications",
    "count",
    ["Earlier applications", "Demandes antérieures"],
    ["number of earlier applications", "nombre de demandes antérieures"],
    count("previous_application")
  ),
  ...OUTCOMES.flatMap(([key, flag, cause, en, fr]) => [
    define(
      `prev_${key}`,
      cause,
      "count",
      [`Number of ${en}`, `Nombre de ${fr}`],
      [`number of ${en}`, `nombre de ${fr}`],
      count("previous_application", {where: flag})
    ),
    shareOf(key, cause, en, fr, flag)
  ]),
  ...WINDOWS.flatMap(([months, days]) => [
    define(
      `prev_applications_${months}m`,
      "previous_applications",
      "count",
      [`Earlier applications, last ${months} months`, `Demandes antérieures, ${months} derniers mois`],
      [
        `number of applications decided in the last ${months} months`,
        `nombre de demandes décidées dans les ${months} derniers mois`
      ],
      count("previous_application", {where: recent(days)})
    ),
    define(
      `prev_refused_${months}m`,
      "application_outcomes",
      "count",
      [`Refused applications, last ${months} months`, `Demandes refusées, ${months} derniers mois`],
      [`number of refusals in the last ${months} months`, `nombre de refus dans les ${months} derniers mois`],
      count("previous_application", {where: recent(days).and(refused)})
    ),
    define(
      `prev_refused_share_${months}m`,
      "application_outcomes",
      "share",
      [
        `Share of refused applications, last ${months} months`,
        `Part des demandes refusées, ${months} derniers mois`
      ],
      [
        `refusals ÷ applications of the last ${months} months`,
        `refus ÷ demandes des ${months} derniers mois`
      ],
      share(refused, {where: recent(days)})
    )
  ]),
  ...[1, 3, 5].map((n) =>
    define(
      `prev_refused_share_last_${n}`,
      "application_outcomes",
      "share",
      n === 1
        ? ["Last application refused", "Dernière demande refusée"]
        : [`Share refused of the last ${n} applications`, `Part refusée des ${n} dernières demandes`],
      [`refusals ÷ applications among the ${n} newest`, `refus ÷ demandes parmi les ${n} plus récentes`],
      share(refused, {where: order.le(n)})
    )
  ),
  ...(["HC", "LIMIT", "SCO", "SCOFR"] as const).map((code) =>
    define(
      `prev_reject_${code.toLowerCase()}`,
      "application_outcomes",
      "count",
      [`Applications rejected with reason ${code}`, `Demandes rejetées au motif ${code}`],
      [
        `number of earlier applications with reject reason ${code}`,
        `nombre de demandes antérieures au motif de rejet ${code}`
      ],
      count("previous_application", {where: reason.is(code)})
    )
  ),
  define(
    "prev_reject_reasons",
    "application_outcomes",
    "count",
    ["Different reasons of refusal", "Motifs de refus différents"],
    ["number of different reject reasons among refusals", "nombre de motifs différents parmi les refus"],
    distinct(reason, {where: refused})
  )
];
