import type MarkdownIt from "markdown-it";
import type {PluginWithParams} from "markdown-it";
import container from "markdown-it-container";
import {LANGUAGES, languageOf} from "../../src/components/shell/frame.ts";

/**
 * Lets one page hold its prose in every language: what stands between `:::fr` and `:::` is only in the French page.
 * The language of a page is that of its path; a block may hold headings, prose and cells alike.
 */
export function languageBlocks(md: MarkdownIt): MarkdownIt {
  for (const lang of LANGUAGES) md.use(container as unknown as PluginWithParams, lang, {render: () => ""});
  md.core.ruler.push("language_blocks", (state) => {
    const here = languageOf(`/${(state.env as {path: string}).path}`.replace("//", "/"));
    let foreign = "";
    state.tokens = state.tokens.filter(({type}) => {
      const [, lang, end] = /^container_(\w+)_(open|close)$/.exec(type) ?? [];
      if (!LANGUAGES.some((one) => one === lang)) return foreign === "";
      if (lang !== here) foreign = end === "open" ? lang! : "";
      return false;
    });
  });
  return md;
}
