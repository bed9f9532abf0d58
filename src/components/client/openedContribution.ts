import {html} from "../dom.ts";
import {formatNumber, formatPoints} from "../format.ts";
import {t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {fetchCountingRows} from "./clientApi.ts";
import type {ContributionsParts} from "./contributionsPanel.ts";
import {featureValue} from "./featureValue.ts";

/** Draws one contribution: what it is, how it is computed, and which of the client's rows count for it. */
export async function openedContribution(parts: ContributionsParts, name: string): Promise<HTMLElement> {
  const {lang, explanation, catalogue, history} = parts;
  const feature = explanation.features.find((one) => one.name === name)!;
  const entry = catalogue.get(name);
  const counting = await fetchCountingRows(explanation.clientId, name);
  const tables = Object.entries(counting.tables).filter(([, rows]) => rows.length > 0);
  const total = tables.reduce((sum, [, rows]) => sum + rows.length, 0);
  await history.highlight(counting.tables);
  return html`<div>
    <h2>${feature.label[lang]}</h2>
    <p class="muted"><code>${name}</code> · <a href=${`${pathIn(lang, "/features")}?name=${encodeURIComponent(name)}`}>${t(lang, "opened.catalogue")}</a></p>
    <dl class="tiles plain">
      <div><dt>${t(lang, "column.value")}</dt><dd>${featureValue(lang, feature.value, entry?.unit)}</dd></div>
      <div><dt>${t(lang, "column.points")}</dt><dd class=${feature.points < 0 ? "down" : "up"}>${formatPoints(lang, feature.points, 1)}</dd></div>
    </dl>
    ${entry && html`<p><b>${t(lang, "opened.formula")}</b> ${entry.formula[lang]}</p>`}
    <p><b>${t(lang, "opened.rows")}</b> ${total === 0 ? t(lang, "opened.rows.none") : t(lang, "opened.rows.count", {n: formatNumber(lang, total)})}</p>
    ${await Promise.all(tables.map(([table, rows]) => history.excerpt(table, rows)))}
  </div>`;
}
