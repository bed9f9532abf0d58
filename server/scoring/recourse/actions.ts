import type {ClientRows, RawRow} from "../../../loaders/types.ts";
import type {Bilingual} from "../../../src/core/words/language.ts";
import {formatMoney} from "../../../src/core/words/money.ts";
import {formatPercent} from "../../../src/core/words/numbers.ts";
import type {RowEdit} from "../rowEdits.ts";

/** How far actions may go, and what they cost the client, in units that only compare them. */
export interface RecourseBounds {
  /** The smallest amount asked for, as a share of the present one. */
  leastAmount: number;
  /** The longest term, as a multiple of the present one. */
  longestTerm: number;
  /** At most so many loans elsewhere may be settled. */
  settledLoans: number;
  costs: {
    lowerAmount: number;
    lengthenTerm: number;
    settleLoan: number;
    payDownCard: number;
    completeFile: number;
  };
}

export const DEFAULT_BOUNDS: RecourseBounds = {
  leastAmount: 0.5,
  longestTerm: 1.5,
  settledLoans: 5,
  costs: {lowerAmount: 10, lengthenTerm: 4, settleLoan: 3, payDownCard: 3, completeFile: 1}
};

/** Something a client can do, as edits of raw records; of actions with the same slot one alone can be taken. */
export interface RecourseAction {
  kind: "change_request" | "settle_loan" | "pay_down_card" | "complete_file";
  slot: string;
  cost: number;
  text: Bilingual;
  edits: RowEdit[];
}

const AMOUNT_STEPS = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
const TERM_STEPS = [1, 1.25, 1.5];
const CARD_STEPS = [0.5, 0.3, 0.1];
const PIECES = {
  FLAG_EMAIL: {en: "Give an e-mail address", fr: "Donner une adresse électronique"},
  FLAG_WORK_PHONE: {en: "Give a work number", fr: "Donner un numéro professionnel"},
  FLAG_PHONE: {en: "Give a home number", fr: "Donner un numéro fixe"},
  FLAG_DOCUMENT_3: {en: "Hand in document 3", fr: "Remettre le document 3"}
} as const;

/**
 * Lists what a client could do: ask for less or over a longer term, settle loans at other lenders, pay a card down,
 * complete the file. Nothing else is ever touched: neither who the client is nor what has happened.
 */
export function recourseActions(rows: ClientRows, bounds: RecourseBounds = DEFAULT_BOUNDS): RecourseAction[] {
  return [
    ...requests(rows, bounds),
    ...settlements(rows, bounds),
    ...cards(rows, bounds),
    ...missingPieces(rows, bounds)
  ];
}

function requests(
  {application: [application]}: ClientRows,
  {leastAmount, longestTerm, costs}: RecourseBounds
): RecourseAction[] {
  const credit = numberOf(application, "AMT_CREDIT");
  const annuity = numberOf(application, "AMT_ANNUITY");
  const goods = numberOf(application, "AMT_GOODS_PRICE");
  if (credit === null || annuity === null || annuity <= 0) return [];
  const actions: RecourseAction[] = [];
  for (const amount of AMOUNT_STEPS.filter((step) => step >= leastAmount))
    for (const term of TERM_STEPS.filter((step) => step <= longestTerm)) {
      if (amount === 1 && term === 1) continue;
      const values: RawRow = {
        AMT_CREDIT: money(credit * amount),
        AMT_ANNUITY: money((annuity * amount) / term),
        ...(goods === null ? {} : {AMT_GOODS_PRICE: money(goods * amount)})
      };
      actions.push({
        kind: "change_request",
        slot: "request",
        cost: costs.lowerAmount * (1 - amount) + costs.lengthenTerm * (term - 1),
        text: requestText(values, amount, term),
        edits: [{op: "edit", table: "application", index: 0, values}]
      });
    }
  return actions;
}

function requestText({AMT_CREDIT, AMT_ANNUITY}: RawRow, amount: number, term: number): Bilingual {
  const say = (lang: "en" | "fr") => {
    const [credit, annuity] = [formatMoney(lang, Number(AMT_CREDIT)), formatMoney(lang, Number(AMT_ANNUITY))];
    const longer = formatPercent(lang, term - 1, 0);
    if (lang === "en")
      return [
        amount < 1 ? `Ask for ${credit}` : "Ask for the same amount",
        term > 1 ? `over a term ${longer} longer` : "over the same term",
        `with instalments of ${annuity}`
      ].join(" ");
    return [
      amount < 1 ? `Demander ${credit}` : "Demander le même montant",
      term > 1 ? `sur une durée plus longue de ${longer}` : "sur la même durée",
      `avec des échéances de ${annuity}`
    ].join(" ");
  };
  return {en: say("en"), fr: say("fr")};
}

function settlements({bureau}: ClientRows, {settledLoans, costs}: RecourseBounds): RecourseAction[] {
  return bureau
    .map((loan, index) => ({loan, index, debt: numberOf(loan, "AMT_CREDIT_SUM_DEBT") ?? 0}))
    .filter(({loan, debt}) => loan.CREDIT_ACTIVE === "Active" && debt > 0)
    .sort((a, b) => overdue(b.loan) - overdue(a.loan) || a.debt - b.debt)
    .slice(0, settledLoans)
    .map(({loan, index, debt}) => ({
      kind: "settle_loan" as const,
      slot: `loan ${index}`,
      cost: costs.settleLoan,
      text: {
        en: `Settle the loan at another lender with a debt of ${formatMoney("en", debt)}`,
        fr: `Solder le prêt auprès d'un autre prêteur, d'une dette de ${formatMoney("fr", debt)}`
      },
      edits: [
        {
          op: "edit" as const,
          table: "bureau" as const,
          index,
          values: {
            CREDIT_ACTIVE: "Closed",
            AMT_CREDIT_SUM_DEBT: 0,
            ...("AMT_CREDIT_SUM_OVERDUE" in loan ? {AMT_CREDIT_SUM_OVERDUE: 0} : {}),
            CREDIT_DAY_OVERDUE: 0,
            DAYS_ENDDATE_FACT: 0
          }
        }
      ]
    }));
}

const overdue = (loan: RawRow) => numberOf(loan, "CREDIT_DAY_OVERDUE") ?? 0;

function cards({credit_card_balance: months}: ClientRows, {costs}: RecourseBounds): RecourseAction[] {
  const newest = months.reduce(
    (most, row) => Math.max(most, numberOf(row, "MONTHS_BALANCE") ?? -Infinity),
    -Infinity
  );
  return months.flatMap((row, index) => {
    const [balance, limit] = [numberOf(row, "AMT_BALANCE"), numberOf(row, "AMT_CREDIT_LIMIT_ACTUAL")];
    if (numberOf(row, "MONTHS_BALANCE") !== newest || balance === null || !limit) return [];
    return CARD_STEPS.filter((share) => share * limit < balance).map((share): RecourseAction => {
      const left = money(share * limit);
      return {
        kind: "pay_down_card",
        slot: `card ${row.SK_ID_PREV}`,
        cost: costs.payDownCard * (1 - share),
        text: {
          en: `Pay the credit card down from ${formatMoney("en", balance)} to ${formatMoney("en", left)}`,
          fr: `Ramener le solde de la carte de crédit de ${formatMoney("fr", balance)} à ${formatMoney("fr", left)}`
        },
        edits: [{op: "edit", table: "credit_card_balance", index, values: {AMT_BALANCE: left}}]
      };
    });
  });
}

function missingPieces({application: [application]}: ClientRows, {costs}: RecourseBounds): RecourseAction[] {
  return Object.entries(PIECES)
    .filter(([name]) => application?.[name] === 0)
    .map(([name, text]) => ({
      kind: "complete_file",
      slot: name,
      cost: costs.completeFile,
      text,
      edits: [{op: "edit", table: "application", index: 0, values: {[name]: 1}}]
    }));
}

const money = (amount: number) => Math.round(amount * 2) / 2;

function numberOf(row: RawRow | undefined, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === "number" ? cell : null;
}
