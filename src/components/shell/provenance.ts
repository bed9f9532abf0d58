import type {ModelRef} from "../../core/schema/score.ts";
import {getJson} from "../api.ts";
import {html} from "../dom.ts";
import {formatDay, formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** What GET /v1/model says that every page shows. */
export interface ServedModel extends ModelRef {
  data: {dataAsOf: string};
  served: {cutoff: {score: number}};
}

/** Writes which model and which data the page shows into the foot of the page. */
export function showProvenance(lang: Lang, {name, version, sha256, data}: ServedModel): void {
  const place = document.querySelector("#provenance");
  if (!place) return;
  place.textContent = t(lang, "provenance.text", {
    name,
    version,
    sha: sha256.slice(0, 8),
    date: formatDay(lang, data.dataAsOf)
  });
  place.setAttribute("title", `sha256 ${sha256}`);
}

/** Asks the server for its model and shows it in the foot of the page; says so when the server is away. */
export async function fetchProvenance(lang: Lang): Promise<void> {
  try {
    showProvenance(lang, await servedModel());
  } catch {
    const place = document.querySelector("#provenance");
    if (place) place.textContent = t(lang, "provenance.offline");
  }
}

/** Says so when a dataset of the page was made with another model or cut-off than those that are served now. */
export function staleNotice(lang: Lang, made: {model: ModelRef; cutoff: {score: number}}): HTMLElement {
  const place = html`<div role="status"></div>`;
  const show = ({sha256, version, served}: ServedModel) => {
    if (sha256 === made.model.sha256 && served.cutoff.score === made.cutoff.score) return;
    const values = {
      made: made.model.version,
      madeCutoff: formatNumber(lang, made.cutoff.score, 1),
      served: version,
      servedCutoff: formatNumber(lang, served.cutoff.score, 1)
    };
    place.replaceChildren(html`<p class="notice">${t(lang, "provenance.stale", values)}</p>`);
  };
  void servedModel().then(show, () => undefined);
  return place;
}

const servedModel = (): Promise<ServedModel> => getJson<ServedModel>("/v1/model");
