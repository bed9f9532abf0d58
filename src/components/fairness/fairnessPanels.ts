import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {segmentLabel} from "../portfolio/segments/segmentLabel.ts";
import type {SegmentVariable} from "../portfolio/segments/segments.ts";
import {segmentsPlot} from "../portfolio/segments/segmentsPlot.ts";
import type {GroupRates, Share} from "./groups.ts";
import {ratioPlot} from "./ratioPlot.ts";

/** Draws the acceptance ratios of groups, with everything that is known of each as a table. */
export function ratioPanel(
  lang: Lang,
  groups: readonly GroupRates[],
  variable: SegmentVariable
): HTMLElement {
  const label = ({name}: GroupRates) => segmentLabel(lang, variable, name);
  return chartPanel({
    lang,
    title: t(lang, "fairness.ratio"),
    hint: t(lang, "fairness.ratio.hint"),
    draw: (width) => ratioPlot(groups, label, {width, lang}),
    cell: RATIO_CELL(variable)
  });
}

/** Draws the predicted beside the observed bad rate of each group. */
export function groupCalibrationPanel(
  lang: Lang,
  groups: readonly GroupRates[],
  variable: SegmentVariable
): HTMLElement {
  const segments = groups.map(({name, clients, badRate, predicted}) => ({
    name,
    clients,
    share: 0,
    labelled: badRate?.of ?? 0,
    bads: 0,
    badRate: badRate?.value ?? null,
    interval: badRate?.interval ?? null,
    meanPd: predicted ?? 0
  }));
  const reliable = segments.filter(({labelled}) => labelled >= 30).map(({interval}) => interval![1]);
  const max = Math.ceil(Math.max(0.1, ...reliable) * 20) / 20;
  return chartPanel({
    lang,
    title: t(lang, "fairness.calibration"),
    hint: html`<span class="key observed" aria-hidden="true">●</span> ${t(lang, "segment.observed")}
      <span class="key predicted" aria-hidden="true">◇</span> ${t(lang, "fairness.predicted")}. ${t(lang, "fairness.calibration.hint")}`,
    draw: (width) => segmentsPlot(segments, {width, lang, variable, max})
  });
}

/** Lists every rate of every group with its interval. */
export function groupTable(
  lang: Lang,
  groups: readonly GroupRates[],
  variable: SegmentVariable
): HTMLElement {
  const percent = (value: number) => formatPercent(lang, value);
  const number = (value: number) => formatNumber(lang, value, 2);
  const withInterval = (value: string, [low, high]: readonly string[]) =>
    html`${value} <small class="muted">${low} – ${high}</small>`;
  const share = (of: Share | null) => (of ? withInterval(percent(of.value), of.interval.map(percent)) : "–");
  return html`<section class="panel">
    <h3>${t(lang, "fairness.groups")}</h3>
    ${dataTable(
      groups,
      [
        {label: t(lang, `segment.${variable}`), cell: ({name}) => segmentLabel(lang, variable, name)},
        {
          label: t(lang, "column.clients"),
          cell: ({clients}) => formatNumber(lang, clients),
          isNumber: true
        },
        {label: t(lang, "fairness.accepted"), cell: ({accepted}) => share(accepted), isNumber: true},
        {
          label: t(lang, "fairness.ratio"),
          cell: ({ratio}) => (ratio ? withInterval(number(ratio.value), ratio.interval.map(number)) : "–"),
          isNumber: true
        },
        {label: t(lang, "fairness.badRate"), cell: ({badRate}) => share(badRate), isNumber: true},
        {
          label: t(lang, "fairness.predicted"),
          cell: ({predicted}) => (predicted === null ? "–" : percent(predicted)),
          isNumber: true
        },
        {
          label: t(lang, "fairness.badRateApproved"),
          cell: ({badRateAccepted}) => share(badRateAccepted),
          isNumber: true
        },
        {
          label: t(lang, "fairness.falseDecline"),
          cell: ({falseDeclined}) => share(falseDeclined),
          isNumber: true
        }
      ],
      {caption: t(lang, "fairness.groups")}
    )}
  </section>`;
}

const COLUMNS: Record<SegmentVariable, string> = {
  gender: "CODE_GENDER",
  education: "NAME_EDUCATION_TYPE",
  familyStatus: "NAME_FAMILY_STATUS",
  familySize: "CNT_FAM_MEMBERS",
  age: "floor(app_age / 10) * 10",
  yearsEmployed: "floor(app_employed_years)"
};

/** Counts what the panel draws, for one's own questions. */
const RATIO_CELL = (variable: SegmentVariable) => `const groups = await sql\`
  SELECT ${COLUMNS[variable]} AS "group", count(*)::INTEGER AS clients, avg((decision != 'decline')::INTEGER) AS approved
  FROM clients GROUP BY 1 ORDER BY approved DESC\`;
// ---
Plot.plot({
  marginLeft: 160,
  x: {percent: true, grid: true},
  marks: [Plot.barX(groups, {x: "approved", y: "group", fill: "currentColor", tip: true, sort: {y: "x", reverse: true}})]
})`;
