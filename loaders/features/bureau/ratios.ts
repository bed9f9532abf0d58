import {annuity, credit, income} from "../application/columns.ts";
import {max, mean, sum} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {active, amountOf, bureau, debt, overdue} from "./columns.ts";

const sumDebt = sum(debt);
const sumDebtActive = sum(debt, {where: active});
const sumCredit = sum(amountOf);
const sumCreditActive = sum(amountOf, {where: active});
const annuityActive = sum(bureau("AMT_ANNUITY"), {where: active});
export const ratios: Feature[] = [
  define(
    "bureau_debt_to_credit",
    "outstanding_debt",
    "ratio",
    ["Share of loans elsewhere still owed", "Part des crédits ailleurs restant due"],
    ["total debt ÷ total amount of loans", "dette totale ÷ montant total des crédits"],
    sumDebt.over(sumCredit)
  ),
  define(
    "bureau_debt_to_credit_active",
    "outstanding_debt",
    "ratio",
    ["Share of active loans elsewhere still owed", "Part des crédits en cours ailleurs restant due"],
    [
      "debt on active loans ÷ amount of active loans",
      "dette des crédits en cours ÷ montant des crédits en cours"
    ],
    sumDebtActive.over(sumCreditActive)
  ),
  define(
    "bureau_overdue_to_debt",
    "bureau_arrears",
    "ratio",
    ["Overdue share of debt elsewhere", "Part de la dette ailleurs en retard"],
    ["amount overdue ÷ total debt", "montant en retard ÷ dette totale"],
    sum(overdue).over(sumDebt)
  ),
  define(
    "bureau_debt_to_income",
    "debt_burden",
    "ratio",
    ["Debt elsewhere compared with income", "Dette ailleurs rapportée au revenu"],
    ["total debt ÷ income", "dette totale ÷ revenu"],
    sumDebt.over(income)
  ),
  define(
    "bureau_credit_active_to_income",
    "debt_burden",
    "ratio",
    ["Active loans elsewhere compared with income", "Crédits en cours ailleurs rapportés au revenu"],
    ["amount of active loans ÷ income", "montant des crédits en cours ÷ revenu"],
    sumCreditActive.over(income)
  ),
  define(
    "bureau_annuity_to_income",
    "debt_burden",
    "ratio",
    ["Instalments elsewhere compared with income", "Échéances ailleurs rapportées au revenu"],
    ["instalments of active loans ÷ income", "échéances des crédits en cours ÷ revenu"],
    annuityActive.over(income)
  ),
  define(
    "bureau_total_annuity_to_income",
    "debt_burden",
    "ratio",
    ["All instalments compared with income", "Toutes les échéances rapportées au revenu"],
    [
      "(instalment asked for + instalments of active loans elsewhere) ÷ income",
      "(échéance demandée + échéances des crédits en cours ailleurs) ÷ revenu"
    ],
    annuityActive.orElse(0).plus(annuity).over(income)
  ),
  define(
    "bureau_total_debt_to_income",
    "debt_burden",
    "ratio",
    ["All debt compared with income", "Toute la dette rapportée au revenu"],
    ["(loan asked for + debt elsewhere) ÷ income", "(prêt demandé + dette ailleurs) ÷ revenu"],
    sumDebt.orElse(0).plus(credit).over(income)
  ),
  define(
    "bureau_credit_to_largest",
    "loan_compared",
    "ratio",
    ["Loan compared with the largest elsewhere", "Prêt rapporté au plus gros crédit ailleurs"],
    ["loan asked for ÷ largest reported loan", "prêt demandé ÷ plus gros crédit déclaré"],
    credit.over(max(amountOf))
  ),
  define(
    "bureau_loan_debt_ratio_mean",
    "outstanding_debt",
    "ratio",
    [
      "Average share still owed per active loan elsewhere",
      "Part moyenne restant due par crédit en cours ailleurs"
    ],
    ["average of debt ÷ amount over active loans", "moyenne de dette ÷ montant sur les crédits en cours"],
    mean(debt.over(amountOf), {where: active})
  ),
  define(
    "bureau_loan_debt_ratio_max",
    "outstanding_debt",
    "ratio",
    [
      "Largest share still owed of an active loan elsewhere",
      "Plus grande part restant due d'un crédit en cours ailleurs"
    ],
    ["largest debt ÷ amount over active loans", "plus grand rapport dette ÷ montant des crédits en cours"],
    max(debt.over(amountOf), {where: active})
  )
];
