import type {Importance, ImportantFeature} from "../../../core/schema/siteModel.ts";
import {chartPanel} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {emptyState} from "../../shell/states.ts";
import {dependencePlot, importancePlot, swarmPlot} from "./importancePlots.ts";

/** Features whose clients are drawn one by one. */
const SWARMS = 12;

/** Draws what weighs in the scores of clients whom the model has not learned from; says so when there are none. */
export function importancePanel(lang: Lang, {clients, features}: Importance): HTMLElement {
  if (features.length === 0) return emptyState(t(lang, "importance.none"), t(lang, "importance.none.text"));
  const title = t(lang, "importance.mean");
  const table = () =>
    dataTable(
      features,
      [
        {label: t(lang, "column.feature"), cell: (d: ImportantFeature) => d.label[lang]},
        {
          label: t(lang, "importance.mean.axis"),
          cell: (d: ImportantFeature) => formatNumber(lang, d.meanPoints, 2),
          isNumber: true
        }
      ],
      {caption: title}
    );
  return chartPanel({
    lang,
    title,
    hint: t(lang, "importance.mean.hint", {n: formatNumber(lang, clients)}),
    draw: (width) => importancePlot(features, {width, lang}),
    cell: MEAN_CELL,
    table
  });
}

/** Draws the clients one by one in the rows of the strongest features. */
export const swarmPanel = (lang: Lang, {features}: Importance): HTMLElement | "" =>
  features.length === 0
    ? ""
    : chartPanel({
        lang,
        title: t(lang, "importance.swarm"),
        hint: t(lang, "importance.swarm.hint", {n: formatNumber(lang, features[0]!.points.length)}),
        draw: (width) => swarmPlot(features.slice(0, SWARMS), {width, lang}),
        cell: SWARM_CELL
      });

/** Draws how one feature's points depend on its value, and on the feature that goes along with what that leaves open. */
export function dependencePanel(lang: Lang, {features}: Importance, name: string): HTMLElement {
  const feature = features.find((one) => one.name === name) ?? features[0]!;
  const partner = feature.partner === null ? null : features[feature.partner]!;
  const missing = feature.values.filter((value) => value === null).length;
  const title = t(lang, "importance.dependence", {name: feature.label[lang]});
  return chartPanel({
    lang,
    title,
    hint: html`${
      partner
        ? t(lang, "importance.dependence.partner", {name: partner.label[lang]})
        : t(lang, "importance.dependence.alone")
    } ${missing > 0 ? t(lang, "importance.dependence.missing", {n: formatNumber(lang, missing)}) : ""}`,
    draw: (width) => dependencePlot(feature, partner, {width, lang}),
    cell: dependenceCell(feature.name)
  });
}

const MEAN_CELL = `const weights = await sql\`
  SELECT feature, avg(abs(points)) AS mean FROM contributions GROUP BY feature ORDER BY mean DESC LIMIT 20\`;
// ---
Plot.plot({marginLeft: 200, x: {grid: true}, marks: [Plot.barX(weights, {x: "mean", y: "feature", fill: "currentColor", sort: {y: "x", reverse: true}, tip: true})]})`;

const SWARM_CELL = `const contributed = await sql\`
  WITH drawn AS (FROM contributions WHERE clientId IN (SELECT clientId FROM scores ORDER BY hash(clientId) LIMIT 200))
  SELECT clientId, feature, points FROM drawn
  WHERE feature IN (SELECT feature FROM drawn GROUP BY feature ORDER BY avg(abs(points)) DESC LIMIT 12)\`;
// ---
beeswarm(contributed)`;

/** Writes the cells that draw a feature's points by its value; none for one that only the model has. */
const dependenceCell = (name: string): string | undefined =>
  /^(peer|rate)_/.test(name)
    ? undefined
    : `const dots = await sql\`
  SELECT "${name}" AS value, points FROM contributions JOIN features USING (clientId)
  WHERE feature = '${name}' ORDER BY hash(clientId) LIMIT 500\`;
// ---
Plot.plot({grid: true, marks: [Plot.ruleY([0]), Plot.dot(dots, {x: "value", y: "points", tip: true})]})`;
