import {cellText, columnLabel} from "../client/history/cellText.ts";
import {html} from "../dom.ts";
import {tableLabel} from "../features/tableLabel.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Report} from "./loadReport.ts";

/** What a report tells of the application, in this order. */
const COLUMNS = [
  "NAME_CONTRACT_TYPE",
  "AMT_CREDIT",
  "AMT_ANNUITY",
  "AMT_GOODS_PRICE",
  "AMT_INCOME_TOTAL",
  "NAME_INCOME_TYPE",
  "DAYS_BIRTH",
  "DAYS_EMPLOYED",
  "CNT_CHILDREN",
  "NAME_HOUSING_TYPE"
];

/** Draws what is asked, who asks, and how much is on record, each with the name that the tables give it. */
export function clientFacts(lang: Lang, {tables, history}: Pick<Report, "tables" | "history">): HTMLElement {
  const application = tables.find(({name}) => name === "application");
  const row = history.tables.find(({name}) => name === "application")?.rows[0] ?? {};
  const facts = COLUMNS.flatMap((name) => {
    const column = application?.columns.find((one) => one.name === name);
    if (!column) return [];
    const value = cellText(lang, row[name], column, {rough: true}) ?? t(lang, "value.missing");
    return [html`<div><dt>${columnLabel(lang, column)}</dt><dd>${value}</dd></div>`];
  });
  const counts = history.tables
    .filter(({name}) => name !== "application")
    .map(
      ({name, rows}) =>
        `${t(lang, "case.tried.label", {label: tableLabel(lang, name)})} ${formatNumber(lang, rows.length)}`
    )
    .join(" · ");
  return html`<div><dl class="report-facts">${facts}</dl><p class="muted">${t(lang, "report.rows", {counts})}</p></div>`;
}
