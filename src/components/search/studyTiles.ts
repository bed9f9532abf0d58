import type {StudyAnswer} from "../../core/schema/study.ts";
import {html} from "../dom.ts";
import {formatNumber, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {objectiveLabel} from "./labels.ts";

/** Draws what a search has found so far, in numbers; out of fold. */
export function studyTiles(lang: Lang, study: StudyAnswer): HTMLElement {
  const number = (value: number, digits = 0) => formatNumber(lang, value, digits);
  const best = study.best && study.list[study.best.number];
  const fixed = study.list.find((trial) => trial.fixed && trial.state === "complete");
  const failed = study.list.filter(({state}) => state === "fail").length;
  const tiles = [
    {
      label: objectiveLabel(lang, study.objective),
      value: best ? number(best.value!, 4) : "–",
      note: best ? t(lang, "search.best.note", {number: best.number}) : t(lang, "search.best.none")
    },
    {
      label: t(lang, "search.fixed.label"),
      value: fixed ? number(fixed.value!, 4) : "–",
      note: t(lang, "search.fixed.note")
    },
    {
      label: t(lang, "search.trials"),
      value: number(study.trials),
      note: t(lang, "search.trials.note", {
        complete: number(study.complete),
        pruned: number(study.pruned),
        failed: number(failed)
      })
    },
    {
      label: t(lang, "search.clients"),
      value: study.clients === null ? "–" : number(study.clients),
      note: study.heldOut === null ? "" : t(lang, "search.clients.note", {heldOut: number(study.heldOut)})
    }
  ];
  const params = Object.entries(best?.params ?? {});
  return html`<div>
    <dl class="tiles">${tiles.map(
      ({label, value, note}) =>
        html`<div><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
    )}</dl>
    ${
      best
        ? html`<dl class="tiles plain small">${params.map(
            ([name, value]) =>
              html`<div><dt><code>${name}</code></dt><dd>${formatValue(lang, value as number)}</dd></div>`
          )}<div><dt>${t(lang, "search.rounds")}</dt><dd>${best.rounds === null ? "–" : number(best.rounds)}</dd></div></dl>`
        : null
    }
  </div>`;
}
