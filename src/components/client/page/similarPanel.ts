import type {SimilarAnswer} from "../../../core/schema/similar.ts";
import {ApiError, getJson} from "../../api.ts";
import {foldedTable} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {basePath} from "../../shell/base.ts";
import {pathIn} from "../../shell/frame.ts";
import {emptyState, errorState} from "../../shell/states.ts";

/** The index may take minutes to make, once for a model and its data; so often it is asked whether it is there. */
const ASK_AGAIN_MS = 3000;

/**
 * Sums up what became of the clients whose scores are made most alike, and leads to other comparisons. The server is
 * asked when the place comes near the eye.
 */
export function similarPanel(lang: Lang, clientId: number): HTMLElement {
  const waiting = html`<div class="state" role="status">${t(lang, "state.loading")}</div>`;
  const place = html`<div class="similar-place">${waiting}</div>`;
  const ask = async () => {
    try {
      place.replaceChildren(drawSimilar(lang, await fetchSimilar(clientId)));
    } catch (error) {
      const isBusy = error instanceof ApiError && error.problem?.code === "QUERY_BUSY";
      if (!isBusy) return void place.replaceChildren(errorState(lang, error, ask));
      waiting.textContent = t(lang, "similar.making");
      if (place.isConnected) setTimeout(ask, ASK_AGAIN_MS);
    }
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({isIntersecting}) => isIntersecting)) return;
      observer.disconnect();
      void ask();
    },
    {rootMargin: "200px"}
  );
  observer.observe(place);
  return place;
}

const fetchSimilar = (clientId: number): Promise<SimilarAnswer> =>
  getJson<SimilarAnswer>(`/v1/clients/${clientId}/similar`);

/** Draws the outcomes of similar clients beside those of all. */
export function drawSimilar(
  lang: Lang,
  {clientId, similar, all, nearest, radius}: SimilarAnswer
): HTMLElement {
  if (similar.badRate === null || all.badRate === null)
    return emptyState(t(lang, "similar.none"), t(lang, "similar.none.text"));
  const percent = (share: number | null) => (share === null ? "–" : formatPercent(lang, share));
  const tile = (id: string, label: string, value: number | null, note: string) =>
    html`<div id=${id}><dt>${label}</dt><dd>${percent(value)}</dd><dd class="sub">${note}</dd></div>`;
  const [low, high] = similar.interval as [number, number];
  const link = (id: number) => html`<a href=${`${pathIn(lang, "/client")}?id=${id}`}>${id}</a>`;
  const table = () =>
    dataTable(
      nearest,
      [
        {label: t(lang, "column.client"), cell: (one) => link(one.clientId)},
        {
          label: t(lang, "similar.distance"),
          cell: ({distance}) => formatNumber(lang, distance, 2),
          isNumber: true
        },
        {
          label: t(lang, "similar.expected"),
          cell: ({probabilityOfDefault}) => percent(probabilityOfDefault),
          isNumber: true
        }
      ],
      {caption: t(lang, "similar.nearest")}
    );
  const folded = foldedTable(lang, table);
  folded.querySelector("summary")!.textContent = t(lang, "similar.nearest");
  return html`<div class="similar">
    <dl class="tiles">
      ${tile(
        "similar-observed",
        t(lang, "similar.observed"),
        similar.badRate,
        t(lang, "similar.observed.note", {
          low: percent(low),
          high: percent(high),
          bads: formatNumber(lang, similar.bads),
          n: formatNumber(lang, similar.n)
        })
      )}
      ${tile("similar-expected", t(lang, "similar.expected"), similar.predicted, t(lang, "similar.expected.note"))}
      ${tile(
        "similar-all",
        t(lang, "similar.all"),
        all.badRate,
        t(lang, "similar.all.note", {n: formatNumber(lang, all.n)})
      )}
    </dl>
    <p class="muted">${t(lang, "similar.honest", {radius: formatNumber(lang, radius, 2)})}</p>
    ${folded}
    <p class="similar-links">
      <a href=${`${pathIn(lang, "/")}?client=${clientId}`}>${t(lang, "similar.against")}</a>
      <a href=${`${basePath}/notebooks/two-clients`}>${t(lang, "similar.two")}</a>
    </p>
  </div>`;
}
