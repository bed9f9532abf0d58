import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {parse} from "es-module-lexer/js";

/** A fault of a built site: where it is and what is wrong. */
export interface DistFault {
  file: string;
  message: string;
}

/**
 * Finds what Framework builds without complaint and a browser would stumble over: cells that do not parse, imports
 * that nothing resolves, and anything loaded from another host.
 */
export function checkDist(directory: string): DistFault[] {
  return readdirSync(directory, {recursive: true, encoding: "utf8"})
    .filter((file) => /\.(html|js|css)$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(directory, file), "utf8");
      return [...checkText(file, text), ...deadImports(directory, file, text)];
    });
}

/** Finds what the cells of a page import from nowhere; Framework's own modules name packages that no page loads. */
function deadImports(directory: string, file: string, text: string): DistFault[] {
  if (!file.endsWith(".html") || file.startsWith("_file/")) return [];
  return importsOf(inlineModules(text))
    .filter(
      (specifier) => /^\.{0,2}\//.test(specifier) && !existsSync(join(directory, dirname(file), specifier))
    )
    .map((specifier) => ({file, message: `the import "${specifier}" leads nowhere`}));
}

/** Finds the faults of one built file; `file` decides by its ending what is looked for. */
export function checkText(file: string, text: string): DistFault[] {
  const faults: string[] = [];
  const isPage = file.endsWith(".html");
  if (isPage && !file.startsWith("_file/") && text.includes("observablehq--error"))
    faults.push("a cell does not parse");
  for (const specifier of importsOf(isPage ? inlineModules(text) : file.endsWith(".js") ? text : "")) {
    if (!/^(\.{0,2}\/|data:)/.test(specifier)) faults.push(`the import "${specifier}" is not resolved`);
    else if (/\.tsx?$/.test(specifier)) faults.push(`the import "${specifier}" was not compiled`);
  }
  for (const address of foreignAddresses(text, isPage)) faults.push(`${address} is on another host`);
  return faults.map((message) => ({file, message}));
}

const inlineModules = (html: string): string =>
  [...html.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)].map(([, code]) => code).join("\n");

/** Lists what a module imports; the address of an import that is made up at run time is not known. */
const importsOf = (code: string): string[] => parse(code)[0].flatMap(({n: specifier}) => specifier ?? []);

function foreignAddresses(text: string, isPage: boolean): string[] {
  const loads = isPage
    ? /<(?!a\b)\w+[^>]*?\b(?:src|href)="((?:https?:)?\/\/[^"]+)"/g
    : /(?:url\(\s*["']?|@import\s+["'])((?:https?:)?\/\/[^"')\s]+)/g;
  return [...text.matchAll(loads)].map((match) => match[1]!);
}
