import {basePath} from "./base.ts";
import {showCaller} from "./caller.ts";
import {languageOf} from "./frame.ts";
import {fetchProvenance} from "./provenance.ts";
import {showTogether} from "./showTogether.ts";

/**
 * What every page does by itself, whoever wrote it: say which model and data it shows and who is signed in, keep the selection on changing
 * the language, and show what its cells draw at once.
 */
const lang = languageOf(location.pathname.slice(basePath.length));
void fetchProvenance(lang);
void showCaller(lang);
showTogether(document);

const link = document.querySelector<HTMLAnchorElement>("#observablehq-header a.language");
link?.addEventListener("click", () => {
  link.search = location.search;
});
