import type MarkdownIt from "markdown-it";
import type {PluginWithParams} from "markdown-it";
import container from "markdown-it-container";
import {basePath} from "../../src/components/shell/base.ts";

/** An example notebook: its address from the site's root, its heading and the paragraph below. */
export interface Notebook {
  path: string;
  title: string;
  lead: string;
}

/** Lets a page hold the list of notebooks as it is when the page is made, between `:::notebooks` and `:::`. */
export function notebookList(md: MarkdownIt, read: () => Notebook[]): MarkdownIt {
  const {escapeHtml} = md.utils;
  const item = ({path, title, lead}: Notebook) =>
    `<li><a href="${basePath}${escapeHtml(path)}">${escapeHtml(title)}</a><p>${md.renderInline(lead)}</p></li>`;
  md.use(container as unknown as PluginWithParams, "notebooks", {
    render: (tokens: {nesting: number}[], at: number) =>
      tokens[at]!.nesting === 1 ? `<ul class="notebook-list" lang="en">${read().map(item).join("")}</ul>` : ""
  });
  return md;
}
