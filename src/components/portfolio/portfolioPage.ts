import {FileAttachment} from "observablehq:stdlib";
import {html} from "../dom.ts";
import type {Lang} from "../i18n.ts";
import {t} from "../i18n.ts";
import {page} from "../shell/page.ts";
import {staleNotice} from "../shell/provenance.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {clientsPanel} from "./clientsPanel.ts";
import {filterForm} from "./filterForm.ts";
import {type Filters, filtersToQuery, parseFilters, selectClients} from "./filters.ts";
import type {Portfolio} from "./portfolio.ts";
import {readPortfolio} from "./readPortfolio.ts";
import {scoresNote} from "./scoresNote.ts";
import {scoresPanel} from "./scoresPanel.ts";
import {segmentPanels} from "./segmentPanels.ts";
import {summaryTiles} from "./summaryTiles.ts";

/** Draws the page of all clients; the selection lives in the address. */
export function portfolioPage(lang: Lang): HTMLElement {
  const content = whenReady(lang, async () => {
    const bytes = await FileAttachment("../../data/portfolio.arrow").arrayBuffer();
    const portfolio = readPortfolio(bytes);
    return html`<div>${staleNotice(lang, portfolio.facts)}${scoresNote(lang, portfolio)}${explorer(lang, portfolio)}</div>`;
  });
  return page(lang, "portfolio.title", "portfolio.lead", content);
}

function explorer(lang: Lang, portfolio: Portfolio): HTMLElement {
  const everybody = selectClients(portfolio, parseFilters(""));
  const view = html`<div class="selection"></div>`;
  const show = (filters: Filters) => {
    const selected = selectClients(portfolio, filters);
    const parts = {lang, portfolio, everybody, selected};
    view.replaceChildren(
      summaryTiles(parts),
      ...(selected.length === 0
        ? [emptyState(t(lang, "portfolio.empty"), t(lang, "portfolio.empty.text"))]
        : [scoresPanel(parts), segmentPanels(parts), clientsPanel(parts)])
    );
  };
  const change = (filters: Filters) => {
    const query = filtersToQuery(filters);
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    show(filters);
  };
  const initial = parseFilters(location.search);
  show(initial);
  return html`<div class="with-aside">${filterForm(lang, portfolio, initial, change)}${view}</div>`;
}
