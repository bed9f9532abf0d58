import pl, {type Expr} from "nodejs-polars";
import type {Node} from "../features/expression.ts";
import {isAlways} from "../features/machine/operands.ts";
import {decided, literal, nothing, type Translate, when} from "./rowwise.ts";

/** Steps of the two parts of a real value, as the language adds them; see `Exactness`. */
const HIGH = 2 ** 16;
const LOW = 2 ** 56;
const THOUSAND = 1000;
/** Room for a tie-break below the order; keys of instalments stay below it. */
const ORDER_STEP = 2 ** 42;

/** Translates one aggregate for a group-by: the rows of a group are those of one parent row. */
export function aggregateExpr(n: Node, translate: Translate): Expr {
  const [where, x, y, z] = n.args as [Node, Node, Node, Node];
  const mask = isAlways(where) ? undefined : decided(translate(where));
  const passing = (operand: Node): Expr => {
    const all = translate(operand);
    return mask ? all.filter(mask) : all;
  };
  const known = (value: Expr): Expr => value.filter(value.isNotNull());
  const passed = () => (mask ? mask.sum() : pl.len());
  switch (n.op) {
    case "count":
      return number(passed());
    case "sum":
      return sum(passing(x), x, passed());
    case "mean":
      return mean(passing(x), x);
    case "min":
      return passing(x).min();
    case "max":
      return passing(x).max();
    case "variance": {
      const value = passing(x);
      return x.exactness === "integer" ? integerVariance(value) : sortedVariance(known(value));
    }
    case "distinct":
      return number(known(passing(x)).nUnique());
    case "slope":
      return slope(passing(x), passing(y), x);
    case "atLargest": {
      const order = orderKey(translate(y), translate(z));
      const chosen = mask ? when(mask, order, pl.lit(null).cast(pl.Int64)) : order;
      return translate(x).filter(chosen.eq(chosen.max())).first();
    }
    default:
      throw new Error(`There is no Polars aggregate for ${n.op}.`);
  }
}

/** Translates the numbering of a client's rows, the newest first. */
export function rankExpr(n: Node, translate: Translate): Expr {
  const [where, order, tie] = n.args as [Node, Node, Node];
  const whole = orderKey(translate(order), translate(tie));
  const ranked = isAlways(where)
    ? whole
    : when(decided(translate(where)), whole, pl.lit(null).cast(pl.Int64));
  // The declaration of rank() knows neither the pair of options nor the order; the native method takes them.
  const rank = ranked.rank({method: "ordinal", descending: true} as never);
  return number(rank.over("SK_ID_CURR"));
}

/** Adds the values; missing when rows pass but none has a value. */
function sum(value: Expr, summed: Node, passed: Expr): Expr {
  const isUnknown = passed.gt(pl.lit(0)).and(value.count().eq(pl.lit(0)));
  const {total, scale} = exactSum(value, summed);
  return when(isUnknown, nothing(), scale === 1 ? total : total.divideBy(literal(scale)));
}

function mean(value: Expr, averaged: Node): Expr {
  const size = number(value.count());
  const {total, scale} = exactSum(value, averaged);
  const divisor = scale === 1 ? size : size.multiplyBy(literal(scale));
  return when(size.eq(literal(0)), nothing(), total.divideBy(divisor));
}

const number = (e: Expr): Expr => e.cast(pl.Float64);

/** Packs an order and its tie-break into one whole number; a missing tie-break comes last, a missing order is missing. */
const orderKey = (order: Expr, tie: Expr): Expr =>
  order
    .cast(pl.Int64)
    .multiplyBy(pl.lit(ORDER_STEP).cast(pl.Int64))
    .plus(tie.fillNull(literal(-1)).cast(pl.Int64));

/** Adds so that no order of rows matters: integers, amounts as thousandths, other values in two whole parts. */
function exactSum(value: Expr, {exactness}: Node): {total: Expr; scale: number} {
  if (exactness === "amount") return {total: thousandths(value).sum(), scale: THOUSAND};
  if (exactness !== "real") return {total: value.sum(), scale: 1};
  const high = value.multiplyBy(literal(HIGH)).round(0);
  const low = value
    .minus(high.divideBy(literal(HIGH)))
    .multiplyBy(literal(LOW))
    .round(0);
  const total = high
    .sum()
    .divideBy(literal(HIGH))
    .plus(low.sum().divideBy(literal(LOW)));
  return {total, scale: 1};
}

const thousandths = (value: Expr): Expr => value.multiplyBy(literal(THOUSAND)).round(0);

function integerVariance(value: Expr): Expr {
  const [n, total] = [number(value.count()), value.sum()];
  const spread = n.multiplyBy(value.multiplyBy(value).sum()).minus(total.multiplyBy(total));
  return when(n.lt(literal(2)), nothing(), spread.divideBy(n.multiplyBy(n.minus(literal(1)))));
}

/** Adds the sorted values one after the other: cumSum() keeps that order, sum() does not promise one. */
function sortedVariance(known: Expr): Expr {
  const n = number(known.count());
  const sorted = known.sort();
  const apart = sorted.minus(sorted.cumSum().last().divideBy(n));
  const squares = apart.multiplyBy(apart).cumSum().last();
  return when(n.lt(literal(2)), nothing(), squares.divideBy(n.minus(literal(1))));
}

function slope(y: Expr, x: Expr, measured: Node): Expr {
  const isAmount = measured.exactness === "amount";
  const isKnown = y.isNotNull().and(x.isNotNull());
  const [a, b] = [(isAmount ? thousandths(y) : y).filter(isKnown), x.filter(isKnown)];
  const [n, sumX, sumY] = [number(a.count()), b.sum(), a.sum()];
  const spread = n.multiplyBy(b.multiplyBy(b).sum()).minus(sumX.multiplyBy(sumX));
  const shared = n.multiplyBy(b.multiplyBy(a).sum()).minus(sumX.multiplyBy(sumY));
  const steepness = shared.divideBy(spread).divideBy(literal(isAmount ? THOUSAND : 1));
  return when(spread.gt(literal(0)), steepness, nothing());
}
