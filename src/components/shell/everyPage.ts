import {basePath} from "./base.ts";
import {languageOf} from "./frame.ts";
import {fetchProvenance} from "./provenance.ts";

/** What every page does by itself, whoever wrote it: say which model and data it shows, and keep the selection on changing the language. */
void fetchProvenance(languageOf(location.pathname.slice(basePath.length)));

const link = document.querySelector<HTMLAnchorElement>("#observablehq-header a.language");
link?.addEventListener("click", () => {
  link.search = location.search;
});
