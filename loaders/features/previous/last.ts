import {atLargest, type Flag, max, min, type Num} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {
  approved,
  decided,
  granted,
  pastAnnuity,
  previous,
  RUNNING_MEANS,
  rate,
  refused,
  requested,
  running,
  tie
} from "./columns.ts";

export const newest = (x: Num, where?: Flag): Num => atLargest(x, decided, tie, where ? {where} : {});
const LAST: readonly [string, string, Feature["cause"], string, string][] = [
  [
    "product",
    "PRODUCT_COMBINATION",
    "previous_kinds",
    "Product of the last application",
    "Produit de la dernière demande"
  ],
  [
    "yield_group",
    "NAME_YIELD_GROUP",
    "previous_rates",
    "Rate group of the last application",
    "Groupe de taux de la dernière demande"
  ],
  [
    "outcome",
    "NAME_CONTRACT_STATUS",
    "application_outcomes",
    "Outcome of the last application",
    "Issue de la dernière demande"
  ],
  [
    "reject_reason",
    "CODE_REJECT_REASON",
    "application_outcomes",
    "Reject reason of the last application",
    "Motif de rejet de la dernière demande"
  ],
  [
    "channel",
    "CHANNEL_TYPE",
    "previous_kinds",
    "Channel of the last application",
    "Canal de la dernière demande"
  ]
];
export const lastOnes: Feature[] = [
  ...LAST.map(([key, name, cause, en, fr]) =>
    define(
      `prev_last_${key}`,
      cause,
      "category",
      [en, fr],
      ["taken from the newest earlier application", "relevé sur la demande antérieure la plus récente"],
      newest(previous(name))
    )
  ),
  define(
    "prev_days_since_last",
    "previous_applications",
    "days",
    ["Days since the last application", "Jours depuis la dernière demande"],
    ["days since the newest decision", "jours depuis la décision la plus récente"],
    max(decided).negated()
  ),
  define(
    "prev_days_since_first",
    "previous_applications",
    "days",
    ["Days since the first application", "Jours depuis la première demande"],
    ["days since the oldest decision", "jours depuis la décision la plus ancienne"],
    min(decided).negated()
  ),
  define(
    "prev_days_since_approved",
    "previous_applications",
    "days",
    ["Days since the last approval", "Jours depuis le dernier accord"],
    ["days since the newest approval", "jours depuis l'accord le plus récent"],
    max(decided, {where: approved}).negated()
  ),
  define(
    "prev_days_since_refused",
    "application_outcomes",
    "days",
    ["Days since the last refusal", "Jours depuis le dernier refus"],
    ["days since the newest refusal", "jours depuis le refus le plus récent"],
    max(decided, {where: refused}).negated()
  ),
  define(
    "prev_days_since_ended",
    "contract_ends",
    "days",
    ["Days since an earlier contract ended", "Jours depuis la fin d'un contrat antérieur"],
    ["days since the newest end of a contract", "jours depuis la fin de contrat la plus récente"],
    max(previous("DAYS_TERMINATION")).negated()
  ),
  define(
    "prev_planned_end_max",
    "contract_ends",
    "days",
    ["Days to the planned end of running loans", "Jours jusqu'à la fin prévue des prêts en cours"],
    [
      `latest last due day of the first plans of running instalment loans, counted from today; running: ${RUNNING_MEANS.en}`,
      `dernière échéance la plus tardive des premiers plans des prêts à échéances en cours, comptée d'aujourd'hui ; en cours : ${RUNNING_MEANS.fr}`
    ],
    max(previous("DAYS_LAST_DUE_1ST_VERSION"), {where: running})
  ),
  define(
    "prev_last_requested",
    "previous_amounts",
    "amount",
    ["Amount asked for last time", "Montant demandé la dernière fois"],
    ["amount asked for in the newest application", "montant demandé lors de la dernière demande"],
    newest(requested)
  ),
  define(
    "prev_last_approved_credit",
    "previous_amounts",
    "amount",
    ["Last approved loan", "Dernier prêt approuvé"],
    ["amount of the newest approved loan", "montant du dernier prêt approuvé"],
    newest(granted, approved)
  ),
  define(
    "prev_last_approved_annuity",
    "previous_amounts",
    "amount",
    ["Instalment of the last approved loan", "Échéance du dernier prêt approuvé"],
    ["instalment of the newest approved loan", "échéance du dernier prêt approuvé"],
    newest(pastAnnuity, approved)
  ),
  define(
    "prev_last_approved_rate",
    "previous_rates",
    "rate per month",
    ["Monthly rate of the last approved loan", "Taux mensuel du dernier prêt approuvé"],
    ["monthly rate of the newest approved loan", "taux mensuel du dernier prêt approuvé"],
    newest(rate, approved)
  )
];
