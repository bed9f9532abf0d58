import type {Explanation} from "../../../core/schema/explanation.ts";
import {html} from "../../dom.ts";
import {formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {NOTHING_OPENED, type Opened} from "./opened.ts";

/** Lists the reasons, each with what the client's records hold; an input of what is opened of them. */
export function reasonsList(lang: Lang, {reasonCodes}: Explanation): Input<Opened> {
  const reasons = reasonCodes.map(
    ({code, feature, label, points, text}) =>
      html`<li><b>${label[lang]}</b> <b class="down">${formatPoints(lang, points)}</b><br><button type="button" class="link" onclick=${() => change({cause: code, feature})}>${text[lang]}</button></li>`
  );
  const list =
    reasons.length > 0
      ? html`<ol class="reason-list">${reasons}</ol>`
      : html`<p>${t(lang, "client.reasons.none")}</p>`;
  const {element, change} = asInput<Opened>(list, NOTHING_OPENED, () => {});
  return element;
}
