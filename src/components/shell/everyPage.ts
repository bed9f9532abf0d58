import {t} from "../i18n.ts";
import {basePath} from "./base.ts";
import {showCaller} from "./caller.ts";
import {languageOf} from "./frame.ts";
import {sayPatience} from "./patience.ts";
import {fetchProvenance} from "./provenance.ts";
import {showTogether} from "./showTogether.ts";

/**
 * What every page does by itself, whoever wrote it: say which model and data it shows and who is signed in, hear of a new
 * cut-off, keep the selection on changing the language, show what its cells draw at once, and say what takes long.
 */
const path = location.pathname.slice(basePath.length);
const lang = languageOf(path);
void fetchProvenance(lang);
void showCaller(lang);
showTogether(document);
sayPatience(document, t(lang, "state.patience"), path.includes("/notebooks/"));

const link = document.querySelector<HTMLAnchorElement>("#observablehq-header a.language");
link?.addEventListener("click", () => {
  link.search = location.search;
});

/** These pages hear of it by themselves. */
const HEARS_ITSELF = /^\/(en|fr)\/(live|cutoff)$/;
/** What the page shows comes first, and what a socket needs is not loaded beside it. */
const WATCH_AFTER_MS = 3000;
if (!HEARS_ITSELF.test(path))
  setTimeout(async () => {
    const {watchPolicy} = await import("./watchPolicy.ts");
    watchPolicy(() => void fetchProvenance(lang));
  }, WATCH_AFTER_MS);
