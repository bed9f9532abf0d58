import pl, {type Expr} from "nodejs-polars";
import type {Node} from "../features/expression.ts";
import {acceptedCodes} from "../features/machine/operands.ts";
import {isPlaced} from "../features/placement.ts";

/** Turns an expression into a column of Polars; what is placed is a column already. */
export type Translate = (n: Node) => Expr;

/** Makes a number that stays a Float64 beside integers. */
export const literal = (value: number): Expr => pl.lit(value).cast(pl.Float64);
/** Makes a missing number. */
export const nothing = (): Expr => pl.lit(null).cast(pl.Float64);
/** Takes a condition as true or false, as the language has it; in Polars a comparison with null is null. */
export const decided = (condition: Expr): Expr => condition.fillNull(pl.lit(false));

/**
 * Translates one row-wise expression, null for missing, a category as its code. The rules of the language that are
 * not those of Polars are written out: x/0 is missing, a condition is never missing.
 * @param names the columns of placed expressions
 * @param translate for the operands
 */
export function rowwiseExpr(n: Node, names: ReadonlyMap<Node, string>, translate: Translate): Expr {
  if (isPlaced(n)) return pl.col(names.get(n)!);
  const [a, b, c] = n.args.map(translate) as [Expr, Expr, Expr];
  switch (n.op) {
    case "column":
      return pl.col(n.column!);
    case "literal":
      if (n.exactness === "flag") return pl.lit(n.value === 1);
      return Number.isNaN(n.value) ? nothing() : literal(n.value!);
    case "add":
      return a.plus(b);
    case "subtract":
      // Polars makes −x of 0 − x, and −0 of it where x is 0.
      return n.args[0]!.value === 0 ? when(b.eq(literal(0)), literal(0), a.minus(b)) : a.minus(b);
    case "multiply":
      return a.multiplyBy(b);
    case "divide":
      return when(b.eq(literal(0)), nothing(), a.divideBy(b));
    case "minimum":
      return ofBoth(a, b, when(a.ltEq(b), a, b));
    case "maximum":
      return ofBoth(a, b, when(a.gtEq(b), a, b));
    case "absolute":
      return a.abs();
    case "squareRoot":
      return when(a.gtEq(literal(0)), a.pow(0.5), nothing());
    case "choose":
      return when(decided(a), b, c);
    case "coalesce":
      return a.fillNull(b);
    case "less":
      return a.lt(b);
    case "lessEqual":
      return a.ltEq(b);
    case "equal":
      return a.eq(b);
    case "oneOf":
      return [...acceptedCodes(n)]
        .flatMap((accepted, code) => (accepted === 1 ? [a.eq(literal(code))] : []))
        .reduce((x, y) => x.or(y));
    case "and":
      return a.and(b);
    case "or":
      return a.or(b);
    case "not":
      return decided(a).not();
    case "isMissing":
      return a.isNull();
    default:
      throw new Error(`There is no Polars expression for ${n.op}.`);
  }
}

/** Takes one of two by a condition; the second where it is missing. */
export const when = (condition: Expr, then: Expr, otherwise: Expr): Expr =>
  pl.when(condition).then(then).otherwise(otherwise);

const ofBoth = (a: Expr, b: Expr, chosen: Expr): Expr => when(a.isNull().or(b.isNull()), nothing(), chosen);
