import {readdirSync} from "node:fs";
import type {Lang} from "./src/components/i18n.ts";
import {
  LANGUAGES,
  languageOf,
  pageFooter,
  pageHead,
  pageHeader,
  pathIn
} from "./src/components/shell/frame.ts";
import {languageBlocks} from "./src/components/shell/languageBlocks.ts";

process.env.OBSERVABLE_TELEMETRY_DISABLE = "true";

interface PageContext {
  path: string;
}
const lang = ({path}: PageContext): Lang => languageOf(path);

/** The pages that exist in every language: one source each under src/[lang]/. */
const paths = readdirSync("src/[lang]", {recursive: true, encoding: "utf8"})
  .filter((file) => file.endsWith(".md"))
  .flatMap((file) => LANGUAGES.map((language) => pathIn(language, `/${file.slice(0, -".md".length)}`)));

export default {
  root: "src",
  output: process.env.SCOREBOOK_DIST ?? "dist",
  title: "Scorebook",
  style: "style.css",
  globalStylesheets: [],
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  dynamicPaths: paths,
  markdownIt: languageBlocks,
  interpreters: {".ts": ["node", "--import", "tsx"]},
  head: (page: PageContext) => pageHead(lang(page)),
  header: (page: PageContext) => pageHeader(lang(page), page.path),
  footer: (page: PageContext) => pageFooter(lang(page))
};
