const READER = "/@observablehq/framework/dist/javascript/module.js";
const COMPILER = new URL("./compiler.ts", import.meta.url).href;

/** Gives Framework's reader of TypeScript modules our compiler in place of esbuild. */
export function resolve(specifier, context, next) {
  const isReader = specifier === "esbuild" && context.parentURL?.split("?")[0].endsWith(READER);
  return next(isReader ? COMPILER : specifier, context);
}
