import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {PLAN} from "../../loaders/features/all.ts";
import {declaredColumn} from "../../loaders/features/columns.ts";
import {createLoopKernel} from "../../loaders/features/machine/kernel/kernel.ts";
import {createMachine} from "../../loaders/features/machine/machine.ts";
import {inOrder} from "../../loaders/features/machine/operands.ts";
import type {Chunk, TableRows} from "../../loaders/features/machine/rows.ts";
import {CLIENT_TABLES, type ClientTable} from "../../loaders/types.ts";
import {createRandom} from "../../src/core/random.ts";
import {compileKernel, KERNELS, kernelToModule} from "../../tools/buildKernel.ts";

/** The two kernels of the machine, by their name in tools/buildKernel.ts and in createLoopKernel(). */
const PARTS = [
  ["machine", "loops"],
  ["tables", "tables"]
] as const;
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const EXPRESSIONS = PLAN.map(({expression}) => expression);
const CLIENTS = 61;

/** Rows of invented clients, of whom some have none; in the order of contracts or, `shuffled`, in no order. */
function rowsOf(table: ClientTable, most: number, shuffled: boolean, random: () => number): TableRows {
  const counts = Array.from({length: CLIENTS}, () =>
    table === "application" ? 1 : Math.max(0, Math.floor(random() * 1.2 * most - 0.2 * most))
  );
  const client = Int32Array.from(counts.flatMap((rows, c) => new Array<number>(rows).fill(c)));
  const columns = new Map<string, Float64Array>();
  const make = (name: string): Float64Array => {
    const {kind, unit, categories, nullCode} = declaredColumn(table, name);
    return Float64Array.from(client, (c, i) => {
      const key = shuffled ? Math.floor(random() * 9) : Math.floor((i % most) / 3);
      if (kind === "id") return c * 1000 + key;
      const chance = random();
      if (chance < 0.15) return Number.NaN;
      if (categories) return Math.floor(random() * categories.length);
      if (chance < 0.2) return random() < 0.5 ? 0 : -0;
      if (nullCode !== undefined && chance < 0.25) return nullCode;
      if (kind !== "number") return Math.floor(random() * 40) - 36;
      return unit === "currency" ? Math.round(random() * 1e6 - 2e5) / 10 : random() * 2 - 0.5;
    });
  };
  return {
    count: client.length,
    client,
    fill(name, out) {
      if (!columns.has(name)) columns.set(name, make(name));
      out.set(columns.get(name)!);
    }
  };
}

function chunkOf(most: number, shuffled: boolean, seed: number): Chunk {
  const random = createRandom(seed);
  const tables = Object.fromEntries(
    CLIENT_TABLES.map((table) => [table, rowsOf(table, most, shuffled, random)])
  ) as Chunk["tables"];
  return {clients: CLIENTS, tables};
}

/**
 * Names the features of which the kernel computes another value than the loops in TypeScript, to the sign of a zero.
 * @param isSearch ends with the first rows in which there are any
 */
function differences(kernel = createLoopKernel(), isSearch = false): string[] {
  const [own, other] = [createMachine(EXPRESSIONS, {kernel}), createMachine(EXPRESSIONS)];
  const found = new Set<string>();
  for (const [seed, most] of [3, 17, 40, 9, 150, 1].entries())
    for (const shuffled of [false, true]) {
      const chunk = chunkOf(most, shuffled, seed + 1);
      const [a, b] = [own.run(chunk), other.run(chunk)];
      for (const {name, expression} of PLAN) {
        const [x, y] = [a.numbers(expression), b.numbers(expression)];
        for (let c = 0; c < CLIENTS; c++) if (!Object.is(x[c], y[c])) found.add(name);
      }
      if (isSearch && found.size > 0) return [...found];
    }
  return [...found];
}

for (const [name] of PARTS) {
  const {source, target} = KERNELS[name];

  test(`the WebAssembly in ${target} is what ${source} compiles to`, async () => {
    assert.equal(kernelToModule(await compileKernel(name), name), read(target));
  });

  test(`${source} explains itself in under 300 lines`, () => {
    assert.ok(read(source).split("\n").length < 300);
  });
}

test("createMachine(plan, {kernel}) computes what it does without, to the last bit, in rows in any order", () => {
  assert.deepEqual(differences(), []);
});

test("the invented rows give most features a value for some client", () => {
  const done = createMachine(EXPRESSIONS).run(chunkOf(40, false, 3));
  const known = EXPRESSIONS.filter((n) =>
    done
      .numbers(n)
      .subarray(0, CLIENTS)
      .some((x) => !Number.isNaN(x))
  );
  assert.ok(known.length > 0.95 * EXPRESSIONS.length, `${known.length} of ${EXPRESSIONS.length}`);
});

/** One change of each loop of the kernel, and an operation of the plan that uses it. */
const FAULTS: readonly (readonly [op: string, text: string, changed: string])[] = [
  ["add", "return f64x2.add(a, b)", "return f64x2.sub(a, b)"],
  ["divide", "f64x2.splat(NOTHING), f64x2.div(a, b)", "f64x2.splat(0), f64x2.div(a, b)"],
  ["less", "op == LESS ? f64x2.lt(x, y)", "op == LESS ? f64x2.le(x, y)"],
  ["and", "op == AND ? v128.and(x, y)", "op == AND ? v128.or(x, y)"],
  ["oneOf", "swizzle(table, sixteen(CODE, a + (i << 3), a))", "swizzle(table, sixteen(CODE, a, a))"],
  ["oneOf", "return v128.or(missing(x), f64x2.add(x,", "return v128.or(x, f64x2.add(x,"],
  ["choose", "v128.load(a + at), v128.load(b + at), pair", "v128.load(b + at), v128.load(a + at), pair"],
  ["sum", "popcnt(met & those)", "popcnt(met | those)"],
  ["sum", "(isMean || first == end || passing(where, first, end) > 0)", "(isMean || first == end)"],
  ["mean", "if (isSome) taken = v128.and(taken, pair(where, i));", ""],
  ["mean", "couple(x, i, end, NOTHING)", "couple(x, i, end, 0)"],
  ["slope", "if (!passes(where, i) || isNaN(a)", "if (isNaN(a)"],
  ["variance", "known * squares - sum * sum", "known * squares + sum * sum"],
  ["max", "if (best == 0) best = firstZero", "if (best == 1) best = firstZero"],
  ["max", "couple(x, i, end, worst)", "couple(x, i, end, 1e9)"],
  ["atLargest", "passes(where, i) || isNaN(load<f64>(order", "passes(where, i) || isNaN(load<f64>(x"],
  [
    "atLargest",
    "(a == b && load<f64>(tie + (i << 3)) > load",
    "(a == b && load<f64>(tie + (i << 3)) >= load"
  ],
  ["rank", "isLast ? !isBefore(row, other, order, tie)", "isLast ? isBefore(other, row, order, tie)"],
  ["rank", "if (!passes(where, row) || isNaN(", "if (isNaN("]
];

test("the comparison finds a fault planted in any loop of the kernels", async () => {
  const used = new Set(inOrder(EXPRESSIONS).map(({op}) => op as string));
  for (const [op, text, changed] of FAULTS) {
    assert.ok(used.has(op), `no feature has ${op}`);
    const [name, part] = PARTS.find(([name]) => read(KERNELS[name].source).includes(text)) ?? [];
    assert.ok(name && part, `no kernel has ${text}`);
    const binary = await compileKernel(name, read(KERNELS[name].source).replace(text, changed));
    const kernel = createLoopKernel({[part]: new WebAssembly.Module(Uint8Array.from(binary))});
    assert.notDeepEqual(differences(kernel, true), [], `${text} → ${changed}`);
  }
});
