import type {DescribedColumn} from "../../core/explore/described.ts";
import {currencySign} from "../../core/words/money.ts";
import type {Lang} from "../i18n.ts";

/** Names a column for people, an amount with its currency; one that is not known keeps its name. */
export function labelOf(lang: Lang, columns: readonly DescribedColumn[], name: string): string {
  const column = columns.find((one) => one.name === name);
  const sign = column?.unit === "amount" ? currencySign(lang) : "";
  return `${column?.label[lang] ?? name}${sign && ` (${sign})`}`;
}
