import {dataTable} from "../charts/dataTable.ts";
import {html, uniqueId} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState, whenReady} from "../shell/states.ts";
import {cellText, isMissing} from "./cellText.ts";
import {fetchHistory, fetchTables, type RawRow, type RawTable, type TableColumn} from "./clientApi.ts";

export interface HistoryView {
  element: HTMLElement;
  /** Marks the rows that count, table by table, and turns to the first table that has any. */
  highlight(rows: Record<string, RawRow[]>): Promise<void>;
  /** Draws some rows of a table by themselves. */
  excerpt(table: string, rows: readonly RawRow[]): Promise<HTMLElement>;
}

const EXCERPT = 12;

/** Creates the client's raw rows, one tab per table. */
export function createHistory(lang: Lang, clientId: number): HistoryView {
  const loading = Promise.all([fetchHistory(clientId), fetchTables()]);
  let marked: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  let choose: (name: string) => void = () => {};

  const content = async () => {
    const [{tables}, {tables: schemas}] = await loading;
    const known = schemas.filter(({name}) => name in tables);
    const panelId = uniqueId("history");
    const tabs = html`<div class="tabs" role="tablist" aria-label=${t(lang, "client.history")}></div>`;
    const place = html`<div id=${panelId} role="tabpanel"></div>`;
    choose = (chosen) => {
      tabs.replaceChildren(
        ...known.map(({name, label}) => {
          const count = tables[name]!.length;
          const hits = marked.get(name)?.size ?? 0;
          return html`<button type="button" role="tab" aria-selected=${String(name === chosen)} aria-controls=${panelId} tabindex=${name === chosen ? 0 : -1} onclick=${() => choose(name)}>${label[lang]} <span class="count">${formatNumber(lang, count)}</span>${hits ? html`<span class="hits">${t(lang, "history.hits", {n: hits})}</span>` : ""}</button>`;
        })
      );
      place.replaceChildren(
        rawTable(lang, schemas.find(({name}) => name === chosen)!, tables[chosen]!, marked.get(chosen))
      );
    };
    tabs.addEventListener("keydown", (event) => moveBetweenTabs(event as KeyboardEvent, tabs));
    if (known[0]) choose(known[0].name);
    return html`<div>${tabs}${place}</div>`;
  };

  const element = html`<section class="panel" id="history">
    <h2>${t(lang, "client.history")}</h2>
    <p class="hint">${t(lang, "client.history.hint")}</p>
    ${whenReady(lang, content)}
  </section>`;
  return {
    element,
    async highlight(rows) {
      await loading;
      marked = new Map(Object.entries(rows).map(([name, some]) => [name, new Set(some.map(rowKey))]));
      const first = Object.keys(rows).find((name) => rows[name]!.length > 0);
      if (first) choose(first);
    },
    async excerpt(table, rows) {
      const [, {tables: schemas}] = await loading;
      const schema = schemas.find(({name}) => name === table)!;
      return html`<div><h3>${schema.label[lang]}</h3>${rawTable(lang, schema, rows.slice(0, EXCERPT), undefined)}${rows.length > EXCERPT ? html`<p class="muted">${t(lang, "history.more", {n: rows.length - EXCERPT})}</p>` : ""}</div>`;
    }
  };
}

const rowKey = (row: RawRow): string => JSON.stringify(Object.values(row));

function moveBetweenTabs(event: KeyboardEvent, tabs: HTMLElement): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const all = [...tabs.querySelectorAll<HTMLElement>("[role=tab]")];
  const next =
    (all.findIndex((tab) => tab.getAttribute("aria-selected") === "true") + step + all.length) % all.length;
  all[next]!.click();
  tabs.querySelectorAll<HTMLElement>("[role=tab]")[next]!.focus();
}

function rawTable(
  lang: Lang,
  schema: RawTable,
  rows: readonly RawRow[],
  marked: ReadonlySet<string> | undefined
): HTMLElement {
  if (rows.length === 0) return emptyState(t(lang, "history.none"));
  if (schema.name === "application") return factSheet(lang, schema, rows[0]!);
  const columns = schema.columns.filter(
    ({name}) => name !== "SK_ID_CURR" && rows.some((row) => !isMissing(row[name]))
  );
  return html`<div class="tall">${dataTable(
    rows,
    columns.map((column) => ({
      label: headerOf(lang, column),
      cell: (row: RawRow) => cellText(lang, row[column.name], column) ?? missing(lang),
      isNumber: rows.some((row) => typeof row[column.name] === "number")
    })),
    {caption: schema.label[lang], rowClass: (row) => (marked?.has(rowKey(row)) ? "marked" : "")}
  )}</div>`;
}

const headerOf = (lang: Lang, {name, description}: TableColumn): HTMLElement =>
  html`<span title=${name}>${description[lang]}</span>`;

const missing = (lang: Lang): HTMLElement => html`<span class="missing">${t(lang, "value.missing")}</span>`;

function factSheet(lang: Lang, schema: RawTable, row: RawRow): HTMLElement {
  const filled = schema.columns.filter(({name}) => !isMissing(row[name]));
  const empty = schema.columns.filter(({name}) => isMissing(row[name]));
  const facts = filled.map(
    (column) =>
      html`<div title=${column.name}><dt>${column.description[lang]}</dt><dd>${cellText(lang, row[column.name], column)}</dd></div>`
  );
  return html`<div><dl class="facts">${facts}</dl>
    ${empty.length ? html`<details class="as-table"><summary>${t(lang, "history.missing", {n: empty.length})}</summary><p class="muted">${empty.map(({description}) => description[lang]).join(" · ")}</p></details>` : ""}</div>`;
}
