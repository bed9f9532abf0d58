import type {Bilingual} from "../../words/language.ts";
import {EARLIER_APPLICATION, LOAN_ELSEWHERE, type Noun, noneOf} from "./nouns.ts";
import {
  type ClientRecord,
  numberOf,
  type Row,
  type Statement,
  state,
  type TableName,
  type Teller
} from "./record.ts";

const NOTHING: Record<TableName, Bilingual> = {
  application: {en: "No application is on record.", fr: "Aucune demande n'est enregistrée."},
  bureau: {
    en: "No credit at other lenders is on record.",
    fr: "Aucun crédit chez d'autres prêteurs n'est enregistré."
  },
  bureau_balance: {
    en: "No monthly reports of other lenders are on record.",
    fr: "Aucun relevé mensuel d'autres prêteurs n'est enregistré."
  },
  previous_application: {
    en: "No earlier application is on record here.",
    fr: "Aucune demande antérieure n'est enregistrée chez nous."
  },
  POS_CASH_balance: {
    en: "No statement of an instalment loan is on record here.",
    fr: "Aucun relevé de prêt à échéances n'est enregistré chez nous."
  },
  credit_card_balance: {
    en: "No credit card is on record here.",
    fr: "Aucune carte de crédit n'est enregistrée chez nous."
  },
  installments_payments: {
    en: "No past instalment is on record here.",
    fr: "Aucune échéance passée n'est enregistrée chez nous."
  }
};

/** Says that a table which the feature is made from has no row of this client: that is all there is to say. */
export const absentTable: Teller = ({tables}, client) => {
  const detail = tables.filter((table) => table !== "application");
  const empty = detail.find((table) => client.rows[table].length === 0);
  if (!empty) return undefined;
  // Months belong to loans: where there is no loan, that is said.
  const told = empty === "bureau_balance" && client.rows.bureau.length === 0 ? "bureau" : empty;
  return state(`absent_${told}`, {rows: 0}, NOTHING[told].en, NOTHING[told].fr);
};

interface Part {
  variant: string;
  features: RegExp;
  table: TableName;
  noun: Noun;
  belongs: (row: Row) => boolean;
  en: string;
  fr: (noun: Noun) => string;
}

const isStatus = (status: string) => (row: Row) => row.NAME_CONTRACT_STATUS === status;
const isBureau = (status: string) => (row: Row) => row.CREDIT_ACTIVE === status;
const withGender =
  (word: string) =>
  ({feminine}: Noun) =>
    `n'a été ${word}${feminine ? "e" : ""}`;

/** Parts of a table that a feature may be of, which may be empty though the table is not. */
const PARTS: readonly Part[] = [
  {
    variant: "none_refused",
    features: /^prev_.*refused/,
    table: "previous_application",
    noun: EARLIER_APPLICATION,
    belongs: isStatus("Refused"),
    en: "was refused",
    fr: withGender("refusé")
  },
  {
    variant: "none_approved",
    features: /^prev_.*(approved|running|rate_variance|granted_shortfall)/,
    table: "previous_application",
    noun: EARLIER_APPLICATION,
    belongs: isStatus("Approved"),
    en: "was approved",
    fr: withGender("approuvé")
  },
  {
    variant: "none_active",
    features: /^bureau_.*active/,
    table: "bureau",
    noun: LOAN_ELSEWHERE,
    belongs: isBureau("Active"),
    en: "is active",
    fr: () => "n'est en cours"
  },
  {
    variant: "none_closed",
    features: /^bureau_.*(closed|repaid_early)/,
    table: "bureau",
    noun: LOAN_ELSEWHERE,
    belongs: isBureau("Closed"),
    en: "is closed",
    fr: () => "n'est clos"
  },
  {
    variant: "none_ended",
    features: /^prev_days_since_ended$/,
    table: "previous_application",
    noun: EARLIER_APPLICATION,
    belongs: (row) => numberOf(row, "DAYS_TERMINATION") !== null,
    en: "led to a contract that has ended",
    fr: () => "n'a donné lieu à un contrat terminé"
  }
];

/** Says that the part of a table which a missing feature is made from is empty: none approved, none active. */
export const absentPart: Teller = (driver, client) => {
  if (client.value(driver.name) !== null) return undefined;
  return PARTS.flatMap((part) => (part.features.test(driver.name) ? (emptyPart(part, client) ?? []) : []))[0];
};

function emptyPart(
  {variant, table, noun, belongs, en, fr}: Part,
  client: ClientRecord
): Statement | undefined {
  const rows = client.rows[table];
  if (rows.some(belongs)) return undefined;
  const none = noneOf(rows.length, noun);
  return state(variant, {rows: rows.length}, `${none.en} ${en}.`, `${none.fr} ${fr(noun)}.`);
}
