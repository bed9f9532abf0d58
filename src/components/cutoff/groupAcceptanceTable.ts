import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {segmentLabel} from "../portfolio/segments/segmentLabel.ts";
import type {SegmentVariable} from "../portfolio/segments/segments.ts";
import type {GroupAcceptance} from "./groupAcceptance.ts";

/** Below this ratio the four-fifths rule asks for a reason. */
const FOUR_FIFTHS = 0.8;

/** Draws how each group fares, and marks ratios below four fifths with a word. */
export function groupAcceptanceTable(
  lang: Lang,
  variable: SegmentVariable,
  groups: readonly GroupAcceptance[]
): HTMLElement {
  const percent = (share: number | null) => (share === null ? "–" : formatPercent(lang, share));
  const ratio = (value: number | null) => {
    if (value === null) return html`<span class="muted">${t(lang, "cutoff.group.few")}</span>`;
    const text = formatNumber(lang, value, 2);
    return value < FOUR_FIFTHS
      ? html`<span><b>${text}</b> <span class="tag">${t(lang, "cutoff.group.low")}</span></span>`
      : text;
  };
  return dataTable(
    groups,
    [
      {label: t(lang, `segment.${variable}`), cell: ({name}) => segmentLabel(lang, variable, name)},
      {label: t(lang, "column.clients"), cell: ({clients}) => formatNumber(lang, clients), isNumber: true},
      {label: t(lang, "cutoff.group.now"), cell: ({acceptedNow}) => percent(acceptedNow), isNumber: true},
      {
        label: t(lang, "cutoff.group.then"),
        cell: ({accepted, interval: [low, high]}) =>
          html`<span>${percent(accepted)} <span class="muted">${percent(low)}–${percent(high)}</span></span>`,
        isNumber: true
      },
      {label: t(lang, "cutoff.group.ratioNow"), cell: ({ratioNow}) => ratio(ratioNow), isNumber: true},
      {label: t(lang, "cutoff.group.ratio"), cell: (one) => ratio(one.ratio), isNumber: true},
      {label: t(lang, "cutoff.group.badRate"), cell: ({badRate}) => percent(badRate), isNumber: true}
    ],
    {caption: t(lang, "cutoff.group.caption")}
  );
}
