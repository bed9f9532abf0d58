import {html, uniqueId} from "../../dom.ts";
import {tableLabel} from "../../features/tableLabel.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {whenReady} from "../../shell/states.ts";
import type {RowRef} from "../clientApi.ts";
import type {Dossier} from "../clientInput.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {type ExtraColumn, rawTable} from "./rawTable.ts";
import {type LoadedTable, recordEditor} from "./recordEditor.ts";

export interface HistoryView {
  element: HTMLElement;
  /** Marks the rows that count and turns to the first table that has any. */
  highlight(rows: readonly RowRef[]): Promise<void>;
  /** Draws some rows of a table by themselves. */
  excerpt(table: string, indices: readonly number[], extra?: ExtraColumn): Promise<HTMLElement>;
}

const EXCERPT = 12;

/** Creates the client's raw rows, one tab per table, in which other values can be tried. */
export function createHistory(lang: Lang, dossier: Dossier, tried: WhatIfInput): HistoryView {
  const loading = load(dossier);
  let marked: ReadonlyMap<string, ReadonlySet<number>> = new Map();
  let choose: (name: string) => void = () => {};

  const content = async () => {
    const tables = await loading;
    const panelId = uniqueId("history");
    const tabs = html`<div class="tabs" role="tablist" aria-label=${t(lang, "client.history")}></div>`;
    const place = html`<div id=${panelId} role="tabpanel"></div>`;
    let shown: {name: string; draw(isNew: boolean): void} | undefined;
    const tab = ({name, rows}: LoadedTable, chosen: string) => {
      const hits = marked.get(name)?.size ?? 0;
      const isChosen = name === chosen;
      const edits = tried.value.rows.filter(({table}) => table === name).length;
      return html`<button type="button" role="tab" aria-selected=${String(isChosen)} aria-controls=${panelId} tabindex=${isChosen ? "0" : "-1"} onclick=${() => choose(name)}>
        ${tableLabel(lang, name)} <span class="count">${formatNumber(lang, rows.length)}</span>${hits ? html`<span class="hits">${t(lang, "history.hits", {n: hits})}</span>` : ""}${edits ? html`<span class="hits">${t(lang, "history.edits", {n: edits})}</span>` : ""}
      </button>`;
    };
    let drawnTabs = "";
    const drawTabs = (chosen: string) => {
      const edited = tried.value.rows.map(({table}) => table).sort();
      const drawn = JSON.stringify([chosen, edited, [...marked].map(([name, {size}]) => [name, size])]);
      if (drawn === drawnTabs) return;
      drawnTabs = drawn;
      tabs.replaceChildren(...tables.map((table) => tab(table, chosen)));
    };
    choose = (chosen) => {
      const table = tables.find(({name}) => name === chosen)!;
      drawTabs(chosen);
      const editor = recordEditor(lang, table, tried, tables);
      shown = {name: chosen, draw: () => editor.draw(marked.get(chosen))};
      editor.draw(marked.get(chosen));
      place.replaceChildren(editor.element);
      showFirstMark(place);
    };
    tried.answer.addEventListener("input", () => {
      if (!shown) return;
      drawTabs(shown.name);
      shown.draw(false);
    });
    tabs.addEventListener("keydown", (event) => moveBetweenTabs(event as KeyboardEvent, tabs));
    choose(tables[0]!.name);
    return html`<div>${tabs}${place}</div>`;
  };

  const element = html`<section class="panel" id="history">${whenReady(lang, content)}</section>`;
  return {
    element,
    async highlight(rows) {
      await loading;
      const byTable = new Map<string, Set<number>>();
      for (const {table, index} of rows) byTable.set(table, (byTable.get(table) ?? new Set()).add(index));
      marked = byTable;
      const [first] = byTable.keys();
      if (first) choose(first);
    },
    async excerpt(table, indices, extra) {
      const {rows, schema} = (await loading).find(({name}) => name === table)!;
      const shown = indices.slice(0, EXCERPT);
      const more = indices.length - shown.length;
      return html`<div>
        <h3>${tableLabel(lang, table)}</h3>
        ${rawTable(lang, schema, rows, {only: shown, extra, caption: `${t(lang, "opened.rows")} ${tableLabel(lang, table)}`})}
        ${more > 0 ? html`<p class="muted">${t(lang, "history.more", {n: more})}</p>` : ""}
      </div>`;
    }
  };
}

async function load({records, schemas: fetchSchemas}: Dossier): Promise<LoadedTable[]> {
  const schemas = await fetchSchemas();
  return records.tables.flatMap(({name, rows}) => {
    const schema = schemas.find((one) => one.name === name);
    return schema ? [{name, rows, schema}] : [];
  });
}

/** Scrolls the table, and not the page, to the first marked row. */
function showFirstMark(place: HTMLElement): void {
  const row = place.querySelector<HTMLElement>("tr.marked");
  const scroller = row?.closest<HTMLElement>(".table-scroll");
  if (row && scroller) scroller.scrollTop = row.offsetTop - 2 * row.offsetHeight;
}

function moveBetweenTabs(event: KeyboardEvent, tabs: HTMLElement): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const all = [...tabs.querySelectorAll<HTMLElement>("[role=tab]")];
  const now = all.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  const next = (now + step + all.length) % all.length;
  all[next]!.click();
  tabs.querySelectorAll<HTMLElement>("[role=tab]")[next]!.focus();
}
