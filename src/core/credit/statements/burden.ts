import type {Bilingual} from "../../words/language.ts";
import {againstMedian} from "./compared.ts";
import {ofIncome, times} from "./income.ts";
import {
  type ClientRecord,
  numberOf,
  numbersOf,
  type Row,
  type Statement,
  state,
  type Teller
} from "./record.ts";

const isActive = (row: Row) => row.CREDIT_ACTIVE === "Active";
const hasPositive = (rows: readonly Row[], column: string) =>
  numbersOf(rows, column).some((amount) => amount > 0);

interface Burden {
  /** What is compared with income, as a subject that takes a singular verb. */
  en: string;
  fr: string;
  /** For features that add what there is already to what is asked for. */
  beside?: {
    isThere: (client: ClientRecord, value: number) => boolean;
    /** What is asked for: the column of the application, and the words when it stands alone. */
    asked: "AMT_CREDIT" | "AMT_ANNUITY";
    alone: Bilingual;
    none: Bilingual;
  };
}

const BURDENS: Record<string, Burden> = {
  bureau_debt_to_income: {en: "The debt at other lenders", fr: "La dette chez d'autres prêteurs"},
  bureau_credit_active_to_income: {
    en: "The amount of the active loans at other lenders",
    fr: "Le montant des crédits en cours chez d'autres prêteurs"
  },
  bureau_annuity_to_income: {
    en: "The sum of the instalments at other lenders",
    fr: "Le total des échéances chez d'autres prêteurs"
  },
  bureau_total_annuity_to_income: {
    en: "The instalment asked for, with those at other lenders,",
    fr: "L'échéance demandée, avec celles chez d'autres prêteurs,",
    beside: {
      isThere: ({rows: {bureau}}) => hasPositive(bureau.filter(isActive), "AMT_ANNUITY"),
      asked: "AMT_ANNUITY",
      alone: {en: "The instalment asked for", fr: "L'échéance demandée"},
      none: {
        en: "no instalment at other lenders is on record",
        fr: "aucune échéance chez d'autres prêteurs n'est enregistrée"
      }
    }
  },
  bureau_total_debt_to_income: {
    en: "The loan asked for, with the debt at other lenders,",
    fr: "Le prêt demandé, avec la dette chez d'autres prêteurs,",
    beside: {
      isThere: ({rows: {bureau}}) => hasPositive(bureau, "AMT_CREDIT_SUM_DEBT"),
      asked: "AMT_CREDIT",
      alone: {en: "The loan asked for", fr: "Le prêt demandé"},
      none: {
        en: "no debt at other lenders is on record",
        fr: "aucune dette chez d'autres prêteurs n'est enregistrée"
      }
    }
  },
  prev_running_annuity_to_income: {
    en: "The sum of the instalments of contracts running here",
    fr: "Le total des échéances des contrats en cours chez nous"
  },
  prev_all_annuities_to_income: {
    en: "The instalment asked for, with those of contracts running here,",
    fr: "L'échéance demandée, avec celles des contrats en cours chez nous,",
    beside: {
      // A running instalment is what the sum has beyond the one asked for, to the precision of a feature.
      isThere: ({rows: {application}}, value) =>
        Math.abs(
          value * (numberOf(application[0], "AMT_INCOME_TOTAL") ?? 0) -
            (numberOf(application[0], "AMT_ANNUITY") ?? 0)
        ) >= 0.5,
      asked: "AMT_ANNUITY",
      alone: {en: "The instalment asked for", fr: "L'échéance demandée"},
      none: {
        en: "no instalment of a contract running here is on record",
        fr: "aucune échéance d'un contrat en cours chez nous n'est enregistrée"
      }
    }
  },
  inst_paid_365d_to_income: {
    en: "The sum paid for instalments due in the last 365 days",
    fr: "Le total payé pour les échéances des 365 derniers jours"
  },
  pos_remaining_debt_to_income: {
    en: "The remaining debt on instalment loans here",
    fr: "La dette restante des prêts à échéances chez nous"
  },
  card_balance_to_income: {en: "The balance of the credit card", fr: "Le solde de la carte de crédit"}
};

/** Compares debts and instalments with the client's income; where there is none of them, that is said. */
export const burden: Teller = (driver, client) => {
  const words = BURDENS[driver.name];
  const value = client.value(driver.name);
  if (!words || typeof value !== "number") return undefined;
  if (driver.name === "inst_paid_365d_to_income" && !hasRecentInstalment(client)) return noneDue;
  if (value === 0) return state("zero", {ratio: 0}, `${words.en} is 0.`, `${words.fr} est de 0.`);
  const {beside} = words;
  if (beside && !beside.isThere(client, value)) return askedAlone(beside, client);
  const tail = againstMedian(driver, value, times);
  return state(
    beside ? "asked_and_running" : "of_income",
    {ratio: value},
    `${words.en} is ${ofIncome("en", value)}${tail.en}.`,
    `${words.fr} représente ${ofIncome("fr", value)}${tail.fr}.`
  );
};

const hasRecentInstalment = ({rows: {installments_payments}}: ClientRecord): boolean =>
  numbersOf(installments_payments, "DAYS_INSTALMENT").some((day) => day >= -365);

const noneDue = state(
  "none_due",
  {due: 0},
  "No instalment due in the last 365 days is on record.",
  "Aucune échéance des 365 derniers jours n'est enregistrée."
);

function askedAlone(
  {asked, alone, none}: NonNullable<Burden["beside"]>,
  client: ClientRecord
): Statement | undefined {
  const [row] = client.rows.application;
  const [amount, income] = [numberOf(row, asked), numberOf(row, "AMT_INCOME_TOTAL")];
  if (amount === null || income === null || income <= 0) return undefined;
  const ratio = amount / income;
  return state(
    "asked_alone",
    {ratio, amount, income},
    `${alone.en} is ${ofIncome("en", ratio)}; ${none.en}.`,
    `${alone.fr} représente ${ofIncome("fr", ratio)} ; ${none.fr}.`
  );
}
