import pl, {type DataFrame, type Expr} from "nodejs-polars";
import type {Node} from "../features/expression.ts";
import type {Feature} from "../features/feature.ts";
import {type FrameName, GROUPINGS, isDerived} from "../features/frames.ts";
import {AGGREGATES, sourceOf} from "../features/machine/operands.ts";
import {keysOf, linkKeys, type Placement, placeFeatures} from "../features/placement.ts";
import {aggregateExpr, rankExpr} from "./aggregates.ts";
import {withMonthlyRate} from "./monthlyRate.ts";
import {rowwiseExpr, type Translate} from "./rowwise.ts";
import {type ClientFrames, keyColumn, readTable, TARGET} from "./tables.ts";

/** How the parts of an expression become columns; a test plants wrong ones. */
export interface Translation {
  readonly rowwise: (n: Node, names: ReadonlyMap<Node, string>, translate: Translate) => Expr;
  readonly aggregate: (n: Node, translate: Translate) => Expr;
}
export const TRANSLATION: Translation = {rowwise: rowwiseExpr, aggregate: aggregateExpr};

/**
 * Computes features with Polars expressions translated from their declarations: one frame per depth of nesting,
 * one group-by per pair of frames in it.
 * @returns SK_ID_CURR ascending, TARGET (null when unlabelled) and one Float64 column per feature, null where
 *   missing, a category as its code
 */
export function featuresWithPolars(
  frames: ClientFrames,
  features: readonly Feature[],
  {rowwise, aggregate}: Translation = TRANSLATION
): DataFrame {
  const placement = placeFeatures(features);
  const {nodes, names, levels} = placement;
  const current = new Map<FrameName, DataFrame>();
  for (const frame of new Set<FrameName>(["application", ...placement.frames])) {
    current.set(frame, isDerived(frame) ? groupsOf(frame, current) : readTable(frame, nodes, frames));
  }
  const translate = remember((n, inner) => rowwise(n, names, inner));
  for (const level of levels) {
    const made = [...level].map(([frame, here]) => {
      return [frame, extend({frame, here, current, translate, aggregate, names})] as const;
    });
    for (const [frame, extended] of made) current.set(frame, extended);
  }
  const outputs = features.map((f) => translate(f.expression).cast(pl.Float64).alias(f.name));
  return current
    .get("application")!
    .lazy()
    .select(pl.col("SK_ID_CURR"), pl.col(TARGET), ...outputs)
    .sort("SK_ID_CURR")
    .collectSync();
}

/** Translates each expression once: to make one costs far more than to use it again. */
function remember(rowwise: (n: Node, translate: Translate) => Expr): Translate {
  const made = new Map<Node, Expr>();
  const translate: Translate = (n) => {
    const known = made.get(n) ?? rowwise(n, translate);
    made.set(n, known);
    return known;
  };
  return translate;
}

/** Gathers the groups of a derived frame, one row each, from the rows of its source. */
function groupsOf(frame: keyof typeof GROUPINGS, current: ReadonlyMap<FrameName, DataFrame>): DataFrame {
  const keys = keysOf(frame).map(keyColumn);
  const source = current.get(GROUPINGS[frame].source)!.lazy();
  return source
    .select(...keys)
    .unique()
    .collectSync();
}

interface Extension extends Pick<Placement, "names">, Pick<Translation, "aggregate"> {
  frame: FrameName;
  here: readonly Node[];
  current: ReadonlyMap<FrameName, DataFrame>;
  translate: Translate;
}

/** Adds the placed expressions of one level to a frame: aggregates of rows below, values of rows above, ranks, rates. */
function extend({frame, here, current, names, translate, aggregate}: Extension): DataFrame {
  const named = (n: Node, e: Expr): Expr => e.alias(names.get(n)!);
  let extended = current.get(frame)!.lazy();
  const aggregates = here.filter((n) => AGGREGATES.has(n.op));
  for (const source of new Set(aggregates.map(sourceOf))) {
    const own = aggregates.filter((n) => sourceOf(n) === source);
    const keys = linkKeys(source, frame).map(keyColumn);
    const grouped = current.get(source)!.lazy().groupBy(keys);
    const aggregated = grouped.agg(...own.map((n) => named(n, aggregate(n, translate))));
    extended = extended.join(aggregated, {on: keys, how: "left"});
  }
  const lifted = here.filter((n) => n.op === "parent");
  for (const above of new Set(lifted.map((n) => n.args[0]!.frame!))) {
    const own = lifted.filter((n) => n.args[0]!.frame === above);
    const keys = linkKeys(frame, above).map(keyColumn);
    const values = own.map((n) => named(n, translate(n.args[0]!)));
    const looked = current
      .get(above)!
      .lazy()
      .select(...keys.map((key) => pl.col(key)), ...values);
    extended = extended.join(looked, {on: keys, how: "left"});
  }
  const ranks = here.filter((n) => n.op === "rank").map((n) => named(n, rankExpr(n, translate)));
  if (ranks.length > 0) extended = extended.withColumns(...ranks);
  const collected = extended.collectSync({engine: "streaming"});
  return here
    .filter((n) => n.op === "monthlyRate")
    .reduce((solved, n) => withMonthlyRate(solved, n, names.get(n)!, translate), collected);
}
