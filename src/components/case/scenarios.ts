import type {CaseState} from "../../core/schema/case.ts";
import {html, whenOther} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type CasePart, type CaseView, type Change, formatWhen, mayChange, reveal} from "./parts.ts";

/** Draws the scenarios that are kept, each to be tried or forgotten, and keeps what is tried as one more. */
export function scenariosPart(lang: Lang, change: Change): CasePart {
  const name =
    html`<input type="text" maxlength="60" required pattern=${".*\\S.*"} autocomplete="off">` as HTMLInputElement;
  const save = (event: Event) => {
    event.preventDefault();
    change({save: name.value.trim()});
    name.value = "";
  };
  const keep = html`<button>${t(lang, "case.scenario.save")}</button>`;
  const form = html`<form class="controls" onsubmit=${save}><label>${t(lang, "case.scenario.name")} ${name}</label>${keep}</form>`;
  const list = html`<ul class="edits"></ul>`;
  const none = html`<p class="muted">${t(lang, "case.scenarios.none")}</p>`;

  function show(view: CaseView) {
    const may = mayChange(view);
    reveal(form, may && view.edits.length > 0);
    if (!view.state) return;
    const {scenarios} = view.state;
    reveal(none, scenarios.length === 0);
    showList({scenarios, may});
  }

  const showList = whenOther(({scenarios, may}: Pick<CaseState, "scenarios"> & {may: boolean}) =>
    list.replaceChildren(
      ...scenarios.map(({name: kept, by, at, edits}) => {
        const about = t(lang, "case.scenario.by", {
          n: formatNumber(lang, edits.length),
          name: by,
          time: formatWhen(lang, at)
        });
        const button = (key: "apply" | "drop") =>
          html`<button type="button" class="link" aria-label=${t(lang, `case.scenario.${key}Of`, {name: kept})} onclick=${() => change({[key]: kept})}>${t(lang, `case.scenario.${key}`)}</button>`;
        return html`<li><b>${kept}</b> <span class="muted">${about}</span> ${may ? [button("apply"), " ", button("drop")] : null}</li>`;
      })
    )
  );
  const element = html`<div class="scenarios"><h4>${t(lang, "case.scenarios")}</h4>${none}${list}${form}</div>`;
  return {element, show};
}
