import type {Explanation} from "../../core/schema/explanation.ts";
import {shown} from "../../core/shown.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {fetched} from "../shell/fetched.ts";
import {pathIn} from "../shell/frame.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {type CatalogueEntry, fetchExplanation, fetchFeatures, fetchSomeClients} from "./clientApi.ts";

/** What the page of a client is made from. */
export interface Dossier {
  explanation: Explanation;
  /** Features by name. */
  catalogue: ReadonlyMap<string, CatalogueEntry>;
}

/**
 * Draws the field that a client is asked for with, an input whose value is the explanation of the client in the address.
 * Without one it has no value and offers some.
 */
export function clientInput(lang: Lang): HTMLElement & {value?: Explanation} {
  const given = (new URLSearchParams(location.search).get("id") ?? "").trim();
  const id = parseId(given);
  const form = searchForm(lang, given);
  if (id === null) return html`<div>${form}${whenReady(lang, () => invitation(lang, given))}</div>`;
  const loading = fetched(lang, () => fetchExplanation(id));
  const element: HTMLElement & {value?: Explanation} = html`<div>${form}${loading}</div>`;
  form.addEventListener("input", (event) => event.stopPropagation());
  loading.addEventListener("input", () => {
    element.value = loading.value!;
    document.title = `${t(lang, "column.client")} ${id} | Scorebook`;
  });
  return element;
}

/** Parses the id of a client; null when a text cannot be one. */
export function parseId(text: string): number | null {
  const id = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id) ? id : null;
}

/** Fetches the catalogue of features by name. @throws ApiError */
export const fetchCatalogue = async (): Promise<Dossier["catalogue"]> =>
  new Map((await fetchFeatures()).features.map((feature) => [feature.name, feature]));

const searchForm = (lang: Lang, given: string): HTMLElement =>
  html`<form class="controls" role="search" action=${pathIn(lang, "/client")}>
    <label>${t(lang, "client.search")} <input name="id" inputmode="numeric" pattern=" *[1-9][0-9]* *" required size="10" value=${given} title=${t(lang, "client.search.hint")}></label>
    <button class="primary">${t(lang, "client.search.go")}</button>
  </form>`;

const SUGGESTIONS = 8;

/** Asks for a client, and says what is wrong with the id that was `given`, if one was. */
async function invitation(lang: Lang, given: string): Promise<HTMLElement> {
  const {clients} = await fetchSomeClients(SUGGESTIONS);
  const state =
    given === ""
      ? emptyState(t(lang, "client.empty"), t(lang, "client.empty.text"))
      : emptyState(t(lang, "client.noId"), t(lang, "client.noId.text", {given: shown(given)}));
  state.append(
    html`<p class="suggestions">${clients.map(({clientId}) => html`<a class="chip" href=${`${pathIn(lang, "/client")}?id=${clientId}`}><span>${clientId}</span></a>`)}</p>`
  );
  return state;
}
