import {type Kernel, viewMemory} from "./kernel.ts";
import type {Layout} from "./layout.ts";
import {SIMD_CODE} from "./simdCode.ts";

const PAGE = 65_536;

interface Exports {
  configure(...addresses: number[]): void;
  run(from: number, to: number): void;
}

let compiled: WebAssembly.Module | null | undefined;

/** Compiles the WebAssembly once; null where there is none, no SIMD, or a content policy that forbids it. */
function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(SIMD_CODE), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** Starts an instance with memory for a layout; null where the platform refuses either. */
function instantiate(module: WebAssembly.Module, byteLength: number) {
  try {
    const memory = new WebAssembly.Memory({initial: Math.ceil(byteLength / PAGE)});
    const {exports} = new WebAssembly.Instance(module, {env: {memory}});
    return {memory, exports: exports as unknown as Exports};
  } catch {
    return null;
  }
}

/**
 * Creates the kernel of kernel.ts in WebAssembly, two quadrature points at a time. It gives the same bits as the
 * plain one. Null where the platform does not allow it or has no such memory left.
 */
export function createSimdKernel(layout: Layout, lanes: number, columns: number): Kernel | null {
  if (compiled === undefined) compiled = compile();
  const instance = compiled && instantiate(compiled, layout.byteLength);
  if (!instance) return null;
  const {memory, exports} = instance;
  layout.writeTo(memory.buffer);
  const {addresses: at} = layout;
  exports.configure(
    at.trees,
    at.nodes,
    at.repeats,
    at.inverses,
    at.leafValues,
    at.outerValues,
    at.rules,
    at.lanes,
    at.rounding,
    at.contributions,
    at.out,
    at.down,
    at.up,
    at.state
  );
  return {
    ...viewMemory(memory.buffer, layout, lanes, columns),
    name: "simd",
    byteLength: memory.buffer.byteLength,
    run: exports.run
  };
}
