import {formatAmount} from "../../words/money.ts";
import {compared, heading} from "./compared.ts";
import {countOf, LOAN_ELSEWHERE} from "./nouns.ts";
import {numbersOf, state, sum, type Teller} from "./record.ts";

/** Says what this client owes at other lenders; where nothing is owed, that. */
export const debt: Teller = (driver, client) => {
  const {bureau} = client.rows;
  if (bureau.length === 0) return undefined;
  const owed = numbersOf(bureau, "AMT_CREDIT_SUM_DEBT").filter((amount) => amount > 0);
  const n = countOf(bureau.length, LOAN_ELSEWHERE);
  if (owed.length === 0)
    return state(
      "no_debt",
      {loans: bureau.length, debt: 0},
      `No debt is on record for ${n.en}.`,
      `Aucune dette n'est enregistrée pour ${n.fr}.`
    );
  const value = client.value(driver.name);
  if (typeof value === "number" && value !== 0) return compared(driver, client);
  const name = heading(driver);
  const total = sum(owed);
  return state(
    "none_of_debt",
    {loans: bureau.length, debt: total},
    `${name.en}: none on record, of a debt of ${formatAmount("en", total)} in all.`,
    `${name.fr} : rien d'enregistré, sur une dette de ${formatAmount("fr", total)} en tout.`
  );
};
