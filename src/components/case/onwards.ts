import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {LISTS} from "../queue/queueData.ts";
import {pathIn} from "../shell/frame.ts";

/**
 * Draws the ways on from a client: the report, and for who came from the work queue the next of the same list, and back.
 * @param hasReport whether who is here may see the report
 */
export function onwards(lang: Lang, clientId: number, search: string, hasReport: boolean): HTMLElement {
  const list = LISTS.find((one) => one === new URLSearchParams(search).get("queue"));
  const queue = `${pathIn(lang, "/queue")}?list=${list}`;
  const report = `${pathIn(lang, "/report")}?client=${clientId}`;
  return html`<p class="controls">
    ${list ? [html`<a class="button" href=${`${queue}&go=next&after=${clientId}`}>${t(lang, "queue.nextHere")}</a>`, html`<a href=${queue}>${t(lang, "queue.back")}</a>`] : null}
    ${hasReport ? html`<a href=${report}>${t(lang, "case.report")}</a>` : null}
  </p>`;
}
