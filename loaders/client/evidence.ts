import {sourceTable} from "../features/columns.ts";
import type {Node} from "../features/expression.ts";
import type {Feature} from "../features/feature.ts";
import {type DerivedFrame, type FrameName, isDerived} from "../features/frames.ts";
import {clientChunk} from "../features/machine/clientChunk.ts";
import {createMachine, type Evaluation, type Machine} from "../features/machine/machine.ts";
import {AGGREGATES, isAlways, sourceOf} from "../features/machine/operands.ts";
import type {ClientRows, ClientTable} from "../types.ts";

/** A raw row of a client: its table and its place in that table's array. */
export interface RowRef {
  table: ClientTable;
  index: number;
}

const machines = new WeakMap<Feature, Machine>();

/**
 * Finds the raw rows that a feature's own conditions let count for this client: those an aggregate takes a
 * value from, the winning row of a "newest", the rows behind each instalment or contract that passes, and
 * the application when the expression reads it. In table order, then by index.
 */
export function rowsThatCount(feature: Feature, rows: ClientRows): RowRef[] {
  let machine = machines.get(feature);
  if (!machine) {
    machine = createMachine([feature.expression], {keepAll: true});
    machines.set(feature, machine);
  }
  const counted = collect(feature.expression, machine.run(clientChunk(rows)));
  return feature.tables.flatMap((table) =>
    [...(counted.get(table) ?? [])].flatMap((isCounted, index) =>
      isCounted && index < rows[table].length ? [{table, index}] : []
    )
  );
}

/** Finds the raw rows that count for any of some features, each once; tables in the features' order, then by index. */
export function rowsThatCountForAny(features: readonly Feature[], rows: ClientRows): RowRef[] {
  const counted = features.flatMap((feature) => rowsThatCount(feature, rows));
  return [...new Set(features.flatMap(({tables}) => tables))].flatMap((table) => {
    const indices = counted.filter((row) => row.table === table).map(({index}) => index);
    return [...new Set(indices)].sort((a, b) => a - b).map((index) => ({table, index}));
  });
}

/** Walks an expression from the client down, carrying which rows of each frame matter. */
function collect(root: Node, done: Evaluation): Map<ClientTable, Uint8Array> {
  const {links} = done;
  const counted = new Map<ClientTable, Uint8Array>();
  const walked = new Map<Node, Uint8Array>();

  function mark(frame: FrameName, chosen: Uint8Array): void {
    const table = sourceTable(frame);
    const known = counted.get(table) ?? new Uint8Array(links.size(table));
    chosen.forEach((isChosen, i) => {
      if (isChosen) known[i] = 1;
    });
    counted.set(table, known);
  }

  function walk(n: Node, chosen: Uint8Array): void {
    if (n.op === "literal" || !isNews(walked, n, chosen)) return;
    if (n.op === "column") mark(n.frame!, chosen);
    else if (AGGREGATES.has(n.op)) walkAggregate(n, chosen);
    else
      n.args.forEach((a, i) => {
        walk(a, chosenFor(n, i, chosen));
      });
  }

  /** Says for which rows of an operand's frame the operand decides the chosen rows' values. */
  function chosenFor(n: Node, operand: number, chosen: Uint8Array): Uint8Array {
    const keep = (passes: (row: number) => boolean) => chosen.map((c, i) => (c && passes(i) ? 1 : 0));
    if (n.op === "choose" && operand > 0) {
      const condition = done.flags(n.args[0]!);
      return keep((i) => (condition[i] === 1) === (operand === 1));
    }
    if (n.op === "coalesce") {
      const first = done.numbers(n.args[0]!);
      return keep((i) => Number.isNaN(first[i]!) === (operand === 1));
    }
    if (n.op !== "parent") return chosen;
    const above = n.args[0]!.frame!;
    const link = links.link(n.frame!, above);
    const chosenAbove = new Uint8Array(links.size(above));
    chosen.forEach((c, i) => {
      if (c && link[i]! >= 0) chosenAbove[link[i]!] = 1;
    });
    return chosenAbove;
  }

  function walkAggregate(n: Node, chosen: Uint8Array): void {
    const source = sourceOf(n);
    const link = links.link(source, n.frame!);
    const [where, value, order, tie] = n.args as [Node, Node?, Node?, Node?];
    const passing = new Uint8Array(links.size(source));
    for (let i = 0; i < passing.length; i++) {
      const isIn = link[i]! >= 0 && chosen[link[i]!] === 1;
      const passes = isAlways(where) || done.flags(where)[i] === 1;
      passing[i] = isIn && passes && hasValue(n, value, order, i) ? 1 : 0;
    }
    const counting = n.op === "atLargest" ? winners(passing, link, order!, tie!) : passing;
    if (!isDerived(source)) mark(source, counting);
    else if (!value) markGroups(source, counting);
    if (value) walk(value, counting);
  }

  function hasValue(n: Node, value: Node | undefined, order: Node | undefined, row: number): boolean {
    const isKnown = (x: Node) => x.op === "literal" || !Number.isNaN(done.numbers(x)[row]!);
    if (n.op === "atLargest") return isKnown(order!);
    return (!value || isKnown(value)) && (n.op !== "slope" || isKnown(order!));
  }

  function winners(passing: Uint8Array, link: Int32Array, order: Node, tie: Node): Uint8Array {
    const best = new Map<number, number>();
    const [orders, ties] = [done.numbers(order), done.numbers(tie)];
    passing.forEach((passes, i) => {
      if (!passes) return;
      const b = best.get(link[i]!);
      const wins =
        b === undefined || orders[i]! > orders[b]! || (orders[i] === orders[b] && ties[i]! > ties[b]!);
      if (wins) best.set(link[i]!, i);
    });
    const won = new Set(best.values());
    return passing.map((_, i) => (won.has(i) ? 1 : 0));
  }

  /** Counting groups themselves makes every raw row of a counted group count. */
  function markGroups(frame: DerivedFrame, chosen: Uint8Array): void {
    const table = sourceTable(frame);
    const member = links.link(table, frame);
    mark(
      table,
      Uint8Array.from(member, (g) => (g >= 0 && chosen[g] ? 1 : 0))
    );
  }

  walk(root, Uint8Array.of(1));
  return counted;
}

/** Remembers which rows a node was walked with; tells whether there is any new one. */
function isNews(walked: Map<Node, Uint8Array>, n: Node, chosen: Uint8Array): boolean {
  const before = walked.get(n);
  if (!before) {
    walked.set(n, chosen.slice());
    return true;
  }
  let news = false;
  chosen.forEach((c, i) => {
    if (c && !before[i]) {
      before[i] = 1;
      news = true;
    }
  });
  return news;
}
