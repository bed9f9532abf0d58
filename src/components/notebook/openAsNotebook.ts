import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";

/**
 * Makes a link that opens the scratch notebook with these cells of JavaScript; a line `// ---` separates one cell
 * from the next.
 */
export const openAsNotebook = (lang: Lang, source: string): HTMLElement =>
  html`<a class="as-notebook" href=${`${pathIn(lang, "/notebook")}#js=${encodeURIComponent(source)}`}>${t(lang, "notebook.open")}</a>`;
