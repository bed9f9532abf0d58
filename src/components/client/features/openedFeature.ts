import type {FeatureContribution} from "../../../core/schema/explanation.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPoints, formatValue} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {pathIn} from "../../shell/frame.ts";
import {whenReady} from "../../shell/states.ts";
import type {Compared} from "../causes/causeSteps.ts";
import {type CatalogueEntry, fetchCountingRows, type RowRef} from "../clientApi.ts";
import type {Dossier} from "../clientInput.ts";
import type {HistoryView} from "../history/historyPanel.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import type {OpenedFeature} from "./featureBars.ts";
import {type FeatureControl, featureControl} from "./featureControl.ts";
import type {FeatureSpread} from "./featureRange.ts";
import {featureValue} from "./featureValue.ts";
import {leftOutColumn} from "./leftOutColumn.ts";

/** What an opened feature is drawn with. */
export interface Desk {
  lang: Lang;
  dossier: Dossier;
  history: HistoryView;
  tried: WhatIfInput;
  /** How features are spread over all clients; fetched when the first feature is opened. */
  spreads: () => Promise<readonly FeatureSpread[]>;
}

/**
 * Draws an opened feature: its value and points, how it is computed, and which of the client's rows count for it, each
 * with the points if it alone were left out. The rows are marked among the raw records too.
 */
export function openedFeature(desk: Desk, name: string, compared: Compared): OpenedFeature {
  const {lang} = desk;
  const featureIn = (of: "before" | "after", {[of]: explanation}: Compared) =>
    explanation.features.find((one) => one.name === name)!;
  const {label} = featureIn("before", compared);
  const facts = html`<div></div>`;
  let entry: CatalogueEntry | undefined;
  let control: FeatureControl | undefined;
  let latest = compared;
  const show = (next: Compared) => {
    latest = next;
    const feature = featureIn("after", next);
    facts.replaceChildren(factsOf(lang, feature, featureIn("before", next), entry));
    control?.show(feature.value);
  };
  const content = async () => {
    const [catalogue, {rows}, spreads] = await Promise.all([
      desk.dossier.catalogue(),
      fetchCountingRows(desk.dossier.explanation.clientId, name),
      desk.spreads()
    ]);
    entry = catalogue.get(name);
    const own = featureIn("before", compared).value;
    if (entry)
      control = featureControl(
        lang,
        entry,
        spreads.find((one) => one.name === name),
        own,
        desk.tried
      );
    show(latest);
    // Another may have been opened meanwhile, whose rows are marked by now.
    if (element.isConnected) await desk.history.highlight(rows);
    return html`<div>
      ${facts}
      ${control?.element}
      ${entry ? html`<p><b>${t(lang, "opened.formula")}</b> ${entry.formula[lang]}</p>` : ""}
      <p><b>${t(lang, "opened.rows")}</b> ${whichRows(lang, rows)}</p>
      ${await recordsBehind(desk, name, rows)}
      <p class="muted"><code>${name}</code> · <a href=${`${pathIn(lang, "/features")}?name=${encodeURIComponent(name)}`}>${t(lang, "opened.catalogue")}</a></p>
    </div>`;
  };
  const element = html`<section class="opened-feature" aria-label=${label[lang]}>${whenReady(lang, content)}</section>`;
  return {element, show};
}

function factsOf(
  lang: Lang,
  {value, points, contribution}: FeatureContribution,
  before: FeatureContribution,
  entry: CatalogueEntry | undefined
): HTMLElement {
  const was = (text: string, now: string) =>
    text === now ? "" : html`<dd class="sub">${t(lang, "causes.was", {points: text})}</dd>`;
  const [written, writtenBefore] = [value, before.value].map((one) => featureValue(lang, one, entry?.unit));
  const [gained, gainedBefore] = [points, before.points].map((one) => formatPoints(lang, one, 1));
  return html`<dl class="tiles plain small">
    <div><dt>${t(lang, "column.value")}</dt><dd>${written}</dd>${was(writtenBefore!, written!)}</div>
    <div><dt>${t(lang, "column.points")}</dt><dd class=${points < 0 ? "down" : points > 0 ? "up" : ""}>${gained}</dd>${was(gainedBefore!, gained!)}</div>
    <div><dt>${t(lang, "column.logOdds")}</dt><dd>${formatValue(lang, contribution)}</dd></div>
  </dl>`;
}

function whichRows(lang: Lang, rows: readonly RowRef[]): string {
  if (rows.length === 0) return t(lang, "opened.rows.none");
  const records = rows.filter(({table}) => table !== "application");
  if (records.length === 0) return t(lang, "opened.rows.application");
  return t(lang, "opened.rows.count", {n: formatNumber(lang, records.length)});
}

/** Draws the rows that count, at once, and what the score would be without each as soon as that is computed. */
async function recordsBehind(desk: Desk, name: string, rows: readonly RowRef[]): Promise<HTMLElement> {
  const tables = [...new Set(rows.map(({table}) => table))].filter((table) => table !== "application");
  const excerpts = (column?: Awaited<ReturnType<typeof leftOutColumn>>) =>
    Promise.all(
      tables.map((table) => {
        const indices = rows.filter((row) => row.table === table).map(({index}) => index);
        return desk.history.excerpt(table, indices, column?.(table));
      })
    );
  const place = html`<div>${await excerpts()}</div>`;
  if (tables.length > 0)
    void leftOutColumn(desk, name).then(async (column) => {
      if (!column) return;
      const note = html`<p class="muted">${t(desk.lang, "opened.without.text")}</p>`;
      place.replaceChildren(...(await excerpts(column)), note);
    });
  return place;
}
