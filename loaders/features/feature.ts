import type {Cause} from "../../src/core/credit/causes.ts";
import type {Direction, Protected} from "../../src/core/schema/manifest.ts";
import type {Bilingual, ClientTable} from "../types.ts";
import {sourceTable} from "./columns.ts";
import type {Node, Num} from "./expression.ts";

export type Unit =
  | "amount"
  | "ratio"
  | "share"
  | "days"
  | "months"
  | "years"
  | "count"
  | "score"
  | "rate"
  | "rate per month"
  | "days²"
  | "category"
  | "yes/no"
  | "rank";

/** What is declared of a feature beside its meaning. */
export interface Traits {
  /**
   * The personal trait that can be read from the value: gender from CODE_GENDER, age from DAYS_BIRTH, family
   * status from NAME_FAMILY_STATUS and from whatever tells who lives in the household or came along, because one
   * family member means single and two without children mean a couple. Strictly: a ratio whose divisor tells it
   * counts as well, for beside the other operand it gives the divisor back.
   */
  readonly protected?: Protected;
  /** Declared only where it holds for everyone, all else being equal. */
  readonly direction?: Direction;
}

/** One feature: what it is called, what it means to a banker, and the expression that every interpreter reads. */
export interface Feature extends Traits {
  readonly name: string;
  readonly cause: Cause;
  readonly unit: Unit | string;
  readonly label: Bilingual;
  readonly formula: Bilingual;
  readonly expression: Node;
  /** Where its raw rows are; the strongest table first. */
  readonly tables: readonly ClientTable[];
}

/** Says a text in both languages. */
export const say = (en: string, fr: string): Bilingual => ({en, fr});

/** Declares a feature; its expression has one value per client. */
export function feature(
  name: string,
  cause: Cause,
  unit: Feature["unit"],
  label: Bilingual,
  formula: Bilingual,
  expression: Num,
  traits: Traits = {}
): Feature {
  const {node} = expression;
  if (node.frame !== "application")
    throw new Error(`${name} has one value per row of ${node.frame}, not per client.`);
  return {name, cause, unit, label, formula, expression: node, tables: tablesOf(node), ...traits};
}

/** Finds the raw tables that an expression reads, detail tables before the application. */
export function tablesOf(root: Node): ClientTable[] {
  const found = new Set<ClientTable>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (seen.has(n)) return;
    seen.add(n);
    for (const a of n.args) visit(a);
    if (n.op === "column" && n.frame) found.add(sourceTable(n.frame));
    if (n.column && n.op === "count") found.add(sourceTable(n.column as never));
  };
  visit(root);
  const detail = [...found].filter((t) => t !== "application");
  return found.has("application") ? [...detail, "application"] : detail;
}

/** Declares a feature in one line: name, cause, unit, label (en, fr), formula (en, fr), expression, traits. */
export const define = (
  name: string,
  cause: Cause,
  unit: Feature["unit"],
  [en, fr]: readonly [string, string],
  [formulaEn, formulaFr]: readonly [string, string],
  expression: Num,
  traits?: Traits
): Feature => feature(name, cause, unit, say(en, fr), say(formulaEn, formulaFr), expression, traits);
