import type MarkdownIt from "markdown-it";

/** Names that cells may use without an import, and where they come from. */
const GIVEN = [
  {name: "sql", isUsed: /^(`{3,}|~{3,})sql\b|\bsql\s*[`(]/m, from: "/scorebook.js"},
  {name: "Inputs", isUsed: /\bInputs\.|^(`{3,}|~{3,})sql\b/m, from: "/components/library/inputs.js"}
] as const;
const FENCE = /^(js|javascript|ts|tsx|jsx)\b/;

/**
 * Lets cells use what Framework gives by these names as this site gives it: `sql`, and so the blocks of that
 * language, asks the server's tables; `Inputs.table` writes ids plain. A page that imports or declares a name keeps its own.
 * Cells may name modules by the ending that they have on disk.
 */
export function pageImports(md: MarkdownIt): MarkdownIt {
  md.core.ruler.push("page_imports", (state) => {
    const cells = state.tokens.filter(({type, info}) => type === "fence" && FENCE.test(info.trim()));
    for (const cell of cells) cell.content = namesAsServed(cell.content);
    const code = cells.map(({content}) => content).join("\n");
    const lines = GIVEN.filter(({name, isUsed}) => isUsed.test(state.src) && !declares(code, name)).map(
      ({name, from}) => `import {${name}} from "${from}";`
    );
    if (lines.length === 0) return;
    const token = new state.Token("fence", "code", 0);
    Object.assign(token, {
      info: "js",
      markup: "```",
      content: `${lines.join("\n")}\n`,
      map: [0, 0],
      block: true
    });
    state.tokens.push(token);
  });
  return md;
}

/** Tells whether code imports a name or declares it. */
function declares(code: string, name: string): boolean {
  const imported = new RegExp(`\\bimport\\b[^;"'\`]*\\b${name}\\b[^;"'\`]*\\bfrom\\b`);
  const declared = new RegExp(`\\b(?:const|let|var|function|class)\\s+${name}\\b`);
  return imported.test(code) || declared.test(code);
}

/** Converts the ending of local modules in imports, .ts, to the one that they are served under. */
const namesAsServed = (code: string): string =>
  code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{0,2}\/[^"'\n]+)\.ts\2/g, "$1$2$3.js$2");
