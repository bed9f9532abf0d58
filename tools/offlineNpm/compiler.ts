import {
  transform as esbuildTransform,
  transformSync as esbuildTransformSync,
  type TransformOptions
} from "esbuild";
import {toFrameworkSpecifiers} from "./specifiers.ts";

/** Compiles a TypeScript module as esbuild does and rewrites its imports for Framework. */
export async function transform(source: string, options: TransformOptions): Promise<{code: string}> {
  return {code: toFrameworkSpecifiers((await esbuildTransform(source, options)).code)};
}

/** Does the same at once, for the cells of a page. */
export function transformSync(source: string, options: TransformOptions): {code: string} {
  return {code: toFrameworkSpecifiers(esbuildTransformSync(source, options).code)};
}
