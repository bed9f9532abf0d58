import type {ManifestFeature} from "../../schema/manifest.ts";
import type {Bilingual} from "../../words/language.ts";
import {formatAmount} from "../../words/money.ts";
import {formatPercent} from "../../words/numbers.ts";
import {formatFigure} from "../../words/quantity.ts";
import {againstMedian} from "./compared.ts";
import {ofIncome, times} from "./income.ts";
import {numberOf, type Statement, state, type Teller} from "./record.ts";

const amount = (value: number): Bilingual => ({en: formatAmount("en", value), fr: formatAmount("fr", value)});

interface Part {
  column: string;
  en: string;
  fr: string;
}
const PARTS: Record<string, Part> = {
  app_annuity_to_income: {column: "AMT_ANNUITY", en: "The instalment", fr: "L'échéance"},
  app_credit_to_income: {column: "AMT_CREDIT", en: "The loan", fr: "Le prêt"},
  app_goods_to_income: {column: "AMT_GOODS_PRICE", en: "The price of the goods", fr: "Le prix des biens"}
};

/** Compares the loan asked for, its instalment or the price of the goods with the client's income. */
export const loanToIncome: Teller = (driver, client) => {
  const [row] = client.rows.application;
  const income = numberOf(row, "AMT_INCOME_TOTAL");
  if (income === null || income <= 0) return undefined;
  const part = PARTS[driver.name];
  const value = part ? numberOf(row, part.column) : null;
  if (part && value !== null) return compareWithIncome(driver, part, value, income);
  const annuity = numberOf(row, "AMT_ANNUITY");
  if (driver.name === "app_income_after_annuity" && annuity !== null) return left(income, annuity);
  const [credit, goods] = [numberOf(row, "AMT_CREDIT"), numberOf(row, "AMT_GOODS_PRICE")];
  if (driver.name === "app_goods_shortfall_to_income" && credit !== null && goods !== null)
    return priceAndLoan(goods, credit, income);
  return undefined;
};

function compareWithIncome(
  driver: ManifestFeature,
  {en, fr}: Part,
  value: number,
  income: number
): Statement {
  const ratio = value / income;
  const tail = againstMedian(driver, ratio, times);
  return state(
    "of_income",
    {amount: value, income, ratio},
    `${en} of ${amount(value).en} is ${ofIncome("en", ratio)} of ${amount(income).en}${tail.en}.`,
    `${fr} de ${amount(value).fr} représente ${ofIncome("fr", ratio)} de ${amount(income).fr}${tail.fr}.`
  );
}

function left(income: number, annuity: number): Statement {
  return state(
    "left_of_income",
    {income, annuity},
    `The income is ${amount(income).en} and the instalment ${amount(annuity).en}.`,
    `Le revenu est de ${amount(income).fr} et l'échéance de ${amount(annuity).fr}.`
  );
}

function priceAndLoan(goods: number, credit: number, income: number): Statement {
  const difference = credit - goods;
  const facts = {goods, credit, income};
  if (difference === 0)
    return state(
      "loan_is_price",
      facts,
      "The loan is as large as the price of the goods.",
      "Le prêt est égal au prix des biens."
    );
  const isMore = difference > 0;
  const share = Math.abs(difference) / income;
  const size = amount(Math.abs(difference));
  return state(
    "loan_against_price",
    facts,
    `The loan is ${size.en} ${isMore ? "more" : "less"} than the price of the goods, which is ${formatPercent("en", share)} of the income.`,
    isMore
      ? `Le prêt dépasse le prix des biens de ${size.fr}, soit ${formatPercent("fr", share)} du revenu.`
      : `Le prêt est inférieur au prix des biens de ${size.fr}, soit ${formatPercent("fr", share)} du revenu.`
  );
}

/** Says the amounts, where a feature is the loan less the price, or compares it with the price or the instalment. */
export const loanTerms: Teller = (driver, client) => {
  const [row] = client.rows.application;
  const [credit, goods] = [numberOf(row, "AMT_CREDIT"), numberOf(row, "AMT_GOODS_PRICE")];
  if (credit === null) return undefined;
  const annuity = numberOf(row, "AMT_ANNUITY");
  if (driver.name === "app_credit_to_annuity" && annuity !== null && annuity > 0) {
    const ratio = credit / annuity;
    const tail = againstMedian(driver, ratio, formatFigure);
    return state(
      "loan_and_instalment",
      {credit, annuity, ratio},
      `The loan of ${amount(credit).en} is ${formatFigure("en", ratio)} times its instalment of ${amount(annuity).en}${tail.en}.`,
      `Le prêt de ${amount(credit).fr} représente ${formatFigure("fr", ratio)} fois son échéance de ${amount(annuity).fr}${tail.fr}.`
    );
  }
  if (!/^app_(credit_to_goods|goods_minus_credit)$/.test(driver.name) || goods === null) return undefined;
  return state(
    "loan_and_price",
    {credit, goods},
    `The loan is ${amount(credit).en} and the price of the goods ${amount(goods).en}.`,
    `Le prêt est de ${amount(credit).fr} et le prix des biens de ${amount(goods).fr}.`
  );
};
