import {type Feature, feature, say} from "../feature.ts";
import {age, annuity, app, credit, employed, goods, income, YEAR} from "./columns.ts";

const termMonths = credit.over(annuity);
export const loan: Feature[] = [
  feature(
    "app_credit",
    "loan_terms",
    "amount",
    say("Amount of the loan", "Montant du prêt"),
    say("amount of the loan asked for", "montant du prêt demandé"),
    credit
  ),
  feature(
    "app_annuity",
    "loan_terms",
    "amount",
    say("Instalment of the loan", "Échéance du prêt"),
    say("regular instalment of the loan asked for", "échéance régulière du prêt demandé"),
    annuity
  ),
  feature(
    "app_goods_price",
    "loan_terms",
    "amount",
    say("Price of the goods", "Prix des biens"),
    say("price of the goods that the loan pays for", "prix des biens que le prêt finance"),
    goods
  ),
  feature(
    "app_credit_to_annuity",
    "loan_terms",
    "months",
    say("Loan compared with its instalment", "Prêt rapporté à son échéance"),
    say("loan ÷ instalment: roughly the term in months", "prêt ÷ échéance : à peu près la durée en mois"),
    termMonths
  ),
  feature(
    "app_credit_to_goods",
    "loan_terms",
    "ratio",
    say("Loan compared with the price of the goods", "Prêt rapporté au prix des biens"),
    say("loan ÷ price of the goods", "prêt ÷ prix des biens"),
    credit.over(goods)
  ),
  feature(
    "app_goods_minus_credit",
    "loan_terms",
    "amount",
    say("Price of the goods less the loan", "Prix des biens moins le prêt"),
    say("price of the goods − loan", "prix des biens − prêt"),
    goods.minus(credit)
  ),
  feature(
    "app_goods_shortfall_to_income",
    "loan_to_income",
    "ratio",
    say("Price less loan, compared with income", "Prix moins prêt, rapporté au revenu"),
    say("(price of the goods − loan) ÷ income", "(prix des biens − prêt) ÷ revenu"),
    goods.minus(credit).over(income)
  ),
  feature(
    "app_annuity_to_income",
    "loan_to_income",
    "ratio",
    say("Instalment compared with income", "Échéance rapportée au revenu"),
    say("instalment ÷ income", "échéance ÷ revenu"),
    annuity.over(income)
  ),
  feature(
    "app_credit_to_income",
    "loan_to_income",
    "ratio",
    say("Loan compared with income", "Prêt rapporté au revenu"),
    say("loan ÷ income", "prêt ÷ revenu"),
    credit.over(income)
  ),
  feature(
    "app_goods_to_income",
    "loan_to_income",
    "ratio",
    say("Price of the goods compared with income", "Prix des biens rapporté au revenu"),
    say("price of the goods ÷ income", "prix des biens ÷ revenu"),
    goods.over(income)
  ),
  feature(
    "app_income_after_annuity",
    "loan_to_income",
    "amount",
    say("Income left after the instalment", "Revenu restant après l'échéance"),
    say("income − instalment", "revenu − échéance"),
    income.minus(annuity)
  ),
  feature(
    "app_income",
    "income",
    "amount",
    say("Income", "Revenu"),
    say("income of the client", "revenu du client"),
    income
  ),
  feature(
    "app_income_per_member",
    "income",
    "amount",
    say("Income per family member", "Revenu par membre du foyer"),
    say("income ÷ family members", "revenu ÷ membres du foyer"),
    income.over(app("CNT_FAM_MEMBERS")),
    {protected: "familyStatus"}
  ),
  feature(
    "app_income_per_child",
    "income",
    "amount",
    say("Income per head of applicant and children", "Revenu par tête, demandeur et enfants"),
    say("income ÷ (1 + children)", "revenu ÷ (1 + enfants)"),
    income.over(app("CNT_CHILDREN").plus(1)),
    {protected: "familyStatus"}
  ),
  feature(
    "app_income_by_employment",
    "income_by_employment",
    "amount",
    say("Income compared with years employed", "Revenu rapporté à l'ancienneté"),
    say("income ÷ years in the present job", "revenu ÷ années dans l'emploi actuel"),
    income.over(employed.over(YEAR))
  ),
  feature(
    "app_age_at_end",
    "age",
    "years",
    say("Age at the end of the loan", "Âge à la fin du prêt"),
    say("age in years + (loan ÷ instalment) ÷ 12", "âge en années + (prêt ÷ échéance) ÷ 12"),
    age.over(YEAR).plus(termMonths.over(12)),
    {protected: "age"}
  )
];
