import type {Node} from "../../expression.ts";
import type {Running, Step} from "../machine.ts";
import type {Memory, MemoryPlan} from "../memory.ts";
import {AGGREGATES, acceptedCodes, isAlways, read, shareCondition, sourceOf} from "../operands.ts";
import type {LoopKernel, Loops} from "./kernel.ts";

/** Operations in the order of their numbers in loops.as. */
const NUMBERS = [
  ...["add", "subtract", "multiply", "divide", "minimum", "maximum", "coalesce", "absolute", "squareRoot"],
  "thousandths"
];
const COMPARISONS = ["less", "lessEqual", "equal", "isMissing"];
const LOGIC = ["and", "or", "not"];
const THOUSAND = 1000;

/** Compiles an expression's loop of the kernel; undefined where it has none. @param otherwise the same without it */
export function kernelStep(n: Node, plan: MemoryPlan, kernel: LoopKernel, otherwise: Step): Step | undefined {
  return AGGREGATES.has(n.op) ? aggregateStep(n, plan, kernel, otherwise) : rowwiseStep(n, plan, kernel);
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
  const accepted = allocate(codes.length + 1);
  const {buffer, at} = accepted();
  new Uint8Array(buffer, at).set(codes);
  return ({links}) => loops.oneOf(a.at, at, codes.length, out.at, links.size(frame));
}

function aggregateStep(n: Node, plan: MemoryPlan, {loops}: LoopKernel, otherwise: Step): Step | undefined {
  const source = sourceOf(n);
  const target = n.frame!;
  const loop = aggregateLoop(n, plan, loops);
  if (loop === undefined) return undefined;
  const where = plan.of(read(n)[0]!);
  const every = isAlways(n.args[0]!);
  const {spare} = plan;
  return (run: Running) => {
    const starts = run.links.starts(source, target);
    if (starts === null) return otherwise(run);
    new Int32Array(spare.numbers.buffer, spare.at, starts.length).set(starts);
    loop(spare.at, starts.length - 1, every ? 0 : where.at);
  };
}

type AggregateLoop = (starts: number, parents: number, where: number) => void;

function aggregateLoop(n: Node, {of}: MemoryPlan, loops: Loops): AggregateLoop | undefined {
  const out = of(n);
  const [, x, y, z] = read(n).map(of) as [Memory, Memory, Memory, Memory];
  const exactness = n.args[1]?.exactness ?? "integer";
  const divisor = exactness === "amount" ? THOUSAND : 1;
  const isReal = Number(exactness === "real");
  switch (n.op) {
    case "count":
      return (starts, parents, where) => loops.count(starts, parents, where, out.at);
    case "sum":
    case "mean": {
      if (shareCondition(n))
        return (starts, parents, where) => loops.share(starts, parents, x.at, where, out.at);
      const isMean = Number(n.op === "mean");
      return (starts, parents, where) =>
        loops.sum(starts, parents, x.at, where, out.at, isReal, divisor, isMean);
    }
    case "min":
    case "max": {
      const isMost = Number(n.op === "max");
      return (starts, parents, where) => loops.extremes(starts, parents, x.at, where, out.at, isMost);
    }
    case "variance":
      if (exactness !== "integer") return undefined;
      return (starts, parents, where) => loops.variance(starts, parents, x.at, where, out.at);
    case "slope":
      return (starts, parents, where) => loops.slope(starts, parents, x.at, y.at, where, out.at, divisor);
    case "atLargest":
      return (starts, parents, where) => loops.atLargest(starts, parents, x.at, y.at, z.at, where, out.at);
    default:
      return undefined;
  }
}
