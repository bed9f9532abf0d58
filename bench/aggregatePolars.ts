import pl, {type DataFrame, type Expr, type LazyDataFrame} from "nodejs-polars";
import {declaredColumn} from "../loaders/features/columns.ts";
import type {Node} from "../loaders/features/expression.ts";
import type {Feature} from "../loaders/features/feature.ts";
import type {FrameName} from "../loaders/features/frames.ts";
import {GROUPINGS, isDerived, KEYED_PARENTS} from "../loaders/features/frames.ts";
import {AGGREGATES, inOrder, isAlways, sourceOf} from "../loaders/features/machine/machine.ts";
import {RATE_STEPS} from "../loaders/features/machine/rowwise.ts";
import type {ClientTable} from "../loaders/types.ts";
import {isPlaced, keysOf, linkKeys} from "./aggregateSql.ts";

/**
 * Translates features to Polars expressions, from the same declarations: one frame per depth of nesting, one
 * group-by per pair of frames in it. Gives SK_ID_CURR and one Float64 column per numeric feature.
 */
export function featuresWithPolars(
  tables: Readonly<Record<ClientTable, LazyDataFrame>>,
  features: readonly Feature[]
): DataFrame {
  const nodes = inOrder(features.map((f) => f.expression));
  const names = new Map<Node, string>(nodes.map((n, i) => [n, `n${i}`]));
  const depth = new Map<Node, number>();
  for (const n of nodes) {
    const inner = Math.max(0, ...n.args.map((a) => depth.get(a)!));
    depth.set(n, isPlaced(n) ? inner + 1 : inner);
  }
  const placed = nodes.filter(isPlaced);
  const frames = [
    ...new Set(nodes.flatMap((n) => [n.frame, AGGREGATES.has(n.op) ? sourceOf(n) : null]))
  ].filter((frame) => frame !== null);
  const current = new Map<FrameName, DataFrame>();
  for (const frame of frames.sort((a, b) => Number(isDerived(a)) - Number(isDerived(b)))) {
    current.set(frame, baseOf(frame, nodes, tables, current));
  }
  const translate = (n: Node): Expr => expressionOf(n, names);
  const deepest = Math.max(0, ...placed.map((n) => depth.get(n)!));
  for (let level = 1; level <= deepest; level++) {
    const made: [FrameName, DataFrame][] = [];
    for (const frame of frames) {
      const here = placed.filter((n) => n.frame === frame && depth.get(n) === level);
      if (here.length > 0) made.push([frame, extend(frame, here, current, names, translate)]);
    }
    for (const [frame, extended] of made) current.set(frame, extended);
  }
  const outputs = features.map((f) => translate(f.expression).cast(pl.Float64).alias(f.name));
  return current
    .get("application")!
    .lazy()
    .select(pl.col("SK_ID_CURR"), ...outputs)
    .sort("SK_ID_CURR")
    .collectSync();
}

function baseOf(
  frame: FrameName,
  nodes: readonly Node[],
  tables: Readonly<Record<ClientTable, LazyDataFrame>>,
  current: ReadonlyMap<FrameName, DataFrame>
): DataFrame {
  if (isDerived(frame)) {
    const source = current.get(GROUPINGS[frame].source)!.lazy();
    return source
      .select(...keysOf(frame))
      .unique()
      .collectSync();
  }
  const columns = new Set(["SK_ID_CURR", ...keysOf(frame), ...Object.values(KEYED_PARENTS[frame] ?? {})]);
  for (const grouping of Object.values(GROUPINGS)) {
    if (grouping.source === frame) for (const key of grouping.by) columns.add(key);
  }
  for (const n of nodes) if (n.op === "column" && n.frame === frame) columns.add(n.column!);
  const shown = [...columns].map((name) => {
    const owner = frame === "bureau_balance" && name === "SK_ID_CURR" ? "bureau" : frame;
    const {nullCode, kind} = declaredColumn(owner, name);
    const column = kind === "category" || kind === "id" ? pl.col(name) : pl.col(name).cast(pl.Float64);
    if (nullCode === undefined) return column;
    return pl
      .when(pl.col(name).eq(pl.lit(nullCode)))
      .then(pl.lit(null))
      .otherwise(column)
      .cast(pl.Float64)
      .alias(name);
  });
  return tables[frame].select(...shown).collectSync({engine: "streaming"});
}

function extend(
  frame: FrameName,
  here: readonly Node[],
  current: ReadonlyMap<FrameName, DataFrame>,
  names: ReadonlyMap<Node, string>,
  translate: (n: Node) => Expr
): DataFrame {
  let extended = current.get(frame)!.lazy();
  for (const source of new Set(here.filter((n) => AGGREGATES.has(n.op)).map(sourceOf))) {
    const own = here.filter((n) => AGGREGATES.has(n.op) && sourceOf(n) === source);
    const keys = linkKeys(source, frame);
    const aggregated = current
      .get(source)!
      .lazy()
      .groupBy(keys)
      .agg(...own.map((n) => aggregateOf(n, translate).alias(names.get(n)!)));
    extended = extended.join(aggregated, {on: keys, how: "left"});
  }
  for (const above of new Set(here.filter((n) => n.op === "parent").map((n) => n.args[0]!.frame!))) {
    const own = here.filter((n) => n.op === "parent" && n.args[0]!.frame === above);
    const keys = linkKeys(frame, above);
    const values = own.map((n) => translate(n.args[0]!).alias(names.get(n)!));
    const looked = current
      .get(above)!
      .lazy()
      .select(...keys.map((key) => pl.col(key)), ...values);
    extended = extended.join(looked, {on: keys, how: "left"});
  }
  for (const n of here) {
    if (n.op === "rank") extended = extended.withColumns(rankOf(n, translate).alias(names.get(n)!));
    if (n.op === "monthlyRate") extended = withRate(extended, n, names.get(n)!, translate);
  }
  return extended.collectSync({engine: "streaming"});
}

const literal = (value: number): Expr => pl.lit(value).cast(pl.Float64);
const nothing = (): Expr => pl.lit(null).cast(pl.Float64);

function expressionOf(n: Node, names: ReadonlyMap<Node, string>): Expr {
  if (isPlaced(n)) return pl.col(names.get(n)!);
  const [a, b, c] = n.args.map((x) => expressionOf(x, names)) as [Expr, Expr, Expr];
  const both = (chosen: Expr) => pl.when(a.isNull().or(b.isNull())).then(nothing()).otherwise(chosen);
  switch (n.op) {
    case "column":
      return pl.col(n.column!);
    case "literal":
      if (n.exactness === "flag") return pl.lit(n.value === 1);
      return Number.isNaN(n.value) ? nothing() : literal(n.value!);
    case "add":
      return a.plus(b);
    case "subtract":
      return a.minus(b);
    case "multiply":
      return a.multiplyBy(b);
    case "divide":
      return pl
        .when(b.eq(literal(0)))
        .then(nothing())
        .otherwise(a.divideBy(b));
    case "minimum":
      return both(pl.when(a.ltEq(b)).then(a).otherwise(b));
    case "maximum":
      return both(pl.when(a.gtEq(b)).then(a).otherwise(b));
    case "absolute":
      return a.abs();
    case "squareRoot":
      return pl
        .when(a.gtEq(literal(0)))
        .then(a.pow(0.5))
        .otherwise(nothing());
    case "choose":
      return pl
        .when(a.fillNull(pl.lit(false)))
        .then(b)
        .otherwise(c);
    case "coalesce":
      return a.fillNull(b);
    case "less":
      return a.lt(b);
    case "lessEqual":
      return a.ltEq(b);
    case "equal":
      return a.eq(b);
    case "oneOf":
      return n.texts!.map((text) => a.eq(pl.lit(text))).reduce((x, y) => x.or(y));
    case "and":
      return a.and(b);
    case "or":
      return a.or(b);
    case "not":
      return a.fillNull(pl.lit(false)).not();
    case "isMissing":
      return a.isNull();
    default:
      throw new Error(`No Polars expression for ${n.op}.`);
  }
}

function aggregateOf(n: Node, translate: (n: Node) => Expr): Expr {
  const [where, x, y, z] = n.args as [Node, Node, Node, Node];
  const mask = isAlways(where) ? undefined : translate(where).fillNull(pl.lit(false));
  const passing = (e: Expr): Expr => (mask ? e.filter(mask) : e);
  switch (n.op) {
    case "count":
      return mask ? mask.sum().cast(pl.Float64) : pl.len().cast(pl.Float64);
    case "sum": {
      const known = passing(translate(x)).count();
      const passed = mask ? mask.sum() : pl.len();
      const isUnknown = passed.gt(pl.lit(0)).and(known.eq(pl.lit(0)));
      return pl
        .when(isUnknown)
        .then(nothing())
        .otherwise(passing(translate(x)).sum());
    }
    case "mean":
      return passing(translate(x)).mean();
    case "min":
      return passing(translate(x)).min();
    case "max":
      return passing(translate(x)).max();
    case "variance":
      return passing(translate(x)).var();
    case "distinct":
      return passing(translate(x))
        .filter(passing(translate(x)).isNotNull())
        .nUnique()
        .cast(pl.Float64);
    case "slope":
      return slopeOf(passing(translate(x)), passing(translate(y)));
    default: {
      const key = orderKey(y, z, translate);
      const chosen = mask ? pl.when(mask).then(key).otherwise(pl.lit(null).cast(pl.Int64)) : key;
      return translate(x).filter(chosen.eq(chosen.max())).first();
    }
  }
}

/** Packs an order and its tie-break into one whole number; a text cannot break ties here, and need not. */
function orderKey(order: Node, tie: Node, translate: (n: Node) => Expr): Expr {
  const step = pl.lit(2 ** 42).cast(pl.Int64);
  const whole = translate(order).cast(pl.Int64).multiplyBy(step);
  return tie.exactness === "category" ? whole : whole.plus(translate(tie).cast(pl.Int64));
}

function slopeOf(y: Expr, x: Expr): Expr {
  const isKnown = y.isNotNull().and(x.isNotNull());
  const [a, b] = [y.filter(isKnown), x.filter(isKnown)];
  const n = a.count().cast(pl.Float64);
  const spread = n.multiplyBy(b.multiplyBy(b).sum()).minus(b.sum().multiplyBy(b.sum()));
  const shared = n.multiplyBy(b.multiplyBy(a).sum()).minus(b.sum().multiplyBy(a.sum()));
  return pl
    .when(spread.gt(literal(0)))
    .then(shared.divideBy(spread))
    .otherwise(nothing());
}

function rankOf(n: Node, translate: (n: Node) => Expr): Expr {
  const [where, order, tie] = n.args as [Node, Node, Node];
  const whole = orderKey(order, tie, translate);
  const ranked = isAlways(where)
    ? whole
    : pl
        .when(translate(where).fillNull(pl.lit(false)))
        .then(whole)
        .otherwise(pl.lit(null).cast(pl.Int64));
  return ranked
    .rank({method: "ordinal", descending: true} as never)
    .over("SK_ID_CURR")
    .cast(pl.Float64);
}

function withRate(frame: LazyDataFrame, n: Node, name: string, translate: (n: Node) => Expr): LazyDataFrame {
  const [c, a, m] = n.args.map(translate) as [Expr, Expr, Expr];
  const one = literal(1);
  const isSolvable = c
    .gt(literal(0))
    .and(a.gt(literal(0)))
    .and(m.gt(literal(0)))
    .and(m.multiplyBy(a).gt(c));
  const start = pl.when(isSolvable).then(a.divideBy(c)).otherwise(nothing());
  let stepped = frame.withColumns(start.alias(name));
  for (let step = 0; step < RATE_STEPS; step++) {
    const r = pl.col(name);
    const discount = r.plus(one).log().multiplyBy(m).multiplyBy(literal(-1)).exp();
    const value = c.multiplyBy(r).minus(a.multiplyBy(one.minus(discount)));
    const derivative = c.minus(a.multiplyBy(m).multiplyBy(discount).divideBy(r.plus(one)));
    stepped = stepped.withColumns(r.minus(value.divideBy(derivative)).alias(name));
  }
  return stepped;
}
