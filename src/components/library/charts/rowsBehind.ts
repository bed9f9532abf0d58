import type {CauseContribution, Explanation} from "../../../core/schema/explanation.ts";
import {
  type ClientHistory,
  fetchCountingRows,
  fetchHistory,
  fetchTables,
  type RawRow,
  type RawTable,
  type RowRef
} from "../../client/clientApi.ts";
import {rawTable} from "../../client/history/rawTable.ts";
import {html} from "../../dom.ts";
import {tableLabel} from "../../features/tableLabel.ts";
import {t} from "../../i18n.ts";
import {whenReady} from "../../shell/states.ts";
import {type ChartInput, createInput} from "./chartInput.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

/** Features of a cause whose rows are shown: the rest weigh little beside them. */
const MOST_FEATURES = 3;

/** Where the records come from: the columns of the raw tables, a client's rows, and which of them a feature rests on. */
export interface RecordSource {
  tables(): Promise<{tables: RawTable[]}>;
  history(id: number): Promise<ClientHistory>;
  countingRows(id: number, feature: string): Promise<{rows: RowRef[]}>;
}

const SERVER: RecordSource = {
  tables: fetchTables,
  history: fetchHistory,
  countingRows: fetchCountingRows
};

/**
 * Shows the client's raw records that count for a cause: those of its three strongest features. Its value is those
 * records once they are there: table, index and row.
 */
export function rowsBehind(
  {clientId, features}: Explanation,
  cause: Pick<CauseContribution, "code"> | null,
  {lang = pageLanguage(), from = SERVER}: Pick<LibraryChartOptions, "lang"> & {from?: RecordSource} = {}
): ChartInput<(RowRef & {row: RawRow})[]> {
  const {element, choose} = createInput<(RowRef & {row: RawRow})[]>([]);
  const own = features.filter((feature) => feature.cause === cause?.code).slice(0, MOST_FEATURES);
  const load = async () => {
    const [{tables}, history, ...counting] = await Promise.all([
      from.tables(),
      from.history(clientId),
      ...own.map(({name}) => from.countingRows(clientId, name))
    ]);
    const rows = new Map(
      counting.flatMap((one) => one.rows).map((row) => [`${row.table} ${row.index}`, row])
    );
    const cells = new Map(history.tables.map((table) => [table.name, table.rows]));
    const all = [...rows.values()].sort((a, b) => a.index - b.index);
    choose(all.map((row) => ({...row, row: cells.get(row.table)![row.index]!})));
    const shown = tables.filter(({name}) => all.some(({table}) => table === name));
    if (shown.length === 0) return html`<p class="muted">${t(lang, "opened.rows.none")}</p>`;
    return html`<div class="flow">${shown.map((schema) => {
      const only = all.filter(({table}) => table === schema.name).map(({index}) => index);
      return html`<section><h3>${tableLabel(lang, schema.name)}</h3>${rawTable(lang, schema, cells.get(schema.name)!, {only})}</section>`;
    })}</div>`;
  };
  element.append(whenReady(lang, load));
  return element;
}
