import type {ManifestFeature} from "../../schema/manifest.ts";
import {absentPart, absentTable} from "./absent.ts";
import {outcomes} from "./applications.ts";
import {arrears} from "./arrears.ts";
import {burden} from "./burden.ts";
import {circle} from "./circle.ts";
import {compared} from "./compared.ts";
import {debt} from "./debt.ts";
import {enquiries} from "./enquiries.ts";
import {externalScores} from "./externalScores.ts";
import {kinds, loansElsewhere, prolongations} from "./kinds.ts";
import {loanTerms, loanToIncome} from "./loan.ts";
import {revolvingShare} from "./payments.ts";
import {againstPeers, categoryRate} from "./peers.ts";
import {age, besideEmployment, car, documents, employment, gender, identity, realty} from "./person.ts";
import {punctuality} from "./punctuality.ts";
import type {ClientRecord, Statement, Teller} from "./record.ts";
import {shortfalls} from "./shortfalls.ts";
import {unknown} from "./unknown.ts";

/** Who speaks of the features of a cause. Other causes are told by value alone. */
const TELLERS: Readonly<Record<string, Teller>> = {
  external_scores: externalScores,
  age,
  employment,
  income_by_employment: besideEmployment,
  gender,
  identity,
  documents,
  car,
  realty,
  loan_terms: loanTerms,
  loan_to_income: loanToIncome,
  debt_burden: burden,
  social_circle: circle,
  credit_enquiries: enquiries,
  bureau_loans: loansElsewhere,
  outstanding_debt: debt,
  bureau_arrears: arrears,
  prolongations,
  application_outcomes: outcomes,
  previous_kinds: kinds,
  previous_rates: kinds,
  payment_delays: punctuality,
  payment_shortfalls: shortfalls,
  payment_history: revolvingShare
};

/**
 * Says what is true of a client where a feature of a cause weighs: what the cause's own teller makes of the client's
 * rows; else that there are no such rows; else the feature's value, which is always true. A value that was
 * assumed and not made from the rows is told as that.
 */
export function tell(driver: ManifestFeature, client: ClientRecord, isAssumed = false): Statement {
  const chain: readonly (Teller | undefined)[] = isAssumed
    ? []
    : [unknown, TELLERS[driver.cause], absentTable, absentPart, againstPeers, categoryRate];
  for (const teller of chain) {
    const told = teller?.(driver, client);
    if (told) return told;
  }
  const value = compared(driver, client);
  return isAssumed ? {...value, variant: "assumed", text: assumed(value.text)} : value;
}

const assumed = ({en, fr}: Statement["text"]): Statement["text"] => ({
  en: `Assumed: ${en}`,
  fr: `Hypothèse : ${fr}`
});
