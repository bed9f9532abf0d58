/** An import or export line as esbuild prints it (a long list of names ends in a line of its own), or import("…"). */
const STATEMENT = /^(import |(?:import|export|\}) ?[^"'`\n]* from )"([^"\n]+)"/gm;
const EXPRESSION = /(\bimport\()"([^"\n]+)"/g;

/**
 * Rewrites the import specifiers of a module that esbuild printed to those that Framework understands:
 * "./x.ts" → "./x.js", "package" → "npm:package". Anything with a scheme (npm:, observablehq:) stays.
 */
export function toFrameworkSpecifiers(code: string): string {
  const rewrite = (_: string, before: string, specifier: string) =>
    `${before}"${toFrameworkSpecifier(specifier)}"`;
  return code.replace(STATEMENT, rewrite).replace(EXPRESSION, rewrite);
}

function toFrameworkSpecifier(specifier: string): string {
  if (/^\.{0,2}\//.test(specifier)) return specifier.replace(/\.ts$/, ".js");
  return /^\w+:/.test(specifier) ? specifier : `npm:${specifier}`;
}
