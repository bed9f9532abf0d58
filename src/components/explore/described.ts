import {currencySign} from "../../core/words/money.ts";
import type {Bilingual, CatalogueEntry, RawTable} from "../client/clientApi.ts";
import type {Lang} from "../i18n.ts";

/** A column that can be looked at, as people read it. */
export interface DescribedColumn {
  name: string;
  label: Bilingual;
  unit: string;
}

/** What the server has a column of clients for and the catalogue says nothing of. */
const OTHERS: Record<string, Omit<DescribedColumn, "name">> = {
  target: {label: {en: "Defaulted (1) or repaid (0)", fr: "En défaut (1) ou remboursé (0)"}, unit: "yes/no"},
  probabilityOfDefault: {
    label: {en: "Probability of default, out of fold", fr: "Probabilité de défaut, hors pli"},
    unit: "share"
  },
  rawScore: {label: {en: "Raw score, out of fold", fr: "Score brut, hors pli"}, unit: ""},
  fold: {label: {en: "Fold of the training", fr: "Pli de l’apprentissage"}, unit: ""}
};

/** Describes the columns of the table clients, in its order, by the catalogue and by the tables' own words. */
export function describeColumns(
  names: readonly string[],
  features: readonly CatalogueEntry[],
  tables: readonly RawTable[]
): DescribedColumn[] {
  const byFeature = new Map(features.map((feature) => [feature.name, feature]));
  const application = tables.find(({name}) => name === "application")?.columns ?? [];
  const byColumn = new Map(application.map((column) => [column.name, column]));
  return names
    .filter((name) => name !== "clientId")
    .map((name) => {
      const feature = byFeature.get(name);
      if (feature) return {name, label: feature.label, unit: feature.unit};
      const column = byColumn.get(name);
      if (column) return {name, label: column.description, unit: column.unit};
      return {name, ...(OTHERS[name] ?? {label: {en: name, fr: name}, unit: ""})};
    });
}

/** Names a column for people, an amount with its currency; one that is not known keeps its name. */
export function labelOf(lang: Lang, columns: readonly DescribedColumn[], name: string): string {
  const column = columns.find((one) => one.name === name);
  const sign = column?.unit === "amount" ? currencySign(lang) : "";
  return `${column?.label[lang] ?? name}${sign && ` (${sign})`}`;
}
