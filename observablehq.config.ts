import {readdirSync} from "node:fs";
import type MarkdownIt from "markdown-it";
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
import type {Currency} from "./src/core/words/money.ts";
import {languageBlocks} from "./tools/pages/languageBlocks.ts";
import {leaveTablesOut, leftOutNotice} from "./tools/pages/leftOutTables.ts";
import {notebookClients} from "./tools/pages/notebookClients.ts";
import {notebookList} from "./tools/pages/notebookList.ts";
import {notebookNames, readNotebooks} from "./tools/pages/notebooks.ts";
import {pageImports} from "./tools/pages/pageImports.ts";

/** What the pages are made from; null while there is no data set yet. */
function madeFrom(): MadeFrom | null {
  try {
    const {data, modelSha256, policyVersion} = readMadeFrom(siteInputs());
    return {data, modelSha256, policyVersion};
  } catch {
    return null;
  }
}
const made = madeFrom();
const currency = JSON.parse(process.env.SCOREBOOK_CURRENCY ?? "null") as Currency | null;

process.env.OBSERVABLE_TELEMETRY_DISABLE = "true";

interface PageContext {
  path: string;
  data: Record<string, unknown>;
}
const lang = ({path}: Pick<PageContext, "path">): Lang => languageOf(path);

/** The pages that exist in every language: one source each under src/[lang]/. */
const paths = readdirSync("src/[lang]", {recursive: true, encoding: "utf8"})
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.slice(0, -".md".length))
  .concat(notebookNames("src/notebooks").map((name) => `notebooks/${name}`))
  .flatMap((page) => LANGUAGES.map((language) => pathIn(language, `/${page}`)));

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
  markdownIt: (md: MarkdownIt) =>
    pageImports(notebookList(languageBlocks(md), (language) => readNotebooks("src/notebooks", language))),
  duckdb: {extensions: {json: null, parquet: null}},
  interpreters: {".ts": ["node", "--import", "tsx"]},
  head(page: PageContext) {
    leaveTablesOut(page.data);
    return pageHead(lang(page), page.path, currency, notebookClients("src/notebooks", page.path));
  },
  header: (page: PageContext) =>
    pageHeader(lang(page), page.path, made?.data.generated) + leftOutNotice(lang(page), page.data),
  footer: (page: PageContext) => pageFooter(lang(page), made)
};
