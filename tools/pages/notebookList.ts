import type MarkdownIt from "markdown-it";
import type {PluginWithParams} from "markdown-it";
import container from "markdown-it-container";
import type {Lang} from "../../src/components/i18n.ts";
import {languageOf, pathIn} from "../../src/components/shell/frame.ts";

/** An example notebook: its address from the site's root, its heading and the paragraph below. */
export interface Notebook {
  path: string;
  title: string;
  lead: string;
  /** What it is written in. */
  lang: Lang;
}

/** Lets a page hold the list of notebooks as it is when the page is made, between `:::notebooks` and `:::`. */
export function notebookList(md: MarkdownIt, read: (lang: Lang) => Notebook[]): MarkdownIt {
  const {escapeHtml} = md.utils;
  const item = (here: Lang, {path, title, lead, lang}: Notebook) =>
    `<li${lang === here ? "" : ` lang="${lang}"`}><a href="${pathIn(here, escapeHtml(path))}">${escapeHtml(title)}</a><p>${md.renderInline(lead)}</p></li>`;
  md.use(container as unknown as PluginWithParams, "notebooks", {
    render(tokens: {nesting: number}[], at: number, _options: unknown, env: {path: string}) {
      if (tokens[at]!.nesting !== 1) return "";
      const lang = languageOf(`/${env.path}`.replace("//", "/"));
      const items = read(lang).map((notebook) => item(lang, notebook));
      return `<ul class="notebook-list">${items.join("")}</ul>`;
    }
  });
  return md;
}
