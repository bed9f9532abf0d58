import type {ClientTable} from "../../../types.ts";
import {declaredColumn} from "../../columns.ts";
import type {Node} from "../../expression.ts";
import type {FrameName} from "../../frames.ts";
import type {Links} from "../links.ts";
import type {Running, Step} from "../machine.ts";
import type {Memory, MemoryPlan} from "../memory.ts";
import {AGGREGATES, acceptedCodes, isAlways, read, shareCondition, sourceOf} from "../operands.ts";
import type {LoopKernel} from "./kernel.ts";

/** Operations in the order of their numbers in loops.as. */
const NUMBERS = [
  ...["add", "subtract", "multiply", "divide", "minimum", "maximum", "coalesce", "absolute", "squareRoot"],
  "thousandths"
];
const COMPARISONS = ["less", "lessEqual", "equal", "isMissing"];
const LOGIC = ["and", "or", "not"];
const THOUSAND = 1000;
/** Codes that oneOf() knows. */
const CODES = 16;

/** Compiles an expression's loop of the kernel; undefined where it has none. @param otherwise the same without it */
export type KernelStep = (n: Node, otherwise: Step) => Step | undefined;

/** Where the kernel finds the ranges of parents' rows; undefined when a chunk's rows do not stand together. */
type RangesOf = (source: FrameName, target: FrameName) => (run: Running) => number | undefined;

/** Compiles expressions of one machine into loops of the kernel. */
export function createKernelSteps(plan: MemoryPlan, kernel: LoopKernel): KernelStep {
  const rangesOf = createRanges(plan);
  const spare = plan.more(null);
  return (n, otherwise) => {
    if (n.op === "column") return columnStep(n, plan, otherwise);
    if (n.op === "rank")
      return rankStep(n, plan, kernel, rangesOf(n.frame!, "application"), spare, otherwise);
    if (!AGGREGATES.has(n.op)) return rowwiseStep(n, plan, kernel);
    return aggregateStep(n, plan, kernel, rangesOf(sourceOf(n), n.frame!), otherwise);
  };
}

/** Copies the ranges of a chunk into the kernel's memory when they are first needed. */
function createRanges(plan: MemoryPlan): RangesOf {
  const places = new Map<string, (run: Running) => number | undefined>();
  const create = (source: FrameName, target: FrameName) => {
    const place = plan.more(target);
    let copied: Links | undefined;
    let isThere = false;
    return ({links}: Running): number | undefined => {
      if (links !== copied) {
        copied = links;
        const ranges = links.ranges(source, target);
        isThere = ranges !== null;
        if (ranges) new Int32Array(place.numbers.buffer, place.at, ranges.length).set(ranges);
      }
      return isThere ? place.at : undefined;
    };
  };
  return (source, target) => {
    const key = `${source}>${target}`;
    const place = places.get(key) ?? create(source, target);
    places.set(key, place);
    return place;
  };
}

function rankStep(
  n: Node,
  {of}: MemoryPlan,
  {tables}: LoopKernel,
  rangesOf: ReturnType<RangesOf>,
  spare: Memory,
  otherwise: Step
): Step {
  const [where, order, tie] = n.args.map(of) as [Memory, Memory, Memory];
  const out = of(n);
  const every = isAlways(n.args[0]!);
  return (run) => {
    const ranges = rangesOf(run);
    if (ranges === undefined) return otherwise(run);
    const clients = run.links.size("application");
    const isRanked = tables.rank(ranges, clients, order.at, tie.at, every ? 0 : where.at, out.at, spare.at);
    if (isRanked === 0) otherwise(run);
  };
}

function columnStep(n: Node, {of}: MemoryPlan, otherwise: Step): Step {
  const out = of(n);
  const frame = n.frame as ClientTable;
  const {name, nullCode} = declaredColumn(frame, n.column!);
  return (run) => {
    const rows = run.chunk.tables[frame];
    if (rows.fillAt) rows.fillAt(name, out.at, nullCode);
    else otherwise(run);
  };
}

function rowwiseStep(n: Node, {of}: MemoryPlan, {loops, allocate}: LoopKernel): Step | undefined {
  const out = of(n);
  const frame = n.frame!;
  const [a, b = a, c = a] = n.args.map(of) as [Memory, Memory?, Memory?];
  for (const [names, loop] of [
    [NUMBERS, loops.numbers],
    [COMPARISONS, loops.compare],
    [LOGIC, loops.logic]
  ] as const) {
    const op = names.indexOf(n.op);
    if (op >= 0) return ({links}) => loop(op, a.at, b!.at, out.at, links.size(frame));
  }
  if (n.op === "choose") return ({links}) => loops.choose(a.at, b!.at, c!.at, out.at, links.size(frame));
  if (n.op !== "oneOf") return undefined;
  const codes = acceptedCodes(n);
  if (codes.length > CODES) return undefined;
  const {buffer, at} = allocate(CODES)();
  new Uint8Array(buffer, at, CODES).set(codes);
  return ({links}) => loops.oneOf(a.at, at, out.at, links.size(frame));
}

function aggregateStep(
  n: Node,
  plan: MemoryPlan,
  kernel: LoopKernel,
  rangesOf: ReturnType<RangesOf>,
  otherwise: Step
): Step | undefined {
  const target = n.frame!;
  const loop = aggregateLoop(n, plan, kernel);
  if (loop === undefined) return undefined;
  const where = plan.of(read(n)[0]!);
  const every = isAlways(n.args[0]!);
  return (run) => {
    const ranges = rangesOf(run);
    if (ranges === undefined) otherwise(run);
    else loop(ranges, run.links.size(target), every ? 0 : where.at);
  };
}

type AggregateLoop = (ranges: number, parents: number, where: number) => void;

function aggregateLoop(n: Node, {of}: MemoryPlan, {loops, tables}: LoopKernel): AggregateLoop | undefined {
  const out = of(n);
  const [, x, y, z] = read(n).map(of) as [Memory, Memory, Memory, Memory];
  const exactness = n.args[1]?.exactness ?? "integer";
  const divisor = exactness === "amount" ? THOUSAND : 1;
  const isReal = Number(exactness === "real");
  switch (n.op) {
    case "count":
      return (ranges, parents, where) => loops.count(ranges, parents, where, out.at);
    case "sum":
    case "mean": {
      if (shareCondition(n))
        return (ranges, parents, where) => loops.share(ranges, parents, x.at, where, out.at);
      const isMean = Number(n.op === "mean");
      return (ranges, parents, where) =>
        loops.sum(ranges, parents, x.at, where, out.at, isReal, divisor, isMean);
    }
    case "min":
    case "max": {
      const isMost = Number(n.op === "max");
      return (ranges, parents, where) => tables.extremes(ranges, parents, x.at, where, out.at, isMost);
    }
    case "variance":
      if (exactness !== "integer") return undefined;
      return (ranges, parents, where) => loops.variance(ranges, parents, x.at, where, out.at);
    case "slope":
      return (ranges, parents, where) => loops.slope(ranges, parents, x.at, y.at, where, out.at, divisor);
    case "atLargest":
      return (ranges, parents, where) => tables.atLargest(ranges, parents, x.at, y.at, z.at, where, out.at);
    default:
      return undefined;
  }
}
