import type {ModelRef} from "../../core/schema/score.ts";
import {getJson} from "../api.ts";
import {html} from "../dom.ts";
import {formatDay} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** What GET /v1/model says that every page shows. */
export interface ServedModel extends ModelRef {
  data: {dataAsOf: string};
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

/** Says so when a dataset of the page was made with another model than the one that is served now. */
export function staleNotice(lang: Lang, madeWith: ModelRef): HTMLElement {
  const place = html`<div role="status"></div>`;
  void servedModel().then(
    ({sha256, version}) => {
      if (sha256 === madeWith.sha256) return;
      place.replaceChildren(
        html`<p class="notice">${t(lang, "provenance.stale", {made: madeWith.version, served: version})}</p>`
      );
    },
    () => undefined
  );
  return place;
}

const servedModel = (): Promise<ServedModel> => getJson<ServedModel>("/v1/model");
