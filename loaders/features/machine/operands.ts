import {declaredColumn} from "../columns.ts";
import {type Node, node} from "../expression.ts";
import type {FrameName} from "../frames.ts";

/** Lists expressions with everything they need, each after its operands. */
export function inOrder(
  outputs: readonly Node[],
  operandsOf: (n: Node) => readonly Node[] = (n) => n.args
): Node[] {
  const seen = new Set<Node>();
  const ordered: Node[] = [];
  const visit = (n: Node): void => {
    if (seen.has(n)) return;
    seen.add(n);
    for (const a of operandsOf(n)) visit(a);
    ordered.push(n);
  };
  for (const n of outputs) visit(n);
  return ordered;
}

/** The frame that an aggregate reads. */
export const sourceOf = (n: Node): FrameName => n.column as FrameName;
export const AGGREGATES: ReadonlySet<string> = new Set([
  "count",
  "sum",
  "mean",
  "min",
  "max",
  "variance",
  "distinct",
  "atLargest",
  "slope"
]);

export const isAlways = (n: Node): boolean => n.op === "literal" && n.exactness === "flag" && n.value === 1;

/** Amounts that are added up come as thousandths, converted once for all aggregates that add them. */
function thousandthsOf(value: Node): Node {
  return node({op: "thousandths", frame: value.frame, exactness: "integer", args: [value]});
}

const adds = (n: Node): boolean =>
  (n.op === "sum" || n.op === "mean" || n.op === "slope") && n.args[1]!.exactness === "amount";

/** Finds the condition of a share, the mean of 1 where it holds and 0 elsewhere, which is counted, not added. */
export function shareCondition(n: Node): Node | undefined {
  const [condition, one, zero] = n.args[1]?.args ?? [];
  const isShare = n.op === "mean" && n.args[1]!.op === "choose" && one!.value === 1 && zero!.value === 0;
  return isShare ? condition : undefined;
}

/** What a node's loop reads, which is not always what its expression says. */
export function read(n: Node): readonly Node[] {
  const condition = shareCondition(n);
  if (condition) return [n.args[0]!, condition];
  return adds(n) ? [n.args[0]!, thousandthsOf(n.args[1]!), ...n.args.slice(2)] : n.args;
}

/** Tells for each code of a category whether `oneOf` accepts it. */
export function acceptedCodes(n: Node): Uint8Array {
  const operand = n.args[0]!;
  const categories = vocabularyOf(operand);
  const accepted = new Uint8Array(categories.length);
  for (const text of n.texts!) {
    const code = categories.indexOf(text);
    if (code < 0) throw new Error(`${text} is not in the vocabulary of ${operand.key}.`);
    accepted[code] = 1;
  }
  return accepted;
}

/** Finds the vocabulary behind a category expression: that of the column it comes from. */
export function vocabularyOf(n: Node): readonly string[] {
  if (n.op === "column") return declaredColumn(n.frame!, n.column!).categories ?? [];
  const inner = n.args.find((a) => a.exactness === "category");
  if (!inner) throw new Error(`${n.key} is not a category.`);
  return vocabularyOf(inner);
}
