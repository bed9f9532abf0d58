import type {Explanation} from "../../core/schema/explanation.ts";
import {shown} from "../../core/shown.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {fetched} from "../shell/fetched.ts";
import {pathIn} from "../shell/frame.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {
  type CatalogueEntry,
  type ClientHistory,
  fetchExplanation,
  fetchFeatures,
  fetchHistory,
  fetchSomeClients,
  fetchTables,
  type OfferedClient,
  type RawTable
} from "./clientApi.ts";
import {createPageEngine, type PageEngine} from "./whatIf/pageEngine.ts";

/** What the page of a client is made from. What is heavy and not seen at once is fetched when it is first wanted. */
export interface Dossier {
  explanation: Explanation;
  /** The client's raw rows. */
  records: ClientHistory;
  /** Features by name. */
  catalogue(): Promise<ReadonlyMap<string, CatalogueEntry>>;
  /** The columns of the raw tables. */
  schemas(): Promise<RawTable[]>;
  /** Answers what features lead to, once it is there. */
  engine: PageEngine;
}

/**
 * Draws the field that a client is asked for with, an input whose value is the dossier of the client in the address
 * (`?id=` or `?client=`). Without one it has no value and offers some.
 */
export function clientInput(lang: Lang): HTMLElement & {value?: Dossier} {
  const asked = new URLSearchParams(location.search);
  const given = (asked.get("id") ?? asked.get("client") ?? "").trim();
  const id = parseId(given);
  const form = searchForm(lang, given);
  if (id === null) return html`<div>${form}${whenReady(lang, () => invitation(lang, given))}</div>`;
  const loading = fetched(lang, () => fetchDossier(id));
  const element: HTMLElement & {value?: Dossier} = html`<div>${form}${loading}</div>`;
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

/** Fetches what a client's page begins with. @throws ApiError CLIENT_UNKNOWN */
async function fetchDossier(id: number): Promise<Dossier> {
  const [explanation, records] = await Promise.all([fetchExplanation(id), fetchHistory(id)]);
  const dossier = {
    explanation,
    records,
    catalogue: once(
      async () => new Map((await fetchFeatures()).features.map((feature) => [feature.name, feature]))
    ),
    schemas: once(async () => (await fetchTables()).tables)
  };
  return {...dossier, engine: createPageEngine(dossier)};
}

/** Makes what fetches a thing when it is first wanted, and again only if that failed. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
}

const searchForm = (lang: Lang, given: string): HTMLElement =>
  html`<form class="controls" role="search" action=${pathIn(lang, "/client")}>
    <label>${t(lang, "client.search")} <input name="id" inputmode="numeric" pattern=" *[1-9][0-9]* *" required size="10" value=${given} title=${t(lang, "client.search.hint")}></label>
    <button class="primary">${t(lang, "client.search.go")}</button>
  </form>`;

const SUGGESTIONS = 4;

/** Asks for a client, and says what is wrong with the id that was `given`, if one was. */
async function invitation(lang: Lang, given: string): Promise<HTMLElement> {
  const clients = await fetchSomeClients(SUGGESTIONS);
  const state =
    given === ""
      ? emptyState(t(lang, "client.empty"), t(lang, "client.empty.text"))
      : emptyState(t(lang, "client.noId"), t(lang, "client.noId.text", {given: shown(given)}));
  state.append(html`<p class="suggestions">${clients.map((one) => offer(lang, one))}</p>`);
  if (clients.some(({score}) => score !== undefined))
    state.append(html`<p class="muted">${t(lang, "client.offered")}</p>`);
  return state;
}

function offer(lang: Lang, {clientId, score, decision}: OfferedClient): HTMLElement {
  const judged =
    score === undefined || decision === undefined
      ? ""
      : html` <b>${t(lang, "client.offered.score", {score: formatNumber(lang, score)})}</b> ${decisionBadge(lang, decision)}`;
  return html`<a class="chip" href=${`${pathIn(lang, "/client")}?id=${clientId}`}><span>${clientId}${judged}</span></a>`;
}
