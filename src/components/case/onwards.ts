import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {LISTS} from "../queue/queueData.ts";
import {pathIn} from "../shell/frame.ts";

/** Draws the ways on from a client who was come to from the work queue: the next of the same list, and back. */
export function onwards(lang: Lang, clientId: number, search: string): HTMLElement | null {
  const list = LISTS.find((one) => one === new URLSearchParams(search).get("queue"));
  if (!list) return null;
  const queue = `${pathIn(lang, "/queue")}?list=${list}`;
  return html`<p class="controls"><a class="button" href=${`${queue}&go=next&after=${clientId}`}>${t(lang, "queue.nextHere")}</a> <a href=${queue}>${t(lang, "queue.back")}</a></p>`;
}
