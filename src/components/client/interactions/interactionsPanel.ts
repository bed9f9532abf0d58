import type {Explanation} from "../../../core/schema/explanation.ts";
import {foldedTable} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {responsive} from "../../charts/responsive.ts";
import {html} from "../../dom.ts";
import {formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {emptyState, errorState, loadingState} from "../../shell/states.ts";
import {fetchInteractions, fetchModelScale} from "../clientApi.ts";
import {interactionsData} from "./interactions.ts";
import {interactionsPlot} from "./interactionsPlot.ts";

const FEATURES = 12;
const PAIRS = 8;

/** Offers the pairs of features that act together; they are computed when the panel is opened. */
export function interactionsPanel(lang: Lang, {clientId}: Explanation): HTMLElement {
  const place = html`<div></div>`;
  const load = async () => {
    place.replaceChildren(loadingState(lang));
    try {
      const [matrix, scale] = await Promise.all([fetchInteractions(clientId, FEATURES), fetchModelScale()]);
      const pairs = interactionsData(matrix, scale, PAIRS);
      if (pairs.length === 0) return place.replaceChildren(emptyState(t(lang, "pairs.none")));
      const table = () =>
        dataTable(
          pairs,
          [
            {label: t(lang, "interactions.first"), cell: ({labels}) => labels[0][lang]},
            {label: t(lang, "interactions.second"), cell: ({labels}) => labels[1][lang]},
            {
              label: t(lang, "column.points"),
              cell: ({points}) =>
                html`<span class=${points < 0 ? "down" : "up"}>${formatPoints(lang, points, 1)}</span>`,
              isNumber: true
            }
          ],
          {caption: t(lang, "interactions.title")}
        );
      place.replaceChildren(
        responsive((width) => interactionsPlot(pairs, {width, lang})),
        foldedTable(lang, table)
      );
    } catch (error) {
      place.replaceChildren(errorState(lang, error, load));
    }
  };
  const details = html`<details class="panel"><summary>${t(lang, "interactions.title")}</summary><p class="hint">${t(lang, "interactions.hint")}</p>${place}</details>`;
  details.addEventListener("toggle", load, {once: true});
  return details;
}
