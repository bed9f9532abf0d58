import type {Lang} from "./src/components/i18n.ts";
import {languageOf, pageFooter, pageHead, pageHeader} from "./src/components/shell/frame.ts";

process.env.OBSERVABLE_TELEMETRY_DISABLE = "true";

interface PageContext {
  path: string;
}
const lang = ({path}: PageContext): Lang => languageOf(path);

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
  interpreters: {".ts": ["node", "--import", "tsx"]},
  head: (page: PageContext) => pageHead(lang(page)),
  header: (page: PageContext) => pageHeader(lang(page), page.path),
  footer: (page: PageContext) => pageFooter(lang(page))
};
