import type {Explanation, FeatureContribution} from "../../core/schema/explanation.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {calmScroll, html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {whenReady} from "../shell/states.ts";
import {createCauses} from "./causesPanel.ts";
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
  /** Opens a contribution: its cause, its formula and the raw rows behind it. */
  open(feature: string): void;
}

const SHOWN = 12;

/** Creates the waterfall by cause, the causes with their features, and the place where one feature opens. */
export function createContributions(parts: ContributionsParts): Contributions {
  const {lang, explanation, catalogue} = parts;
  const steps = waterfallData(explanation, SHOWN);
  const opened = html`<section class="panel opened" id="contribution" tabindex="-1" hidden></section>`;
  const openFeature = (name: string) => {
    opened.hidden = false;
    opened.replaceChildren(whenReady(lang, () => openedContribution(parts, name)));
    opened.focus({preventScroll: true});
    opened.scrollIntoView({block: "nearest", behavior: calmScroll()});
  };
  const shownValue = ({name, value}: FeatureContribution) =>
    featureValue(lang, value, catalogue.get(name)?.unit);
  const causes = createCauses({
    lang,
    causes: explanation.causes,
    features: explanation.features,
    shownValue,
    openFeature
  });
  const labelOf = ({kind, cause, count}: WaterfallStep): string =>
    cause ? cause.label[lang] : t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: count});
  const chart = chartPanel({
    lang,
    title: t(lang, "client.waterfall"),
    hint: t(lang, "client.waterfall.hint", {
      base: formatNumber(lang, explanation.basePoints, 1),
      score: formatNumber(lang, explanation.score),
      residual: formatNumber(lang, explanation.residualPoints, 1)
    }),
    draw: (width) =>
      openOnClick(
        waterfallPlot(steps, {width, lang, labelOf, cutoff: explanation.cutoff.score}),
        steps,
        causes.open
      )
  });
  return {
    element: html`<div class="flow"><div class="contributions">${chart}${causes.element}</div>${opened}</div>`,
    open(name) {
      const feature = explanation.features.find((one) => one.name === name);
      if (feature) causes.open(feature.cause);
      openFeature(name);
    }
  };
}

/** Makes the bars unfold what they stand for; the list beside has the same for the keyboard. */
function openOnClick(plot: Element, steps: readonly WaterfallStep[], open: (code: string) => void): Element {
  const changes = steps.filter(({kind}) => kind === "cause" || kind === "others");
  const bars = plot.querySelectorAll<SVGRectElement>('g[aria-label="bar"] rect');
  changes.forEach(({cause}, i) => {
    const bar = bars[i];
    if (!bar || !cause) return;
    bar.style.cursor = "pointer";
    bar.addEventListener("click", () => open(cause.code));
  });
  return plot;
}
