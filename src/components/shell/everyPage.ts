import {basePath} from "./base.ts";
import {languageOf} from "./frame.ts";
import {fetchProvenance} from "./provenance.ts";
import {showTogether} from "./showTogether.ts";

/**
 * What every page does by itself, whoever wrote it: say which model and data it shows, keep the selection on changing
 * the language, and show what its cells draw at once.
 */
void fetchProvenance(languageOf(location.pathname.slice(basePath.length)));
showTogether(document);

const link = document.querySelector<HTMLAnchorElement>("#observablehq-header a.language");
link?.addEventListener("click", () => {
  link.search = location.search;
});
