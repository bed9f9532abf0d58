import type {ModelRef} from "../../core/schema/score.ts";
import {getJson} from "../api.ts";
import {html} from "../dom.ts";
import {formatDay, formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type DataFacts, readMadeFrom, staleText} from "./madeFrom.ts";

/** What GET /v1/model says that every page shows. */
export interface ServedModel extends ModelRef {
  /** What the model was trained on. */
  data: {dataAsOf: string};
  served: {policyVersion?: number; cutoff: {score: number}; data: DataFacts};
}

/** So often an open page looks whether the server has come to answer from other data. */
const LOOK_AGAIN_MS = 60_000;
let lookingAgain = false;
let asked = 0;

/** Words which model and which data are served, and what the model was trained on where that is another day. */
export function provenanceText(lang: Lang, {name, version, sha256, data, served}: ServedModel): string {
  const {dataAsOf, dataAsOfSource} = served.data;
  const [date, trained] = [formatDay(lang, dataAsOf), formatDay(lang, data.dataAsOf)];
  const parts = [
    t(lang, "provenance.model", {name, version, sha: sha256.slice(0, 8)}),
    t(lang, dataAsOfSource === "stated" ? "provenance.stated" : "provenance.files", {date})
  ];
  if (trained !== date) parts.push(t(lang, "provenance.trained", {date: trained}));
  return parts.join(" · ");
}

/**
 * Asks the server what it serves and shows it in the foot of the page; says so when the server is away. Says on top
 * of the page when its clients are invented, and when it was made from something else than is served. Looks again
 * every minute.
 */
export async function fetchProvenance(lang: Lang): Promise<void> {
  const made = readMadeFrom(document);
  const turn = ++asked;
  if (made?.data.generated) show("#invented");
  try {
    const model = await servedModel();
    if (turn !== asked) return;
    const place = document.querySelector("#provenance");
    if (place) place.textContent = provenanceText(lang, model);
    place?.setAttribute("title", `sha256 ${model.sha256}`);
    const {data, policyVersion} = model.served;
    if (data.generated) show("#invented");
    show(
      "#stale",
      made ? (staleText(lang, made, {data, modelSha256: model.sha256, policyVersion}) ?? "") : ""
    );
  } catch {
    const place = document.querySelector("#provenance");
    if (place && turn === asked) place.textContent = t(lang, "provenance.offline");
  }
  if (lookingAgain) return;
  lookingAgain = true;
  setTimeout(() => {
    lookingAgain = false;
    void fetchProvenance(lang);
  }, LOOK_AGAIN_MS);
}

/** Shows a part of the header, with a text or with its own; an empty text hides it. */
function show(selector: string, text?: string): void {
  const place = document.querySelector(selector);
  if (!place) return;
  if (text !== undefined && place.textContent !== text) place.textContent = text;
  place.toggleAttribute("hidden", text === "");
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
