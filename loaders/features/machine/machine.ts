import type {ClientTable} from "../../types.ts";
import {declaredColumn} from "../columns.ts";
import type {Node} from "../expression.ts";
import {isDerived} from "../frames.ts";
import {
  countRows,
  distinctRows,
  extremeRows,
  largestRows,
  meanRows,
  type Rows,
  rankRows,
  type Scratch,
  shareRows,
  slopeRows,
  sumRows,
  thousandths,
  varianceRows
} from "./aggregates.ts";
import type {LoopKernel} from "./kernel/kernel.ts";
import {createKernelSteps} from "./kernel/steps.ts";
import {createLinks, type Links} from "./links.ts";
import {grown, type Memory, planMemory} from "./memory.ts";
import {AGGREGATES, acceptedCodes, inOrder, isAlways, read, shareCondition, sourceOf} from "./operands.ts";
import type {Chunk} from "./rows.ts";
import {rowwise} from "./rowwise.ts";

/** Computes expressions over chunks of clients; made once for a list of expressions, used for many chunks. */
export interface Machine {
  /**
   * Computes the outputs for a chunk: one number per client for each, NaN for missing; they are overwritten by the
   * next run.
   */
  run(chunk: Chunk): Evaluation;
}

export interface Evaluation {
  readonly links: Links;
  /** The values of an output, or with keepAll of any expression in one, one per row of its frame. */
  numbers(node: Node): Float64Array;
  flags(node: Node): Uint8Array;
  /** Where the values of output i are, in the kernel's memory if there is one. */
  output(i: number): Memory;
}

export type Step = (run: Running) => void;

export interface Running {
  chunk: Chunk;
  links: Links;
  scratch: Scratch;
  winner: Int32Array;
}

/**
 * Compiles expressions into a list of loops over typed arrays; equal sub-expressions are computed once.
 * With keepAll the values of inner expressions can be read after a run, too. With a kernel, which pays for
 * many clients, most loops are its own; the values are the same to the last bit.
 */
export function createMachine(
  outputs: readonly Node[],
  {keepAll = false, kernel}: {keepAll?: boolean; kernel?: LoopKernel} = {}
): Machine {
  const kept = new Set(outputs);
  const operandsOf = (n: Node) => (keepAll ? [...n.args, ...read(n)] : read(n));
  const nodes = inOrder(outputs, operandsOf);
  const plan = planMemory(nodes, operandsOf, (n) => keepAll || kept.has(n), kernel?.allocate);
  const {of, reserve} = plan;
  const kernelStep = kernel && createKernelSteps(plan, kernel);
  const steps = nodes
    .filter((n) => n.op !== "literal")
    .map((n) => {
      const step = compile(n, of);
      return kernelStep?.(n, step) ?? step;
    });
  let scratch: Scratch = {passed: new Int32Array(0), seen: new Int32Array(0), low: new Float64Array(0)};
  let winner = new Int32Array(0);
  const results = outputs.map(of);

  return {
    run(chunk) {
      const links = createLinks(chunk);
      const largest = reserve(links);
      if (winner.length < largest) {
        const n = grown(largest);
        winner = new Int32Array(n);
        scratch = {passed: new Int32Array(n), seen: new Int32Array(n), low: new Float64Array(n)};
      }
      const run = {chunk, links, scratch, winner};
      for (const step of steps) step(run);
      return {links, numbers: (n) => of(n).numbers, flags: (n) => of(n).flags, output: (i) => results[i]!};
    }
  };
}

function compile(n: Node, of: (n: Node) => Memory): Step {
  if (AGGREGATES.has(n.op)) return compileAggregate(n, of);
  const out = of(n);
  const frame = n.frame!;
  const args = n.args.map(of);
  const [a, b, c] = args as [Memory, Memory, Memory];
  switch (n.op) {
    case "column": {
      if (isDerived(frame)) throw new Error(`${frame} has no columns of its own; aggregate its source.`);
      const {name, nullCode} = declaredColumn(frame, n.column!);
      return ({chunk}) => {
        const rows = chunk.tables[frame as ClientTable];
        rows.fill(name, out.numbers);
        if (nullCode === undefined) return;
        for (let i = 0; i < rows.count; i++) if (out.numbers[i] === nullCode) out.numbers[i] = Number.NaN;
      };
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "minimum":
    case "maximum":
    case "coalesce": {
      const loop = rowwise[n.op];
      return ({links}) => loop(a.numbers, b.numbers, out.numbers, links.size(frame));
    }
    case "thousandths":
      return ({links}) => thousandths(a.numbers, out.numbers, links.size(frame));
    case "absolute":
    case "squareRoot": {
      const loop = rowwise[n.op];
      return ({links}) => loop(a.numbers, out.numbers, links.size(frame));
    }
    case "less":
    case "lessEqual":
    case "equal": {
      const loop = rowwise[n.op];
      return ({links}) => loop(a.numbers, b.numbers, out.flags, links.size(frame));
    }
    case "and":
    case "or": {
      const loop = rowwise[n.op];
      return ({links}) => loop(a.flags, b.flags, out.flags, links.size(frame));
    }
    case "not":
      return ({links}) => rowwise.not(a.flags, out.flags, links.size(frame));
    case "isMissing":
      return ({links}) => rowwise.isMissing(a.numbers, out.flags, links.size(frame));
    case "oneOf": {
      const accepted = acceptedCodes(n);
      return ({links}) => rowwise.oneOf(a.numbers, accepted, out.flags, links.size(frame));
    }
    case "choose":
      return ({links}) => rowwise.choose(a.flags, b.numbers, c.numbers, out.numbers, links.size(frame));
    case "monthlyRate":
      return ({links}) =>
        rowwise.monthlyRate(a.numbers, b.numbers, c.numbers, out.numbers, links.size(frame));
    case "parent": {
      const above = n.args[0]!.frame!;
      return ({links}) => rowwise.parent(a.numbers, links.link(frame, above), out.numbers, links.size(frame));
    }
    case "rank": {
      const every = isAlways(n.args[0]!);
      return ({links}) => {
        const link = links.link(frame, "application");
        const size = links.size(frame);
        rankRows(
          {n: size, parents: 0, link, where: every ? null : a.flags, ranges: null, present: link},
          b.numbers,
          c.numbers,
          out.numbers
        );
      };
    }
    default:
      throw new Error(`The machine does not know ${n.op}.`);
  }
}

function compileAggregate(n: Node, of: (n: Node) => Memory): Step {
  const source = sourceOf(n);
  const target = n.frame!;
  const [where, x, y, z] = read(n).map(of) as [Memory, Memory, Memory, Memory];
  const out = of(n);
  const every = isAlways(n.args[0]!);
  const exactness = n.args[1]?.exactness ?? "integer";
  const rowsOf = ({links}: Running): Rows => ({
    n: links.size(source),
    parents: links.size(target),
    link: links.link(source, target),
    where: every ? null : where.flags,
    ranges: links.ranges(source, target),
    present: links.present(source, target)
  });
  switch (n.op) {
    case "count":
      return (run) => countRows(rowsOf(run), out.numbers);
    case "sum":
      return (run) => sumRows(rowsOf(run), x.numbers, exactness, out.numbers, run.scratch);
    case "mean":
      if (shareCondition(n)) return (run) => shareRows(rowsOf(run), x.flags, out.numbers);
      return (run) => meanRows(rowsOf(run), x.numbers, exactness, out.numbers, run.scratch);
    case "min":
      return (run) => extremeRows(rowsOf(run), x.numbers, -1, out.numbers);
    case "max":
      return (run) => extremeRows(rowsOf(run), x.numbers, 1, out.numbers);
    case "variance":
      return (run) => varianceRows(rowsOf(run), x.numbers, exactness, out.numbers, run.scratch);
    case "distinct":
      return (run) => distinctRows(rowsOf(run), x.numbers, out.numbers);
    case "slope":
      if (exactness === "real") throw new Error("slope() needs integers or amounts.");
      return (run) => slopeRows(rowsOf(run), x.numbers, y.numbers, exactness, out.numbers);
    default:
      return (run) => {
        const rows = rowsOf(run);
        largestRows(rows, y.numbers, z.numbers, run.winner);
        for (let p = 0; p < rows.parents; p++) {
          const w = run.winner[p]!;
          out.numbers[p] = w < 0 ? Number.NaN : x.numbers[w]!;
        }
      };
  }
}
