import {readdirSync} from "node:fs";
import {siteInputs} from "./loaders/site/emit.ts";
import {readMadeFrom} from "./loaders/site/madeFrom.ts";
import type {Lang} from "./src/components/i18n.ts";
import {
  LANGUAGES,
  languageOf,
  pageFooter,
  pageHead,
  pageHeader,
  pathIn
} from "./src/components/shell/frame.ts";
import type {MadeFrom} from "./src/components/shell/madeFrom.ts";
import {languageBlocks} from "./tools/languageBlocks.ts";

/** What the pages are made from; null while there is no data set yet. */
function madeFrom(): MadeFrom | null {
  try {
    const {data, modelSha256} = readMadeFrom(siteInputs());
    return {data, modelSha256};
  } catch {
    return null;
  }
}
const made = madeFrom();

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
  header: (page: PageContext) => pageHeader(lang(page), page.path, made?.data.generated),
  footer: (page: PageContext) => pageFooter(lang(page), made)
};
