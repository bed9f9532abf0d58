import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Notebook} from "./notebookList.ts";

/** Reads the example notebooks of a folder, by their titles: the first heading and the paragraph below it. */
export function readNotebooks(folder: string): Notebook[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => {
      const name = file.slice(0, -".md".length);
      const prose = readFileSync(join(folder, file), "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
      const [, title = name, rest = ""] = /^#\s+(.+)\n([\s\S]*)$/m.exec(prose) ?? [];
      const [lead = ""] = rest.trim().split(/\n\s*\n/);
      return {
        path: `/notebooks/${name}`,
        title,
        lead: /^[`#:<]/.test(lead) ? "" : lead.replaceAll("\n", " ")
      };
    })
    .sort((a, b) => a.title.localeCompare(b.title, "en"));
}
