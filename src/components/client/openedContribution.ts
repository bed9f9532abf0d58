import {calmScroll, html} from "../dom.ts";
import {formatNumber, formatPoints, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {whenReady} from "../shell/states.ts";
import {fetchCountingRows, fetchSensitivity, type RowRef} from "./clientApi.ts";
import type {Dossier} from "./clientInput.ts";
import {featureValue} from "./featureValue.ts";
import type {HistoryView} from "./historyPanel.ts";
import type {ExtraColumn} from "./rawTable.ts";

/**
 * Draws one contribution and turns to it: what it is, how it is computed, and which of the client's rows count for it,
 * which are marked in `history` too.
 */
export function openedContribution(
  lang: Lang,
  dossier: Dossier,
  history: HistoryView,
  name: string
): HTMLElement {
  const panel = html`<section class="panel opened" id="contribution" tabindex="-1">
    ${whenReady(lang, () => contribution(lang, dossier, history, name))}
  </section>`;
  requestAnimationFrame(() => {
    panel.focus({preventScroll: true});
    panel.scrollIntoView({block: "nearest", behavior: calmScroll()});
  });
  return panel;
}

async function contribution(
  lang: Lang,
  {explanation, catalogue}: Dossier,
  history: HistoryView,
  name: string
): Promise<HTMLElement> {
  const {clientId} = explanation;
  const feature = explanation.features.find((one) => one.name === name)!;
  const entry = catalogue.get(name);
  const {rows} = await fetchCountingRows(clientId, name);
  await history.highlight(rows);
  const records = html`<div>${await excerpts(history, rows)}</div>`;
  if (rows.some(({table}) => table !== "application"))
    void sensitivityColumn(lang, clientId, name).then(async (extra) => {
      if (extra) records.replaceChildren(...(await excerpts(history, rows, extra)));
    });
  return html`<div>
    <h3>${feature.label[lang]}</h3>
    <p class="muted"><code>${name}</code> · <a href=${`${pathIn(lang, "/features")}?name=${encodeURIComponent(name)}`}>${t(lang, "opened.catalogue")}</a></p>
    <dl class="tiles plain">
      <div><dt>${t(lang, "column.value")}</dt><dd>${featureValue(lang, feature.value, entry?.unit)}</dd></div>
      <div><dt>${t(lang, "column.points")}</dt><dd class=${feature.points < 0 ? "down" : "up"}>${formatPoints(lang, feature.points, 1)}</dd></div>
      <div><dt>${t(lang, "column.logOdds")}</dt><dd>${formatValue(lang, feature.contribution)}</dd></div>
    </dl>
    ${entry ? html`<p><b>${t(lang, "opened.formula")}</b> ${entry.formula[lang]}</p>` : ""}
    <p><b>${t(lang, "opened.rows")}</b> ${whichRows(lang, rows)}</p>
    ${records}
  </div>`;
}

function whichRows(lang: Lang, rows: readonly RowRef[]): string {
  if (rows.length === 0) return t(lang, "opened.rows.none");
  const records = rows.filter(({table}) => table !== "application");
  if (records.length === 0) return t(lang, "opened.rows.application");
  return t(lang, "opened.rows.count", {n: formatNumber(lang, records.length)});
}

function excerpts(history: HistoryView, rows: readonly RowRef[], extra?: (table: string) => ExtraColumn) {
  const tables = [...new Set(rows.map(({table}) => table))].filter((table) => table !== "application");
  return Promise.all(
    tables.map((table) => {
      const indices = rows.filter((row) => row.table === table).map(({index}) => index);
      return history.excerpt(table, indices, extra?.(table));
    })
  );
}

/** Makes the column that says what the score would do without each row; null when the server cannot tell. */
async function sensitivityColumn(lang: Lang, clientId: number, name: string) {
  try {
    const {rows} = await fetchSensitivity(clientId, name);
    if (rows.length === 0) return null;
    return (table: string): ExtraColumn => {
      const differences = new Map(
        rows.filter((row) => row.table === table).map(({index, score}) => [index, score.difference])
      );
      return {
        label: t(lang, "opened.without"),
        cell: (index) => {
          const difference = differences.get(index);
          return difference === undefined ? "" : formatPoints(lang, difference, 1);
        }
      };
    };
  } catch {
    return null;
  }
}
