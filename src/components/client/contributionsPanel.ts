import type {Explanation} from "../../core/schema/explanation.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {calmScroll, html} from "../dom.ts";
import {formatNumber, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {whenReady} from "../shell/states.ts";
import type {CatalogueEntry} from "./clientApi.ts";
import {featureValue} from "./featureValue.ts";
import type {HistoryView} from "./historyPanel.ts";
import {openedContribution} from "./openedContribution.ts";
import {type WaterfallStep, waterfallData} from "./waterfall.ts";
import {waterfallPlot} from "./waterfallPlot.ts";

export interface ContributionsParts {
  lang: Lang;
  explanation: Explanation;
  catalogue: ReadonlyMap<string, CatalogueEntry>;
  history: HistoryView;
}

export interface Contributions {
  element: HTMLElement;
  /** Opens a contribution: its formula and the raw rows behind it. */
  open(feature: string): void;
}

const SHOWN = 12;

/** Creates the waterfall, the table of all contributions, and the place where one of them opens. */
export function createContributions(parts: ContributionsParts): Contributions {
  const {lang, explanation, catalogue} = parts;
  const steps = waterfallData(explanation, SHOWN);
  const opened = html`<section class="panel opened" id="contribution" tabindex="-1" hidden></section>`;
  const open = (name: string) => {
    opened.hidden = false;
    opened.replaceChildren(whenReady(lang, () => openedContribution(parts, name)));
    opened.focus({preventScroll: true});
    opened.scrollIntoView({block: "nearest", behavior: calmScroll()});
  };
  const shownValue = ({name, value}: {name: string; value: number | string | null}) =>
    featureValue(lang, value, catalogue.get(name)?.unit);
  const labelOf = ({kind, feature, count}: WaterfallStep): string => {
    if (feature) return `${feature.label[lang]} = ${shownValue(feature)}`;
    return t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: count});
  };
  const chart = chartPanel({
    lang,
    title: t(lang, "client.waterfall"),
    hint: t(lang, "client.waterfall.hint", {
      base: formatNumber(lang, explanation.basePoints, 1),
      score: formatNumber(lang, explanation.score),
      residual: formatNumber(lang, explanation.residualPoints, 1)
    }),
    draw: (width) =>
      openOnClick(waterfallPlot(steps, {width, lang, labelOf, cutoff: explanation.cutoff.score}), steps, open)
  });
  const table = html`<section class="panel">
    <h2>${t(lang, "client.contributions")}</h2>
    <p class="hint">${t(lang, "client.contributions.hint")}</p>
    <div class="tall">${dataTable(
      explanation.features,
      [
        {
          label: t(lang, "column.feature"),
          cell: ({name, label}) =>
            html`<button type="button" class="link" data-feature=${name} onclick=${() => open(name)}>${label[lang]}</button>`
        },
        {label: t(lang, "column.value"), cell: shownValue},
        {
          label: t(lang, "column.points"),
          cell: ({points}) =>
            html`<span class=${points < 0 ? "down" : "up"}>${formatPoints(lang, points, 1)}</span>`,
          isNumber: true
        }
      ],
      {caption: t(lang, "client.contributions")}
    )}</div>
  </section>`;
  return {
    element: html`<div class="flow"><div class="contributions">${chart}${table}</div>${opened}</div>`,
    open
  };
}

/** Makes the bars open what they stand for; the table beside has the same as buttons for the keyboard. */
function openOnClick(plot: Element, steps: readonly WaterfallStep[], open: (name: string) => void): Element {
  const changes = steps.filter(({kind}) => kind === "feature" || kind === "others");
  const bars = plot.querySelectorAll<SVGRectElement>('g[aria-label="bar"] rect');
  changes.forEach(({feature}, i) => {
    const bar = bars[i];
    if (!bar || !feature) return;
    bar.style.cursor = "pointer";
    bar.addEventListener("click", () => open(feature.name));
  });
  return plot;
}
