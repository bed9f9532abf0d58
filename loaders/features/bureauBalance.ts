import {bureau} from "./bureau/columns.ts";
import {columnsOf} from "./columns.ts";
import {choose, max, mean, of, share, slope} from "./expression.ts";
import {define, type Feature} from "./feature.ts";

const month = columnsOf("bureau_balance");
const status = month("STATUS");
const age = month("MONTHS_BALANCE");
const observed = status.is("0", "1", "2", "3", "4", "5", "C");
const late = status.is("1", "2", "3", "4", "5");
const seriouslyLate = status.is("2", "3", "4", "5");
/** 0 on time or closed, 1 to 5 ever later, missing where unknown. */
const severity = choose(
  late,
  choose(
    status.is("1"),
    1,
    choose(status.is("2"), 2, choose(status.is("3"), 3, choose(status.is("4"), 4, 5)))
  ),
  choose(observed, 0)
);

const SPANS: readonly [string, string, string, number | null][] = [
  ["", "", "", null],
  ["_12m", ", last 12 months", ", 12 derniers mois", 12],
  ["_3m", ", last 3 months", ", 3 derniers mois", 3]
];
/** The newest statement is of month 0, so that twelve of them reach back to month −11. */
const within = (months: number | null) => (months === null ? observed : observed.and(age.gt(-months)));

const windows: Feature[] = SPANS.flatMap(([key, en, fr, months]) => [
  define(
    `bb_late_share${key}`,
    "bureau_arrears",
    "share",
    [`Share of months in arrears elsewhere${en}`, `Part des mois en retard ailleurs${fr}`],
    [
      `months past due ÷ observed months (status known, closed ones too) of reported loans${en}`,
      `mois en retard ÷ mois observés (statut connu, clos compris) des crédits déclarés${fr}`
    ],
    share(late, {where: within(months)})
  ),
  define(
    `bb_seriously_late_share${key}`,
    "bureau_arrears",
    "share",
    [
      `Share of months over 30 days past due elsewhere${en}`,
      `Part des mois à plus de 30 jours de retard ailleurs${fr}`
    ],
    [
      `months more than 30 days past due ÷ observed months${en}`,
      `mois à plus de 30 jours de retard ÷ mois observés${fr}`
    ],
    share(seriouslyLate, {where: within(months)})
  ),
  define(
    `bb_worst_status${key}`,
    "bureau_arrears",
    "rank",
    [`Worst monthly status elsewhere${en}`, `Pire statut mensuel ailleurs${fr}`],
    [
      `worst status over observed months, 0 on time or closed to 5 beyond 120 days or written off${en}`,
      `pire statut sur les mois observés, de 0 à jour ou clos à 5 au-delà de 120 jours ou passé en perte${fr}`
    ],
    max(severity, {where: within(months)})
  ),
  define(
    `bb_mean_status${key}`,
    "bureau_arrears",
    "rank",
    [`Average monthly status elsewhere${en}`, `Statut mensuel moyen ailleurs${fr}`],
    [
      `average status over observed months, 0 on time or closed to 5 beyond 120 days or written off${en}`,
      `statut moyen sur les mois observés, de 0 à jour ou clos à 5 au-delà de 120 jours ou passé en perte${fr}`
    ],
    mean(severity, {where: within(months)})
  )
]);

const lateShareOfLoan = share(late, {where: observed, to: "bureau"});
const worstOfLoan = max(severity, {where: observed, to: "bureau"});
const active = bureau("CREDIT_ACTIVE").is("Active");
const openMonth = status.is("0", "1", "2", "3", "4", "5");

export const BUREAU_BALANCE: readonly Feature[] = [
  ...windows,
  define(
    "bb_months_since_late",
    "bureau_arrears",
    "months",
    ["Months since arrears elsewhere", "Mois depuis un retard ailleurs"],
    ["months since the newest month past due", "mois écoulés depuis le dernier mois en retard"],
    max(age, {where: late}).negated()
  ),
  define(
    "bb_months_since_seriously_late",
    "bureau_arrears",
    "months",
    ["Months since serious arrears elsewhere", "Mois depuis un retard grave ailleurs"],
    [
      "months since the newest month more than 30 days past due",
      "mois écoulés depuis le dernier mois à plus de 30 jours de retard"
    ],
    max(age, {where: seriouslyLate}).negated()
  ),
  define(
    "bb_status_slope",
    "bureau_arrears",
    "rank per month",
    ["Trend of the monthly status elsewhere", "Tendance du statut mensuel ailleurs"],
    [
      "slope of the status over months (positive: getting worse)",
      "pente du statut au fil des mois (positive : se dégrade)"
    ],
    slope(severity, age, {where: observed})
  ),
  define(
    "bb_status_slope_12m",
    "bureau_arrears",
    "rank per month",
    [
      "Trend of the monthly status elsewhere, last 12 months",
      "Tendance du statut mensuel ailleurs, 12 derniers mois"
    ],
    [
      "slope of the status over the last 12 months (positive: getting worse)",
      "pente du statut sur les 12 derniers mois (positive : se dégrade)"
    ],
    slope(severity, age, {where: within(12)})
  ),
  define(
    "bb_closed_share",
    "bureau_reports",
    "share",
    ["Share of months closed elsewhere", "Part des mois clos ailleurs"],
    ["months marked closed ÷ observed months", "mois marqués clos ÷ mois observés"],
    share(status.is("C"), {where: observed})
  ),
  define(
    "bb_closed_share_12m",
    "bureau_reports",
    "share",
    ["Share of months closed elsewhere, last 12 months", "Part des mois clos ailleurs, 12 derniers mois"],
    [
      "months marked closed ÷ observed months of the last 12",
      "mois marqués clos ÷ mois observés des 12 derniers"
    ],
    share(status.is("C"), {where: within(12)})
  ),
  define(
    "bb_unknown_share",
    "bureau_reports",
    "share",
    ["Share of months with unknown status elsewhere", "Part des mois au statut inconnu ailleurs"],
    ["months of unknown status ÷ all months reported", "mois au statut inconnu ÷ tous les mois déclarés"],
    share(status.is("X"), {from: "bureau_balance"})
  ),
  define(
    "bb_late_share_open",
    "bureau_arrears",
    "share",
    ["Share of open months in arrears elsewhere", "Part des mois ouverts en retard ailleurs"],
    [
      "months past due ÷ months in which the loan was open",
      "mois en retard ÷ mois où le crédit était ouvert"
    ],
    share(late, {where: openMonth})
  ),
  define(
    "bb_loans_ever_late_share",
    "bureau_arrears",
    "share",
    ["Share of loans elsewhere ever in arrears", "Part des crédits ailleurs ayant connu un retard"],
    [
      "loans with any month past due ÷ loans with observed months",
      "crédits avec au moins un mois en retard ÷ crédits aux mois observés"
    ],
    share(worstOfLoan.gt(0), {where: worstOfLoan.isKnown()})
  ),
  define(
    "bb_loan_late_share_mean",
    "bureau_arrears",
    "share",
    ["Average share of late months per loan elsewhere", "Part moyenne de mois en retard par crédit ailleurs"],
    [
      "average over loans of (months past due ÷ observed months)",
      "moyenne sur les crédits de (mois en retard ÷ mois observés)"
    ],
    mean(lateShareOfLoan)
  ),
  define(
    "bb_loan_late_share_max",
    "bureau_arrears",
    "share",
    [
      "Largest share of late months of a loan elsewhere",
      "Plus grande part de mois en retard d'un crédit ailleurs"
    ],
    [
      "largest over loans of (months past due ÷ observed months)",
      "maximum sur les crédits de (mois en retard ÷ mois observés)"
    ],
    max(lateShareOfLoan)
  ),
  define(
    "bb_active_late_share",
    "bureau_arrears",
    "share",
    [
      "Share of late months of active loans elsewhere",
      "Part de mois en retard des crédits en cours ailleurs"
    ],
    [
      "average over active loans of (months past due ÷ observed months)",
      "moyenne sur les crédits en cours de (mois en retard ÷ mois observés)"
    ],
    mean(lateShareOfLoan, {where: active})
  ),
  define(
    "bb_active_worst_status",
    "bureau_arrears",
    "rank",
    ["Worst monthly status of active loans elsewhere", "Pire statut mensuel des crédits en cours ailleurs"],
    [
      "worst status over observed months of active loans",
      "pire statut sur les mois observés des crédits en cours"
    ],
    max(worstOfLoan, {where: active})
  ),
  define(
    "bb_active_late_share_12m",
    "bureau_arrears",
    "share",
    [
      "Share of late months of active loans elsewhere, last 12 months",
      "Part de mois en retard des crédits en cours ailleurs, 12 derniers mois"
    ],
    [
      "months past due ÷ observed months of active loans in the last 12 months",
      "mois en retard ÷ mois observés des crédits en cours sur 12 mois"
    ],
    share(late, {where: within(12).and(of("bureau_balance", active.toNumber()).eq(1))})
  )
];
