import pl, {type DataFrame, type Expr} from "nodejs-polars";
import type {Node} from "../features/expression.ts";
import {RATE_STEPS} from "../features/machine/rowwise.ts";
import {literal, nothing, type Translate, when} from "./rowwise.ts";

/**
 * Solves the monthly rates of a frame's rows, as the language says: Newton's steps, with powers by squaring, so
 * that each step rounds as the machine's does.
 * @returns the frame with the rates in column `name`
 */
export function withMonthlyRate(frame: DataFrame, n: Node, name: string, translate: Translate): DataFrame {
  const [credit, annuity, months] = n.args.map((x, i) => translate(x).alias("cam"[i]!));
  const [c, a, m, r] = ["c", "a", "m", "r"].map((column) => pl.col(column)) as [
    pl.Expr,
    pl.Expr,
    pl.Expr,
    pl.Expr
  ];
  const one = literal(1);
  const positive = [c, a, m].map((x) => x.gt(literal(0))).reduce((x, y) => x.and(y));
  const isSolvable = positive.and(m.multiplyBy(a).gt(c));
  let rows = frame
    .select(credit!, annuity!, months!)
    .withColumns(when(isSolvable, a.divideBy(c), nothing()).alias("r"));
  const power = powerSteps((rows.select(m.max()).row(0)[0] as number | null) ?? 0);
  const discount = one.divideBy(pl.col("power"));
  const value = c.multiplyBy(r).minus(a.multiplyBy(one.minus(discount)));
  const derivative = c.minus(a.multiplyBy(m).multiplyBy(discount).divideBy(one.plus(r)));
  const start = [one.plus(r).alias("base"), one.alias("power")];
  const step = r.minus(value.divideBy(derivative)).alias("r");
  for (let i = 0; i < RATE_STEPS; i++) {
    rows = rows.withColumns(...start);
    for (const squared of power) rows = rows.withColumns(...squared);
    rows = rows.withColumns(step);
  }
  const solved = rows.select(when(r.gt(literal(0)), r, nothing()).alias(name));
  return pl.concat([frame, solved], {how: "horizontal"});
}

/** Lists what raises the column `base` to the whole part of `m`, of which `most` is the largest, in the column `power`. */
function powerSteps(most: number): [Expr, Expr][] {
  const [power, base] = [pl.col("power"), pl.col("base")];
  const bits = Math.max(1, Math.ceil(Math.log2(Math.trunc(most) + 1)));
  return Array.from({length: bits}, (_, bit) => {
    const rest = pl
      .col("m")
      .divideBy(literal(2 ** bit))
      .floor();
    const isSet = rest.modulo(literal(2)).eq(literal(1));
    return [when(isSet, power.multiplyBy(base), power).alias("power"), base.multiplyBy(base).alias("base")];
  });
}
