import {shown} from "../../core/shown.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {page} from "../shell/page.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {fetchExplanation, fetchFeatures, fetchSomeClients} from "./clientApi.ts";
import {createContributions} from "./contributionsPanel.ts";
import {groupOfAll} from "./group.ts";
import {createHistory} from "./historyPanel.ts";
import {interactionsPanel} from "./interactionsPanel.ts";
import {reasonsPanel, verdictPanel} from "./verdictPanel.ts";

/** Draws the page of one client, whose id is in the address; without one it asks for it. */
export function clientPage(lang: Lang): HTMLElement {
  const given = (new URLSearchParams(location.search).get("id") ?? "").trim();
  const id = parseId(given);
  const content =
    id === null ? whenReady(lang, () => invitation(lang, given)) : whenReady(lang, () => client(lang, id));
  return page(lang, "client.title", "client.lead", searchForm(lang, given), content);
}

/** Parses the id of a client; null when a text cannot be one. */
export function parseId(text: string): number | null {
  const id = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id) ? id : null;
}

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

async function client(lang: Lang, id: number): Promise<HTMLElement> {
  const [explanation, {features}, group] = await Promise.all([
    fetchExplanation(id),
    fetchFeatures(),
    groupOfAll()
  ]);
  document.title = `${t(lang, "column.client")} ${id} | Scorebook`;
  const catalogue = new Map(features.map((feature) => [feature.name, feature]));
  const history = createHistory(lang, id);
  const contributions = createContributions({lang, explanation, catalogue, history});
  return html`<div class="client flow">
    <div class="columns verdict">${verdictPanel(lang, explanation, group)}${reasonsPanel(lang, explanation, contributions.open)}</div>
    ${contributions.element}
    ${interactionsPanel(lang, explanation)}
    ${history.element}
  </div>`;
}
