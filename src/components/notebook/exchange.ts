import {deserialize, serialize} from "@observablehq/notebook-kit";
import type {Content} from "../../core/notebook/changes.ts";
import type {Cell} from "../../core/schema/notebook.ts";
import {t} from "../i18n.ts";
import {LIBRARY_NAMES} from "./libraryNames.ts";

const MODES: readonly string[] = ["js", "md", "sql"] satisfies Cell["mode"][];

/** Writes a notebook in Notebook Kit's own format, which Observable Desktop and Notebook Kit open. */
export function toKitHtml({title, cells}: Content, document?: Document): string {
  const notebook = {
    title,
    theme: "air" as const,
    readOnly: false,
    cells: cells.map(({mode, value, output}, i) => ({
      id: i + 1,
      mode,
      value,
      pinned: mode !== "md",
      hidden: false,
      ...(mode === "sql" && {database: "var:db"}),
      ...(output && {output})
    }))
  };
  return serialize(notebook, document ? {document} : {});
}

/** Reads a notebook in Notebook Kit's format. @throws Error that names a kind of cell that is not run here */
export function fromKitHtml(text: string, newId: () => string, parser?: DOMParser): Content {
  if (!/<notebook[\s>]/i.test(text)) throw new Error("it has no <notebook> element");
  const {title, cells} = deserialize(text, parser ? {parser} : {});
  const other = cells.find(({mode}) => !MODES.includes(mode));
  if (other) throw new Error(`cell ${other.id} is of the kind ${other.mode}; expected ${MODES.join(", ")}`);
  return {
    title,
    cells: cells.map(({mode, value, output}) => ({
      id: newId(),
      mode: mode as Cell["mode"],
      value,
      ...(output && {output})
    }))
  };
}

/** Where a page in src/notebooks/ finds the library. */
const LIBRARY_ADDRESS = "../scorebook.ts";

/** Writes a notebook as a page of Observable Framework that runs in src/notebooks/. */
export function toMarkdown({title, cells}: Content): string {
  const blocks = cells.map(({mode, value, output}) => {
    if (mode === "md") return value;
    if (mode === "js") return fenced(value);
    const rows = `Inputs.table(await sql\`${value.trim().replaceAll("`", "\\`")}\`)`;
    return fenced(output ? `const ${output} = view(${rows});` : rows);
  });
  const code = blocks.filter((_, i) => cells[i]?.mode !== "md" || /\$\{/.test(cells[i].value)).join("\n");
  const used = LIBRARY_NAMES.filter((name) => isUsed(code, name) && !isDeclared(code, name));
  const imports =
    used.length > 0 ? [fenced(`import {${used.join(", ")}} from ${JSON.stringify(LIBRARY_ADDRESS)};`)] : [];
  const [first, ...rest] = withTitle(title, blocks, cells[0]?.mode === "md");
  return `${[first, ...imports, ...rest].map((block) => block!.trim()).join("\n\n")}\n`;
}

/** Puts the title on top, which is what the navigation shows; one that nobody gave gives way to a heading of the text. */
function withTitle(title: string, blocks: readonly string[], startsWithText: boolean): string[] {
  const [first = "", ...rest] = blocks;
  const heading = startsWithText ? /^#\s+(.*)/.exec(first)?.[1]?.trim() : undefined;
  if (heading === undefined) return [`# ${title}`, ...blocks];
  const isUntitled = (["en", "fr"] as const).some((lang) => title === t(lang, "notebook.untitled"));
  return isUntitled || heading === title ? [...blocks] : [`# ${title}`, `#${first}`, ...rest];
}

const isUsed = (code: string, name: string): boolean =>
  new RegExp(`(?<![.\\w$])${name}(?=\\s*[(\`])`).test(code);

/** Tells whether cells give a name a meaning of their own. */
const isDeclared = (code: string, name: string): boolean =>
  new RegExp(`\\b(?:const|let|var|function\\*?|class)\\s+${name}\\b`).test(code);

const fenced = (code: string): string => `\`\`\`js\n${code.trim()}\n\`\`\``;
