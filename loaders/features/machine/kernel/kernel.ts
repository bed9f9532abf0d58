import type {Allocate} from "../memory.ts";
import {SIMD_CODE} from "./simdCode.ts";

/** A place in the kernel's memory, in bytes from its start; of a condition that always holds 0. */
type Place = number;
/** Where the starts of the parents' rows are, and how many parents there are. */
type Parents = readonly [starts: Place, parents: number];

/** The loops of loops.as over memory; what they do is said there. */
export interface Loops {
  numbers(op: number, a: Place, b: Place, out: Place, rows: number): void;
  compare(op: number, a: Place, b: Place, out: Place, rows: number): void;
  logic(op: number, a: Place, b: Place, out: Place, rows: number): void;
  choose(condition: Place, a: Place, b: Place, out: Place, rows: number): void;
  oneOf(a: Place, accepted: Place, count: number, out: Place, rows: number): void;
  count(...given: [...Parents, where: Place, out: Place]): void;
  share(...given: [...Parents, condition: Place, where: Place, out: Place]): void;
  sum(
    ...given: [
      ...Parents,
      x: Place,
      where: Place,
      out: Place,
      isReal: number,
      divisor: number,
      isMean: number
    ]
  ): void;
  variance(...given: [...Parents, x: Place, where: Place, out: Place]): void;
  extremes(...given: [...Parents, x: Place, where: Place, out: Place, isMost: number]): void;
  slope(...given: [...Parents, y: Place, x: Place, where: Place, out: Place, scale: number]): void;
  atLargest(...given: [...Parents, x: Place, order: Place, tie: Place, where: Place, out: Place]): void;
}

/** The loops and the memory in which their arrays have to be. */
export interface LoopKernel {
  readonly loops: Loops;
  readonly allocate: Allocate;
}

const PAGE = 65_536;
/** The loops may load so many bytes behind an array. */
const SLACK = 64;
const ALIGNED = 16;

let compiled: WebAssembly.Module | undefined;

function loopsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(SIMD_CODE, "base64"));
  return compiled;
}

/** Starts the loops with a memory of their own, which grows as room is asked for and is never given back in parts. */
export function createLoopKernel(module = loopsModule()): LoopKernel {
  const memory = new WebAssembly.Memory({initial: 1});
  const {exports} = new WebAssembly.Instance(module, {env: {memory}});
  let end = ALIGNED;
  return {
    loops: exports as unknown as Loops,
    allocate(bytes) {
      const at = end;
      end += Math.ceil(bytes / ALIGNED) * ALIGNED;
      const missing = end + SLACK - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return () => ({buffer: memory.buffer, at});
    }
  };
}
