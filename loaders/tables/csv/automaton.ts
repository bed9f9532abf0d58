import type {ColumnSchema, ColumnType, TableSchema} from "../schema/column.ts";

/** Classes of bytes: all that the grammar of a row tells apart. */
const OTHER = 0;
const ZERO = 1;
const DIGIT = 2;
const MINUS = 3;
const PLUS = 4;
const DOT = 5;
const EXPONENT = 6;
const COMMA = 7;
const LINE_FEED = 8;
const RETURN = 9;
const QUOTE = 10;
const ONE = 11;
const HIGH = 12;
const CONTROL = 13;
const DIGITS = [ZERO, ONE, DIGIT];
const CLASSES = 16;

/** What is to be done on entering a state; most states need nothing. */
export interface StateAction {
  /** The bytes so far cannot be a row of this table. */
  readonly fails?: boolean;
  /** A row is complete. */
  readonly endsRow?: boolean;
  /** The value just ended is written so that it may not fit this column. */
  readonly checksRange?: number;
  /** This integer column is written with a decimal point; once that is known, `known` is entered instead. */
  readonly pointIn?: {readonly column: number; readonly known: number};
}

/**
 * The rows of one table as a finite automaton over byte classes: `next[state | classOf[byte]]`. States are
 * multiples of 16, so one addition less is needed per byte; those from `firstSpecial` on have an action.
 */
export interface CsvAutomaton {
  readonly classOf: Uint8Array;
  readonly next: Uint16Array;
  readonly start: number;
  readonly firstSpecial: number;
  readonly actions: ReadonlyMap<number, StateAction>;
}

/** Digits that always fit, so that only longer values need a look. */
const SAFE_DIGITS: Record<ColumnType, number> = {Int8: 2, Int16: 4, Int32: 9, Float64: 0, String: 0};

interface State {
  edges: Map<number, State>;
  action?: Omit<StateAction, "pointIn">;
  pointIn?: {column: number; known: State};
}
type MakeState = (extra?: Partial<State>) => State;
type Ends = (from: State, target?: State) => void;

/**
 * Compiles a table's schema to an automaton that accepts exactly the rows of Kaggle's own form: the right number
 * of cells, whole numbers (also written as `1.0`) in integer columns, 0 or 1 in flags, decimal numbers, text
 * with or without quotes, and empty cells everywhere but in ids. Lines end in LF or CRLF.
 * @param letters "ascii", as in all words that the tables know, or "utf8" for bytes that are known to be UTF-8
 */
export function compileCsvAutomaton(table: TableSchema, letters: "ascii" | "utf8" = "ascii"): CsvAutomaton {
  const states: State[] = [];
  const state: MakeState = (extra) => {
    const made = {edges: new Map<number, State>(), ...extra};
    states.push(made);
    return made;
  };
  const failed = state({action: {fails: true}});
  const rowEnd = state({action: {endsRow: true}});
  const starts = table.columns.map((_, i) => (i === 0 ? rowEnd : state()));

  table.columns.forEach((column, i) => {
    const last = i === table.columns.length - 1;
    const following = last ? rowEnd : starts[i + 1]!;
    const first = starts[i]!;
    const ends = (from: State, target: State = following) => {
      if (!last) from.edges.set(COMMA, target);
      else {
        from.edges.set(LINE_FEED, target);
        const carriage = state();
        carriage.edges.set(LINE_FEED, target);
        from.edges.set(RETURN, carriage);
      }
    };
    if (column.kind !== "id") ends(first);
    if (column.kind === "category") addText(first, state, ends, letters);
    else {
      const action = last ? {checksRange: i, endsRow: true} : {checksRange: i};
      const checked = state({edges: following.edges, action});
      if (column.kind === "number") addNumber(first, state, ends, checked);
      else addInteger(column, i, first, state, ends, checked);
    }
  });
  return assemble(states, failed, rowEnd);
}

function addText(first: State, state: MakeState, ends: Ends, letters: "ascii" | "utf8"): void {
  const plain = state();
  const quoted = state();
  const quoteSeen = state();
  const high = letters === "utf8" ? [HIGH] : [];
  for (const c of [OTHER, ...DIGITS, MINUS, PLUS, DOT, EXPONENT, ...high]) {
    first.edges.set(c, plain);
    plain.edges.set(c, plain);
    quoted.edges.set(c, quoted);
  }
  quoted.edges.set(COMMA, quoted);
  first.edges.set(QUOTE, quoted);
  quoted.edges.set(QUOTE, quoteSeen);
  quoteSeen.edges.set(QUOTE, quoted);
  ends(plain);
  ends(quoteSeen);
}

function addNumber(first: State, state: MakeState, ends: Ends, checked: State): void {
  const minus = state();
  const whole = state();
  const point = state();
  const fraction = state();
  const exponent = state();
  const sign = state();
  const power = state();
  first.edges.set(MINUS, minus);
  for (const c of DIGITS) {
    for (const from of [first, minus, whole]) from.edges.set(c, whole);
    for (const from of [point, fraction]) from.edges.set(c, fraction);
    for (const from of [exponent, sign, power]) from.edges.set(c, power);
  }
  whole.edges.set(DOT, point);
  for (const from of [whole, fraction]) from.edges.set(EXPONENT, exponent);
  for (const c of [PLUS, MINUS]) exponent.edges.set(c, sign);
  for (const from of [whole, fraction]) ends(from);
  ends(power, checked);
}

function addInteger(
  column: ColumnSchema,
  index: number,
  first: State,
  state: MakeState,
  ends: Ends,
  checked: State
): void {
  const isFlag = column.kind === "flag";
  const safeDigits = isFlag ? 1 : SAFE_DIGITS[column.dtype];
  const byLength = Array.from({length: safeDigits + 1}, () => state());
  const long = byLength[safeDigits]!;
  const signed = [first];
  if (column.kind === "integer") {
    signed.push(state());
    first.edges.set(MINUS, signed[1]!);
  }
  for (const c of DIGITS) {
    const isChecked = (isFlag && c === DIGIT) || (column.kind === "id" && c === ZERO);
    for (const from of signed) from.edges.set(c, isChecked ? long : byLength[0]!);
    for (let i = 0; i < safeDigits; i++) byLength[i]!.edges.set(c, byLength[i + 1]!);
    long.edges.set(c, long);
  }
  const addPoint = (target: State | undefined): State => {
    const zeros = state();
    const point = state({edges: zeros.edges, pointIn: {column: index, known: zeros}});
    zeros.edges.set(ZERO, zeros);
    ends(zeros, target);
    return point;
  };
  const point = addPoint(undefined);
  const longPoint = addPoint(checked);
  for (const from of byLength) {
    from.edges.set(DOT, from === long ? longPoint : point);
    ends(from, from === long ? checked : undefined);
  }
}

function assemble(states: readonly State[], failed: State, start: State): CsvAutomaton {
  const isSpecial = (s: State) => s.action !== undefined || s.pointIn !== undefined;
  const ordered = [...states.filter((s) => !isSpecial(s)), ...states.filter(isSpecial)];
  const numbers = new Map(ordered.map((s, i) => [s, i * CLASSES]));
  const numberOf = (s: State) => numbers.get(s)!;
  const next = new Uint16Array(ordered.length * CLASSES).fill(numberOf(failed));
  const actions = new Map<number, StateAction>();
  for (const s of ordered) {
    for (const [c, target] of s.edges) next[numberOf(s) + c] = numberOf(target);
    if (s.pointIn !== undefined) {
      actions.set(numberOf(s), {pointIn: {column: s.pointIn.column, known: numberOf(s.pointIn.known)}});
    } else if (s.action !== undefined) actions.set(numberOf(s), s.action);
  }
  const firstSpecial = Math.min(...actions.keys());
  return {classOf: byteClasses(), next, start: numberOf(start), firstSpecial, actions};
}

function byteClasses(): Uint8Array {
  const classOf = new Uint8Array(256)
    .fill(OTHER)
    .fill(HIGH, 0x80)
    .fill(CONTROL, 0, 0x20)
    .fill(CONTROL, 0x7f, 0x80);
  const set = (characters: string, c: number) => {
    for (const character of characters) classOf[character.charCodeAt(0)] = c;
  };
  set("0", ZERO);
  set("1", ONE);
  set("23456789", DIGIT);
  set("-", MINUS);
  set("+", PLUS);
  set(".", DOT);
  set("eE", EXPONENT);
  set(",", COMMA);
  set("\n", LINE_FEED);
  set("\r", RETURN);
  set('"', QUOTE);
  return classOf;
}
