import type {Cost} from "../../core/credit/cutoff.ts";
import type {Counted} from "../../core/metrics/outcomesByPoints.ts";
import type {Decided} from "../../core/portfolio/limitOutcomes.ts";
import type {Decision} from "../../core/schema/score.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

type Interval = readonly [low: number, high: number];

/** What limits lead to, beside those in force. */
export interface CutoffSummary {
  cost: number;
  /** What one wrong decision costs. */
  unit: Cost;
  costInterval: Interval;
  /** Cost less that of the limits in force, per 1,000 clients. */
  difference: number;
  differenceInterval: Interval;
  then: Record<Decision, Decided>;
  now: Record<Decision, Decided>;
  swapped: Counted;
}

/** Computes the difference to the cost in force as both are shown, in whole numbers. */
export const shownDifference = ({cost, difference}: Pick<CutoffSummary, "cost" | "difference">): number =>
  Math.round(cost) - Math.round(cost - difference);

/** Draws what the chosen limits lead to in five numbers. */
export function cutoffTiles(lang: Lang, summary: CutoffSummary): HTMLElement {
  const {cost, unit, costInterval, difference, differenceInterval, then, now, swapped} = summary;
  const number = (value: number) => formatNumber(lang, value);
  const percent = (share: number | null) => (share === null ? "–" : formatPercent(lang, share));
  const all = then.approve.clients + then.refer.clients + then.decline.clients;
  const tile = (id: string, label: string, value: string, ...notes: string[]) =>
    html`<div id=${id}><dt>${label}</dt><dd>${value}</dd>${notes.map((note) => html`<dd class="sub">${note}</dd>`)}</div>`;
  const rate = ({interval}: Decided) =>
    interval
      ? t(lang, "cutoff.tile.interval", {low: percent(interval[0]), high: percent(interval[1])})
      : t(lang, "cutoff.tile.nobody");
  const signed = (value: number) => formatPoints(lang, value);
  return html`<dl class="tiles" aria-live="polite">
    ${tile(
      "cutoff-cost",
      t(lang, "cutoff.costPer1000"),
      number(cost),
      t(lang, "cutoff.tile.interval", {low: number(costInterval[0]), high: number(costInterval[1])}),
      difference === 0
        ? t(lang, "cutoff.tile.same")
        : t(lang, "cutoff.tile.difference", {
            difference: signed(shownDifference(summary)),
            low: signed(differenceInterval[0]),
            high: signed(differenceInterval[1])
          }),
      t(lang, "cutoff.tile.unit", {
        good: formatNumber(lang, unit.falsePositive, 2),
        bad: formatNumber(lang, unit.falseNegative, 2)
      })
    )}
    ${tile(
      "cutoff-approved",
      t(lang, "live.approved"),
      percent(then.approve.clients / all),
      t(lang, "cutoff.tile.of", {n: number(then.approve.clients), all: number(all)}),
      t(lang, "cutoff.tile.now", {value: percent(now.approve.clients / all)})
    )}
    ${tile(
      "cutoff-bad-rate",
      t(lang, "cutoff.tile.badRate"),
      percent(then.approve.badRate),
      rate(then.approve),
      t(lang, "cutoff.tile.now", {value: percent(now.approve.badRate)})
    )}
    ${
      then.refer.clients > 0
        ? tile(
            "cutoff-referred",
            t(lang, "live.referred"),
            percent(then.refer.clients / all),
            t(lang, "cutoff.tile.referred", {
              n: number(then.refer.clients),
              rate: percent(then.refer.badRate)
            })
          )
        : tile("cutoff-referred", t(lang, "live.referred"), t(lang, "cutoff.tile.noBand"))
    }
    ${tile(
      "cutoff-swapped",
      t(lang, "cutoff.tile.swapped"),
      number(swapped.clients),
      swapped.clients > 0
        ? t(lang, "cutoff.tile.swappedRate", {rate: percent(swapped.bads / swapped.clients)})
        : t(lang, "cutoff.swap.none")
    )}
  </dl>`;
}
