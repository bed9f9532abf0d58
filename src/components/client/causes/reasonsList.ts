import type {Explanation} from "../../../core/schema/explanation.ts";
import {html, whenOther} from "../../dom.ts";
import {formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {NOTHING_OPENED, type Opened} from "./opened.ts";

/** Reasons that follow what is tried. */
export type ReasonsList = Input<Opened> & {show(explanation: Pick<Explanation, "reasonCodes">): void};

/** Lists the reasons, each with what the client's records hold; an input of what is opened of them. */
export function reasonsList(lang: Lang, explanation: Pick<Explanation, "reasonCodes">): ReasonsList {
  const place = html`<div></div>`;
  const {element, change} = asInput<Opened>(place, NOTHING_OPENED, () => {});
  const reason = ({code, feature, label, points, text}: Explanation["reasonCodes"][number]) =>
    html`<li><b>${label[lang]}</b> <b class="down">${formatPoints(lang, points)}</b><br><button type="button" class="link" onclick=${() => change({cause: code, feature})}>${text[lang]}</button></li>`;
  const draw = whenOther(({reasonCodes}: Pick<Explanation, "reasonCodes">) =>
    place.replaceChildren(
      reasonCodes.length > 0
        ? html`<ol class="reason-list">${reasonCodes.map(reason)}</ol>`
        : html`<p>${t(lang, "client.reasons.none")}</p>`
    )
  );
  const show: ReasonsList["show"] = ({reasonCodes}) => draw({reasonCodes});
  show(explanation);
  return Object.assign(element, {show});
}
