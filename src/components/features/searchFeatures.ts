import type {Lang} from "../i18n.ts";
import type {FeatureSummary} from "./featureSummary.ts";

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Finds the features that contain every word in their label, name or formula, of one table if given; order is kept. */
export function searchFeatures<T extends Pick<FeatureSummary, "name" | "label" | "formula" | "tables">>(
  features: readonly T[],
  lang: Lang,
  {words, table}: {words: string; table: string}
): T[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return features.filter(({name, label, formula, tables}) => {
    if (table && !tables.includes(table)) return false;
    const text = plain(`${label[lang]} ${name} ${formula[lang]}`);
    return wanted.every((word) => text.includes(word));
  });
}
