import type {Allocate} from "../memory.ts";
import {SIMD_CODE} from "./simdCode.ts";
import {SIMD_CODE as TABLES_CODE} from "./tablesCode.ts";

/** A place in the kernel's memory, in bytes from its start; of a condition that always holds 0. */
type Place = number;
/** Where the ranges of the parents' rows are, and how many parents there are. */
type Parents = readonly [ranges: Place, parents: number];

/** The loops of loops.as over memory; what they do is said there. */
export interface Loops {
  numbers(op: number, a: Place, b: Place, out: Place, rows: number): void;
  compare(op: number, a: Place, b: Place, out: Place, rows: number): void;
  logic(op: number, a: Place, b: Place, out: Place, rows: number): void;
  choose(condition: Place, a: Place, b: Place, out: Place, rows: number): void;
  oneOf(a: Place, accepted: Place, out: Place, rows: number): void;
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
  slope(...given: [...Parents, y: Place, x: Place, where: Place, out: Place, scale: number]): void;
}

/** The loops of tables.as over the same memory; `type` is a number that tables.as gives a type of cell. */
export interface TableLoops {
  take(
    type: number,
    from: Place,
    width: number,
    rows: number,
    nothing: number,
    unknown: number,
    out: Place
  ): void;
  takeCodes(from: Place, width: number, rows: number, codes: Place, count: number, out: Place): void;
  extremes(...given: [...Parents, x: Place, where: Place, out: Place, isMost: number]): void;
  rank(...given: [...Parents, order: Place, tie: Place, where: Place, out: Place, spare: Place]): number;
  atLargest(...given: [...Parents, x: Place, order: Place, tie: Place, where: Place, out: Place]): void;
  pack(x: Place, clients: number, rows: Place, stride: number, column: Place, valid: Place): void;
}

/** The loops and the memory in which their arrays have to be. */
export interface LoopKernel {
  readonly loops: Loops;
  readonly tables: TableLoops;
  readonly allocate: Allocate;
}

const PAGE = 65_536;
/** The loops may load so many bytes behind an array. */
const SLACK = 64;
const ALIGNED = 16;

/** The two kernels, compiled. */
export interface KernelModules {
  readonly loops: WebAssembly.Module;
  readonly tables: WebAssembly.Module;
}

let compiled: KernelModules | undefined;

const compile = (code: string): WebAssembly.Module => new WebAssembly.Module(Buffer.from(code, "base64"));

function ownModules(): KernelModules {
  compiled ??= {loops: compile(SIMD_CODE), tables: compile(TABLES_CODE)};
  return compiled;
}

/** Starts the loops with a memory of their own, which grows as room is asked for and is never given back in parts. */
export function createLoopKernel(modules: Partial<KernelModules> = {}): LoopKernel {
  const memory = new WebAssembly.Memory({initial: 1});
  const {loops, tables} = {...ownModules(), ...modules};
  const start = (module: WebAssembly.Module): unknown =>
    new WebAssembly.Instance(module, {env: {memory}}).exports;
  let end = ALIGNED;
  return {
    loops: start(loops) as Loops,
    tables: start(tables) as TableLoops,
    allocate(bytes) {
      const at = end;
      end += Math.ceil(bytes / ALIGNED) * ALIGNED;
      const missing = end + SLACK - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return () => ({buffer: memory.buffer, at});
    }
  };
}
