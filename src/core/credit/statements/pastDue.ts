import {formatNumber} from "../../words/numbers.ts";
import {latestMonth} from "./latest.ts";
import {type ClientRecord, largest, numberOf, numbersOf, type Row, type Statement, state} from "./record.ts";

const OF = {
  POS_CASH_balance: {en: "of instalment loans", fr: "de prêts à échéances"},
  credit_card_balance: {en: "of credit cards", fr: "de cartes de crédit"}
} as const;

const isPastDue = (row: Row): boolean =>
  (numberOf(row, "SK_DPD") ?? 0) > 0 || (numberOf(row, "SK_DPD_DEF") ?? 0) > 0;

/** Says how many monthly statements show days past due, the worst of them, and when the latest was. */
export function statementsPastDue(table: keyof typeof OF, client: ClientRecord): Statement | undefined {
  const rows = client.rows[table];
  if (rows.length === 0) return undefined;
  const {en, fr} = OF[table];
  const late = rows.filter(isPastDue);
  const [statements, months] = [rows.length, late.length];
  const [nEn, nFr] = [formatNumber("en", statements), formatNumber("fr", statements)];
  const [one, un] = [`the only monthly statement ${en}`, `le seul relevé mensuel ${fr}`];
  if (months === 0)
    return state(
      "no_days_past_due",
      {statements, months},
      `No days past due are on record in ${statements === 1 ? one : `${nEn} monthly statements ${en}`}.`,
      `Aucun jour de retard n'est enregistré dans ${statements === 1 ? un : `${nFr} relevés mensuels ${fr}`}.`
    );
  const maxDays = largest([...numbersOf(late, "SK_DPD"), ...numbersOf(late, "SK_DPD_DEF")]);
  const latest = latestMonth(late);
  const some = statements === 1 ? one : `${formatNumber("en", months)} of ${nEn} monthly statements ${en}`;
  const quelques = statements === 1 ? un : `${formatNumber("fr", months)} des ${nFr} relevés mensuels ${fr}`;
  return state(
    "days_past_due",
    {statements, months, maxDays, ...latest.facts},
    `${some} ${months === 1 ? "shows" : "show"} days past due, at most ${formatNumber("en", maxDays)}${latest.text.en}.`,
    `${quelques} ${months < 2 ? "montre" : "montrent"} des jours de retard, au plus ${formatNumber("fr", maxDays)}${latest.text.fr}.`
  );
}
