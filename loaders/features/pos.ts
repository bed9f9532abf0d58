import {income} from "./application/columns.ts";
import {columnsOf} from "./columns.ts";
import {atLargest, count, type Flag, max, mean, of, share, slope, sum} from "./expression.ts";
import {family, type Measure, type RowSet} from "./family.ts";
import {define, type Feature, say} from "./feature.ts";
import {pastAnnuity} from "./previous/columns.ts";

const pos = columnsOf("POS_CASH_balance");
const month = pos("MONTHS_BALANCE");
const future = pos("CNT_INSTALMENT_FUTURE");
const planned = pos("CNT_INSTALMENT");
const dpd = pos("SK_DPD");
const tolerated = pos("SK_DPD_DEF");
const state = pos("NAME_CONTRACT_STATUS");
const within = (months: number): Flag => month.ge(-months);

const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("months of instalment loans", "les mois de prêts à échéances")
};
const span = (months: number): RowSet => ({
  key: `${months}m`,
  label: say(`last ${months} months`, `${months} derniers mois`),
  rows: say(
    `months of instalment loans in the last ${months} months`,
    `les mois de prêts à échéances des ${months} derniers mois`
  ),
  where: within(months)
});
/** What a month leaves to pay: instalments to come × the contract's instalment. */
const balance = future.times(of("POS_CASH_balance", pastAnnuity));
const DPD: Measure = {
  key: "dpd",
  cause: "payment_delays",
  unit: "days",
  name: say("days past due on instalment loans", "jours de retard des prêts à échéances"),
  formula: say("days past due in the month", "jours de retard du mois"),
  of: dpd
};
const DPD_DEF: Measure = {
  key: "dpd_tolerance",
  cause: "payment_delays",
  unit: "days",
  name: say(
    "days past due on instalment loans, small debts ignored",
    "jours de retard des prêts à échéances, petites dettes ignorées"
  ),
  formula: say(
    "days past due in the month, small debts ignored",
    "jours de retard du mois, petites dettes ignorées"
  ),
  of: tolerated
};
const BALANCE: Measure = {
  key: "balance",
  cause: "instalment_loans",
  unit: "amount",
  name: say("month-end balance of instalment loans", "solde en fin de mois des prêts à échéances"),
  formula: say(
    "instalments still to pay × the contract's instalment",
    "échéances restantes × échéance du contrat"
  ),
  of: balance
};
const FUTURE: Measure = {
  key: "future",
  cause: "instalment_loans",
  unit: "count",
  name: say("instalments still to pay", "échéances restant à payer"),
  formula: say("instalments still to pay at the month's end", "échéances restantes en fin de mois"),
  of: future
};
const PLANNED: Measure = {
  key: "term",
  cause: "instalment_loans",
  unit: "count",
  name: say("instalments of the contract", "échéances du contrat"),
  formula: say("number of instalments planned", "nombre d'échéances prévues"),
  of: planned
};
const RATIO: Measure = {
  key: "future_ratio",
  cause: "instalment_loans",
  unit: "ratio",
  name: say("share of instalments still to pay", "part des échéances restantes"),
  formula: say("instalments still to pay ÷ instalments planned", "échéances restantes ÷ échéances prévues"),
  of: future.over(planned)
};

const shares: Feature[] = [null, 12, 6].flatMap((months) => {
  const key = months ? `_${months}m` : "";
  const [en, fr] = months ? [`, last ${months} months`, `, ${months} derniers mois`] : ["", ""];
  const where = months ? {where: within(months)} : {};
  return [
    define(
      `pos_dpd_share${key}`,
      "payment_delays",
      "share",
      [
        `Share of months past due on instalment loans${en}`,
        `Part des mois en retard des prêts à échéances${fr}`
      ],
      [
        `months past due ÷ months of instalment loans${en}`,
        `mois en retard ÷ mois de prêts à échéances${fr}`
      ],
      share(dpd.gt(0), where)
    ),
    define(
      `pos_dpd_tolerance_share${key}`,
      "payment_delays",
      "share",
      [
        `Share of months past due, small debts ignored${en}`,
        `Part des mois en retard, petites dettes ignorées${fr}`
      ],
      [
        `months past due beyond tolerance ÷ months of instalment loans${en}`,
        `mois en retard au-delà de la tolérance ÷ mois de prêts à échéances${fr}`
      ],
      share(tolerated.gt(0), where)
    )
  ];
});

const to = {to: "pos_contract"} as const;
const newest = (x: typeof future) => atLargest(x, month, x.orElse(-1), to);
const lastFuture = newest(future);
const lastPlanned = newest(planned);
const lastState = atLargest(state, month, state, to);
const completed = lastState.is("Completed");
/** A newest statement that is older than two months belongs to a loan whose end was not recorded. */
const active = lastState.is("Active").and(max(month, to).ge(-2));
const contractAnnuity = of("pos_contract", pastAnnuity);
const firstPlanned = atLargest(planned, month.negated(), planned, {...to, where: planned.isKnown()});
const remainingDebt = lastFuture.times(contractAnnuity);

const contracts: Feature[] = [
  define(
    "pos_months",
    "instalment_loans",
    "count",
    ["Months of instalment loans", "Mois de prêts à échéances"],
    ["number of monthly statements of instalment loans", "nombre de relevés mensuels de prêts à échéances"],
    count("POS_CASH_balance")
  ),
  define(
    "pos_contracts",
    "instalment_loans",
    "count",
    ["Instalment loans", "Prêts à échéances"],
    ["number of instalment loans", "nombre de prêts à échéances"],
    count("pos_contract")
  ),
  define(
    "pos_contracts_active",
    "instalment_loans",
    "count",
    ["Active instalment loans", "Prêts à échéances en cours"],
    [
      "loans whose newest statement says active and is of the last two months",
      "prêts dont le dernier relevé est actif et date des deux derniers mois"
    ],
    count("pos_contract", {where: active})
  ),
  define(
    "pos_completed_share",
    "instalment_loans",
    "share",
    ["Share of instalment loans completed", "Part des prêts à échéances terminés"],
    [
      "loans whose newest statement says completed ÷ all instalment loans",
      "prêts dont le dernier relevé est terminé ÷ tous les prêts à échéances"
    ],
    share(completed, {from: "pos_contract"})
  ),
  define(
    "pos_completed_early_share",
    "instalment_loans",
    "share",
    ["Share of completed loans that ended early", "Part des prêts terminés avant terme"],
    [
      "completed loans with fewer instalments than in their first statement ÷ completed loans",
      "prêts terminés avec moins d'échéances qu'à leur premier relevé ÷ prêts terminés"
    ],
    share(lastPlanned.lt(firstPlanned), {where: completed})
  ),
  define(
    "pos_completed_gap_mean",
    "instalment_loans",
    "count",
    ["Average instalments saved by ending early", "Échéances évitées en moyenne en terminant tôt"],
    [
      "average of (instalments in the first statement − instalments at completion) over completed loans, negative when there were more",
      "moyenne de (échéances au premier relevé − échéances à la fin) sur les prêts terminés, négative s'il y en a eu plus"
    ],
    mean(firstPlanned.minus(lastPlanned), {where: completed})
  ),
  define(
    "pos_remaining_instalments",
    "instalment_loans",
    "count",
    ["Instalments still to pay on active loans", "Échéances restantes des prêts en cours"],
    [
      "total of instalments still to pay in the newest statements of active loans (of the last two months)",
      "total des échéances restantes aux derniers relevés des prêts en cours (des deux derniers mois)"
    ],
    sum(lastFuture, {where: active})
  ),
  define(
    "pos_remaining_debt",
    "instalment_loans",
    "amount",
    ["Remaining debt on instalment loans", "Dette restante des prêts à échéances"],
    [
      "total of instalments still to pay × instalment of active loans",
      "total de (échéances restantes × échéance) des prêts en cours"
    ],
    sum(remainingDebt, {where: active})
  ),
  define(
    "pos_remaining_debt_to_income",
    "debt_burden",
    "ratio",
    [
      "Remaining debt on instalment loans compared with income",
      "Dette restante des prêts à échéances rapportée au revenu"
    ],
    ["remaining debt of active instalment loans ÷ income", "dette restante des prêts en cours ÷ revenu"],
    sum(remainingDebt, {where: active}).over(income)
  ),
  define(
    "pos_remaining_ratio_max",
    "instalment_loans",
    "ratio",
    ["Largest share still to pay of an active loan", "Plus grande part restante d'un prêt en cours"],
    [
      "largest of instalments still to pay ÷ planned over active loans",
      "maximum de (échéances restantes ÷ prévues) des prêts en cours"
    ],
    max(lastFuture.over(lastPlanned), {where: active})
  ),
  define(
    "pos_months_since_last",
    "instalment_loans",
    "months",
    ["Months since the last instalment-loan statement", "Mois depuis le dernier relevé de prêt"],
    ["months since the newest monthly statement", "mois depuis le relevé le plus récent"],
    max(month).negated()
  ),
  define(
    "pos_months_since_late",
    "payment_delays",
    "months",
    ["Months since days past due on an instalment loan", "Mois depuis un retard sur un prêt à échéances"],
    ["months since the newest month past due", "mois depuis le dernier mois en retard"],
    max(month, {where: dpd.gt(0)}).negated()
  ),
  define(
    "pos_ever_late_share",
    "payment_delays",
    "share",
    ["Share of instalment loans ever past due", "Part des prêts à échéances ayant eu un retard"],
    [
      "loans with any month past due ÷ all instalment loans",
      "prêts avec au moins un mois en retard ÷ tous les prêts"
    ],
    share(max(dpd, to).gt(0), {from: "pos_contract"})
  ),
  define(
    "pos_contract_last_dpd_max",
    "payment_delays",
    "days",
    ["Days past due in the newest statements", "Jours de retard aux derniers relevés"],
    [
      "largest days past due in the newest statement of each loan",
      "maximum des jours de retard au dernier relevé de chaque prêt"
    ],
    max(newest(dpd))
  ),
  define(
    "pos_dpd_slope",
    "payment_delays",
    "days per month",
    ["Trend of days past due on instalment loans", "Tendance des jours de retard des prêts à échéances"],
    [
      "slope of the days past due over months (positive: getting worse)",
      "pente des jours de retard au fil des mois (positive : se dégrade)"
    ],
    slope(dpd, month)
  )
];

export const POS: readonly Feature[] = [
  ...contracts,
  ...shares,
  ...family("pos", [DPD, DPD_DEF], ["max", "mean"], [ALL, span(12)]),
  ...family("pos", [BALANCE], ["mean", "sum", "max"], [ALL]),
  ...family("pos", [BALANCE], ["mean"], [span(12)]),
  ...family("pos", [FUTURE], ["mean", "max"], [ALL]),
  ...family("pos", [PLANNED], ["mean"], [ALL]),
  ...family("pos", [RATIO], ["mean", "min"], [ALL, span(12)])
];
