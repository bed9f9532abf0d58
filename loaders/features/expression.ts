import type {FrameName} from "./frames.ts";

/**
 * The small language in which every feature is declared. One value per row of a frame; a missing value is
 * null (NaN in the machine) and every rule below holds in each interpreter:
 *
 * - arithmetic with a missing operand is missing; x/0 is missing; the square root of a negative is missing;
 * - a condition is true or false, never missing: a comparison with a missing value is false, `not` negates;
 * - an aggregate over a parent row that has no rows at all in the frame is missing; `count` and `sum` are 0
 *   when there are rows but none passes the condition; `sum` is missing when rows pass but none has a value;
 * - `mean`, `min`, `max` are missing without a value, `variance` (n − 1) with fewer than two.
 */
export type Op =
  | "column"
  | "literal"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "minimum"
  | "maximum"
  | "absolute"
  | "squareRoot"
  | "choose"
  | "coalesce"
  | "monthlyRate"
  | "less"
  | "lessEqual"
  | "equal"
  | "oneOf"
  | "and"
  | "or"
  | "not"
  | "isMissing"
  | "count"
  | "sum"
  | "mean"
  | "min"
  | "max"
  | "variance"
  | "distinct"
  | "atLargest"
  | "slope"
  | "parent"
  | "rank"
  /** Made by the machine, not declared. */
  | "thousandths";

/**
 * How exactly a value is known, which decides how it is summed: integers as they are, amounts as integers
 * of thousandths, anything else split in two integer parts, so that no sum depends on the order of rows.
 */
export type Exactness = "integer" | "amount" | "real" | "category" | "flag";

export interface Node {
  readonly op: Op;
  /** The frame whose rows it has a value for; null for a literal, which fits any. */
  readonly frame: FrameName | null;
  readonly exactness: Exactness;
  readonly args: readonly Node[];
  readonly column?: string;
  readonly value?: number;
  /** Accepted texts of `oneOf`. */
  readonly texts?: readonly string[];
  /** Equal nodes are one object; its key names its parts. */
  readonly key: string;
}

const interned = new Map<string, Node>();

/** Makes a node, or gives the equal one made before. */
export function node(fields: Omit<Node, "key">): Node {
  const {op, frame, exactness, args, column, value, texts} = fields;
  const parts = [op, frame ?? "", exactness, column ?? "", value ?? "", texts?.join("|") ?? ""];
  const key = `${parts.join(",").replace(/,+$/, "")}(${args.map((a) => identity(a)).join(" ")})`;
  const known = interned.get(key);
  if (known) return known;
  const made: Node = {...fields, key};
  interned.set(key, made);
  identities.set(made, identities.size);
  return made;
}

const identities = new Map<Node, number>();
const identity = (n: Node): number => identities.get(n) ?? -1;

function commonFrame(...nodes: readonly Node[]): FrameName | null {
  let frame: FrameName | null = null;
  for (const n of nodes) {
    if (n.frame === null) continue;
    if (frame !== null && frame !== n.frame)
      throw new Error(
        `An expression mixes rows of ${frame} and ${n.frame}; lift one with of() or aggregate it.`
      );
    frame = n.frame;
  }
  return frame;
}

const widest = (a: Exactness, b: Exactness): Exactness =>
  a === "real" || b === "real" ? "real" : a === "amount" || b === "amount" ? "amount" : "integer";

/** A number or a literal. */
export type Operand = Num | number;
const toNum = (x: Operand): Num => (typeof x === "number" ? lit(x) : x);

/** A column expression: one number, or nothing, per row. */
export class Num {
  constructor(readonly node: Node) {}

  private binary(op: Op, other: Operand, exactness: Exactness): Num {
    const b = toNum(other).node;
    return new Num(node({op, frame: commonFrame(this.node, b), exactness, args: [this.node, b]}));
  }
  private widestWith = (other: Operand): Exactness =>
    widest(this.node.exactness, toNum(other).node.exactness);

  plus = (other: Operand): Num => this.binary("add", other, this.widestWith(other));
  minus = (other: Operand): Num => this.binary("subtract", other, this.widestWith(other));
  times = (other: Operand): Num => {
    const product = this.widestWith(other);
    const both = this.node.exactness === "amount" && toNum(other).node.exactness === "amount";
    return this.binary("multiply", other, both ? "real" : product);
  };
  /** Divides; missing where the divisor is 0. */
  over = (other: Operand): Num => this.binary("divide", other, "real");
  /** The smaller of two; missing when either is. */
  atMost = (other: Operand): Num => this.binary("minimum", other, this.widestWith(other));
  /** The larger of two; missing when either is. */
  atLeast = (other: Operand): Num => this.binary("maximum", other, this.widestWith(other));
  negated = (): Num => lit(0).minus(this);
  absolute = (): Num =>
    new Num(
      node({op: "absolute", frame: this.node.frame, exactness: this.node.exactness, args: [this.node]})
    );
  squareRoot = (): Num =>
    new Num(node({op: "squareRoot", frame: this.node.frame, exactness: "real", args: [this.node]}));
  /** Takes the other value where this one is missing. */
  orElse = (other: Operand): Num => this.binary("coalesce", other, this.widestWith(other));

  private compare(op: Op, a: Node, b: Node): Flag {
    return new Flag(node({op, frame: commonFrame(a, b), exactness: "flag", args: [a, b]}));
  }
  lt = (other: Operand): Flag => this.compare("less", this.node, toNum(other).node);
  le = (other: Operand): Flag => this.compare("lessEqual", this.node, toNum(other).node);
  gt = (other: Operand): Flag => this.compare("less", toNum(other).node, this.node);
  ge = (other: Operand): Flag => this.compare("lessEqual", toNum(other).node, this.node);
  eq = (other: Operand): Flag => this.compare("equal", this.node, toNum(other).node);
  isMissing = (): Flag =>
    new Flag(node({op: "isMissing", frame: this.node.frame, exactness: "flag", args: [this.node]}));
  isKnown = (): Flag => this.isMissing().not();
  /** True when a category column holds one of the texts. */
  is = (...texts: string[]): Flag =>
    new Flag(node({op: "oneOf", frame: this.node.frame, exactness: "flag", args: [this.node], texts}));
}

/** A condition: true or false for every row. */
export class Flag {
  constructor(readonly node: Node) {}
  private join(op: Op, other: Flag): Flag {
    return new Flag(
      node({op, frame: commonFrame(this.node, other.node), exactness: "flag", args: [this.node, other.node]})
    );
  }
  and = (other: Flag): Flag => this.join("and", other);
  or = (other: Flag): Flag => this.join("or", other);
  not = (): Flag => new Flag(node({op: "not", frame: this.node.frame, exactness: "flag", args: [this.node]}));
  /** 1 where true, else 0. */
  toNumber = (): Num => choose(this, 1, 0);
}

export function lit(value: number): Num {
  const exactness = Number.isInteger(value) ? "integer" : "real";
  return new Num(node({op: "literal", frame: null, exactness, args: [], value}));
}

/** Takes one of two values by a condition; without `otherwise`, missing where the condition is false. */
export function choose(condition: Flag, then: Operand, otherwise?: Operand): Num {
  const a = toNum(then).node;
  const b = otherwise === undefined ? MISSING : toNum(otherwise).node;
  const frame = commonFrame(condition.node, a, b);
  const exactness = otherwise === undefined ? a.exactness : widest(a.exactness, b.exactness);
  return new Num(node({op: "choose", frame, exactness, args: [condition.node, a, b]}));
}

const MISSING = node({op: "literal", frame: null, exactness: "integer", args: [], value: Number.NaN});

/**
 * Solves credit = annuity·(1 − (1+r)^−n)/r for the monthly rate r > 0, by 16 Newton steps from
 * r = annuity/credit, which lies right of the root of a convex function, so that the steps fall
 * monotonically. Missing when anything is missing or not positive, or when n·annuity ≤ credit.
 */
export function monthlyRate(credit: Num, annuity: Num, months: Num): Num {
  const args = [credit.node, annuity.node, months.node];
  return new Num(node({op: "monthlyRate", frame: commonFrame(...args), exactness: "real", args}));
}

/** Names a column of a raw table. */
export function column(frame: FrameName, name: string, exactness: Exactness): Num {
  return new Num(node({op: "column", frame, exactness, args: [], column: name}));
}

const ALWAYS = node({op: "literal", frame: null, exactness: "flag", args: [], value: 1});
export const always = new Flag(ALWAYS);

/** Aggregates from the rows of one frame to the rows of one above it (by default to the client). */
export interface AggregateOptions {
  where?: Flag;
  to?: FrameName;
  /** For a frame whose rows cannot be told from the value, as in count(). */
  from?: FrameName;
}

function aggregate(op: Op, args: readonly Node[], exactness: Exactness, options: AggregateOptions): Num {
  const where = options.where?.node ?? ALWAYS;
  const source = commonFrame(...args, where) ?? options.from;
  if (!source) throw new Error(`${op}() needs rows: name the frame with {from}.`);
  // The source is part of the key through `column`, because a literal alone does not name its frame.
  return new Num(
    node({op, frame: options.to ?? "application", exactness, args: [where, ...args], column: source})
  );
}

/** Counts the rows that pass; missing when there are no rows at all. */
export const count = (from: FrameName, options: Omit<AggregateOptions, "from"> = {}): Num =>
  aggregate("count", [], "integer", {...options, from});
export const sum = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("sum", [x.node], x.node.exactness, options);
export const mean = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("mean", [x.node], "real", options);
export const min = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("min", [x.node], x.node.exactness, options);
export const max = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("max", [x.node], x.node.exactness, options);
export const variance = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("variance", [x.node], "real", options);
/** Counts different values; missing when there are no rows at all. */
export const distinct = (x: Num, options: AggregateOptions = {}): Num =>
  aggregate("distinct", [x.node], "integer", options);
/** Takes the value of the row where `order` is largest, ties broken by the larger `tie`; that value may be missing. */
export const atLargest = (x: Num, order: Num, tie: Num, options: AggregateOptions = {}): Num =>
  aggregate("atLargest", [x.node, order.node, tie.node], x.node.exactness, options);
/** Fits y = a + b·x by least squares and takes b; missing with fewer than two different x. Both must be exact. */
export const slope = (y: Num, x: Num, options: AggregateOptions = {}): Num =>
  aggregate("slope", [y.node, x.node], "real", options);
/** The share of rows that meet a condition among those that pass `where`; missing when none passes. */
export const share = (condition: Flag, options: AggregateOptions = {}): Num =>
  mean(condition.toNumber(), options);

/** Gives each row of `frame` the value that its parent row has; missing for a row without a parent. */
export function of(frame: FrameName, x: Num): Num {
  return new Num(node({op: "parent", frame, exactness: x.node.exactness, args: [x.node]}));
}

/** Numbers the rows that pass, within the client, from 1 for the largest `order` (ties: larger `tie` first). */
export function rank(order: Num, tie: Num, options: {where?: Flag} = {}): Num {
  const args = [options.where?.node ?? ALWAYS, order.node, tie.node];
  return new Num(node({op: "rank", frame: commonFrame(...args), exactness: "integer", args}));
}
