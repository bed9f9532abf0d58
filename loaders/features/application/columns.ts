import {columnsOf} from "../columns.ts";
import type {Num} from "../expression.ts";

export const app = columnsOf("application");

export const income = app("AMT_INCOME_TOTAL");
export const credit = app("AMT_CREDIT");
export const annuity = app("AMT_ANNUITY");
export const goods = app("AMT_GOODS_PRICE");
export const age = app("DAYS_BIRTH").negated();
export const employed = app("DAYS_EMPLOYED").negated();
export const YEAR = 365.25;

/** Counts how many of some values are there, as a number that is never missing. */
export const known = (values: readonly Num[]): Num =>
  values.map((x) => x.isKnown().toNumber()).reduce((a, b) => a.plus(b));
export const total = (values: readonly Num[]): Num =>
  values.map((x) => x.orElse(0)).reduce((a, b) => a.plus(b));
export const meanOfKnown = (values: readonly Num[]): Num => total(values).over(known(values));
