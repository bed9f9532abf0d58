import {annuity, credit, income} from "../application/columns.ts";
import {count, max, mean, sum, variance} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {approved, granted, pastAnnuity, RUNNING_MEANS, rate, requested, running} from "./columns.ts";
import {newest} from "./last.ts";

export const compared: Feature[] = (
  [
    ["annuity", annuity, pastAnnuity, "Instalment", "Échéance", "instalment", "échéance"],
    ["credit", credit, granted, "Loan", "Prêt", "loan", "prêt"]
  ] as const
).flatMap(([key, now, then, en, fr, wordEn, wordFr]) => [
  define(
    `prev_${key}_now_to_mean_approved`,
    "loan_compared",
    "ratio",
    [`${en} compared with earlier ones`, `${fr}, comparaison avec les précédents`],
    [
      `${wordEn} asked for ÷ average ${wordEn} of approved applications`,
      `${wordFr} de la demande ÷ moyenne des demandes approuvées`
    ],
    now.over(mean(then, {where: approved}))
  ),
  define(
    `prev_${key}_now_to_max_approved`,
    "loan_compared",
    "ratio",
    [`${en} compared with the largest earlier one`, `${fr}, comparaison avec le plus grand précédent`],
    [
      `${wordEn} asked for ÷ largest ${wordEn} of approved applications`,
      `${wordFr} de la demande ÷ maximum des demandes approuvées`
    ],
    now.over(max(then, {where: approved}))
  ),
  define(
    `prev_${key}_now_to_last_approved`,
    "loan_compared",
    "ratio",
    [`${en} compared with the last approved`, `${fr}, comparaison avec le dernier accord`],
    [
      `${wordEn} asked for ÷ ${wordEn} of the newest approved application`,
      `${wordFr} de la demande ÷ valeur de la dernière demande approuvée`
    ],
    now.over(newest(then, approved))
  )
]);
export const burden: Feature[] = [
  define(
    "prev_running",
    "running_contracts",
    "count",
    ["Instalment loans still running here", "Prêts à échéances en cours chez nous"],
    [`number of instalment loans ${RUNNING_MEANS.en}`, `nombre de prêts à échéances ${RUNNING_MEANS.fr}`],
    count("previous_application", {where: running})
  ),
  define(
    "prev_running_annuity_to_income",
    "debt_burden",
    "ratio",
    ["Instalments of running loans compared with income", "Échéances en cours rapportées au revenu"],
    [
      `instalments of running instalment loans ÷ income; running: ${RUNNING_MEANS.en}`,
      `échéances des prêts à échéances en cours ÷ revenu ; en cours : ${RUNNING_MEANS.fr}`
    ],
    sum(pastAnnuity, {where: running}).over(income)
  ),
  define(
    "prev_all_annuities_to_income",
    "debt_burden",
    "ratio",
    [
      "New and running instalments compared with income",
      "Échéances nouvelle et en cours rapportées au revenu"
    ],
    [
      `(instalment asked for + instalments of running instalment loans) ÷ income; running: ${RUNNING_MEANS.en}`,
      `(échéance demandée + échéances des prêts à échéances en cours) ÷ revenu ; en cours : ${RUNNING_MEANS.fr}`
    ],
    sum(pastAnnuity, {where: running}).orElse(0).plus(annuity).over(income)
  ),
  define(
    "prev_rate_variance",
    "previous_rates",
    "rate²",
    ["Variance of the monthly rates of earlier loans", "Variance des taux mensuels des prêts antérieurs"],
    [
      "variance of the monthly rate over approved applications",
      "variance du taux mensuel sur les demandes approuvées"
    ],
    variance(rate, {where: approved})
  ),
  define(
    "prev_granted_shortfall_mean",
    "previous_amounts",
    "amount",
    ["Average amount offered above the amount asked for", "Montant moyen proposé au-delà du montant demandé"],
    [
      "average of (amount offered − amount asked for) over approved applications",
      "moyenne de (proposé − demandé) sur les demandes approuvées"
    ],
    mean(granted.minus(requested), {where: approved})
  )
];
