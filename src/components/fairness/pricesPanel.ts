import type {Difference, Price, Prices} from "../../core/schema/prices.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";

/** Lists what leaving each feature out does; says how to measure it when nobody has. */
export function pricesPanel(lang: Lang, prices: Prices | null): HTMLElement {
  if (!prices || prices.prices.length === 0)
    return emptyState(t(lang, "fairness.price"), t(lang, "fairness.price.none"));
  const number = (value: number, digits: number) => formatNumber(lang, value, digits);
  const signed = (value: number, digits: number) => `${value > 0 ? "+" : ""}${number(value, digits)}`;
  const difference = ({difference: value, interval}: Difference, digits: number) =>
    html`${signed(value, digits)} <small class="muted">${interval.map((end) => signed(end, digits)).join(" – ")}</small>`;
  const why = ({trait, tells}: Price) =>
    tells === null
      ? t(lang, "fairness.price.protected", {trait: t(lang, `trait.${trait}`)})
      : t(lang, "fairness.price.proxy", {trait: t(lang, `trait.${trait}`), auc: number(tells, 2)});
  const whyCell = (price: Price) => html`<div style=${{minWidth: "17rem"}}>${why(price)}</div>`;
  return html`<section class="panel">
    ${dataTable(
      prices.prices,
      [
        {
          label: t(lang, "fairness.price.feature"),
          cell: ({features}) => features.map(({label}) => label[lang]).join(", ")
        },
        {label: t(lang, "fairness.price.why"), cell: whyCell},
        {label: t(lang, "fairness.price.auc"), cell: ({auc}) => difference(auc, 4), isNumber: true},
        {label: t(lang, "fairness.price.cost"), cell: ({cost}) => difference(cost, 1), isNumber: true},
        {
          label: t(lang, "fairness.price.ratio"),
          cell: ({leastRatio}) => `${number(leastRatio.with, 2)} → ${number(leastRatio.without, 2)}`,
          isNumber: true
        }
      ],
      {caption: t(lang, "fairness.price")}
    )}
  </section>`;
}
