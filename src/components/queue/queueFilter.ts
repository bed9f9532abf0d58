import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {DISTANCES, OWNERS, type Owner, type QueueView} from "./queueData.ts";

/** Draws the filter of the work queue. */
export function queueFilter(
  lang: Lang,
  first: QueueView,
  change: (next: Partial<QueueView>) => void
): {element: HTMLElement; show(view: QueueView): void} {
  const client =
    html`<input name="client" inputmode="numeric" maxlength="10" size="10" autocomplete="off" value=${first.client} oninput=${() => change({client: client.value.replace(/\D/g, "")})}>` as HTMLInputElement;
  const owner =
    html`<select name="owner" onchange=${() => change({owner: owner.value as Owner})}>${OWNERS.map(
      (one) => html`<option value=${one}>${t(lang, `queue.owner.${one}`)}</option>`
    )}</select>` as HTMLSelectElement;
  const near = html`<select name="near" onchange=${() => change({near: Number(near.value)})}>${DISTANCES.map(
    (one) => html`<option value=${one}>${one}</option>`
  )}</select>` as HTMLSelectElement;
  const distance = html`<label>${t(lang, "queue.points")} ${near}</label>`;
  const element = html`<div class="controls">
    <label>${t(lang, "queue.client")} ${client}</label>
    <label>${t(lang, "queue.whose")} ${owner}</label>
    ${distance}
  </div>`;
  return {
    element,
    show(view) {
      owner.value = view.owner;
      near.value = String(view.near);
      distance.toggleAttribute("hidden", view.list !== "near");
    }
  };
}
