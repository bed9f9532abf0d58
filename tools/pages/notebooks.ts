import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Lang} from "../../src/components/i18n.ts";
import type {Notebook} from "./notebookList.ts";

/** Lists the notebooks of a folder by the names of their files. */
export const notebookNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => file.slice(0, -".md".length));

/**
 * Reads the example notebooks of a folder, by their titles in a language: the first heading and the paragraph below
 * it. One that is not written in that language has the title that it has.
 */
export function readNotebooks(folder: string, lang: Lang): Notebook[] {
  return notebookNames(folder)
    .map((name) => {
      const text = readFileSync(join(folder, `${name}.md`), "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
      const prose = inLanguage(text, lang);
      const [, title = name, rest = ""] = /^#\s+(.+)\n([\s\S]*)$/m.exec(prose) ?? [];
      const [lead = ""] = rest.trim().split(/\n\s*\n/);
      return {
        path: `/notebooks/${name}`,
        title,
        lead: /^[`#:<]/.test(lead) ? "" : lead.replaceAll("\n", " "),
        lang: /^:::fr$/m.test(text) ? lang : ("en" as const)
      };
    })
    .sort((a, b) => a.title.localeCompare(b.title, lang));
}

/** Leaves of the blocks that hold a language only those of the wanted one. */
const inLanguage = (text: string, lang: Lang): string =>
  text.replace(/^:::(en|fr)\n([\s\S]*?)^:::$/gm, (_block, one: string, own: string) =>
    one === lang ? own : ""
  );
