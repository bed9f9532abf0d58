import type {Bilingual} from "../../words/language.ts";
import {formatAmount} from "../../words/money.ts";
import {formatPercent} from "../../words/numbers.ts";
import {
  byNewest,
  type Instalment,
  type InstalmentSet,
  instalmentsOf,
  ontEte,
  setOf,
  shortfall,
  someInstalments
} from "./instalments.ts";
import {wasWere} from "./nouns.ts";
import {type Statement, state, sum, type Teller} from "./record.ts";

/** Says how much of what was due this client paid, in the instalments that the feature is of. */
export const shortfalls: Teller = (driver, client) => {
  const all = instalmentsOf(client.rows.installments_payments);
  if (all.length === 0) return undefined;
  if (driver.name === "inst_last_paid_to_due") return lastInstalment(all);
  const found = setOf(driver.name, all);
  const set = {...found, instalments: found.instalments.filter(({owed}) => owed !== null)};
  const due = set.instalments.length;
  if (due === 0) return noneDue(set.which);
  const unpaid = set.instalments.filter(({owed, paid}) => owed! > 0 && paid === 0).length;
  if (driver.name === "inst_unpaid_share" && unpaid > 0) return neverPaid(unpaid, set);
  const missing = set.instalments.map(shortfall).filter((amount) => amount > 0);
  if (missing.length === 0) return inFull(set);
  const short = missing.length;
  const amount = sum(missing);
  const some = someInstalments(short, set);
  return state(
    "short",
    {short, due, missing: Math.round(amount * 100) / 100},
    `${some.en} ${wasWere(short)} not paid in full; ${formatAmount("en", amount)} is missing in all.`,
    `${some.fr} ${short < 2 ? "n'a pas été payée" : "n'ont pas été payées"} en totalité ; il manque ${formatAmount("fr", amount)} en tout.`
  );
};

function inFull(set: InstalmentSet): Statement {
  const due = set.instalments.length;
  const all = someInstalments(due, set);
  return state(
    "in_full",
    {short: 0, due},
    `${all.en} ${wasWere(due)} paid in full.`,
    `${all.fr} ${ontEte(due, "payé")} en totalité.`
  );
}

function neverPaid(unpaid: number, set: InstalmentSet): Statement {
  const some = someInstalments(unpaid, set);
  return state(
    "unpaid",
    {unpaid, due: set.instalments.length},
    `${some.en} ${unpaid === 1 ? "has" : "have"} no payment on record.`,
    `${some.fr} ${unpaid < 2 ? "n'a" : "n'ont"} aucun paiement enregistré.`
  );
}

function noneDue(which: Bilingual): Statement {
  return state(
    "none_due",
    {due: 0},
    `No amount due of an instalment${which.en} is on record.`,
    `Aucun montant dû d'échéance${which.fr} n'est enregistré.`
  );
}

function lastInstalment(all: readonly Instalment[]): Statement | undefined {
  const [last] = byNewest(all);
  if (!last || last.owed === null || last.owed <= 0) return undefined;
  if (shortfall(last) === 0)
    return state(
      "last_in_full",
      {short: 0},
      "The last instalment was paid in full.",
      "La dernière échéance a été payée en totalité."
    );
  const share = last.paid / last.owed;
  return state(
    "last_short",
    {share},
    `Of the last instalment, ${formatPercent("en", share)} was paid.`,
    `De la dernière échéance, ${formatPercent("fr", share)} a été payé.`
  );
}
