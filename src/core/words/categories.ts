import type {Lang} from "./language.ts";
import {GROUPS, WORDS} from "./words.ts";

/** Words that carry Kaggle's own number, of which nothing more is known. */
const NUMBERED: readonly [RegExp, Record<Lang, string>][] = [
  [/^Business Entity Type (\d+)$/, {en: "Business, type $1", fr: "Entreprise, type $1"}],
  [/^Industry: type (\d+)$/, {en: "Industry, type $1", fr: "Industrie, type $1"}],
  [/^Trade: type (\d+)$/, {en: "Trade, type $1", fr: "Commerce, type $1"}],
  [/^Transport: type (\d+)$/, {en: "Transport, type $1", fr: "Transport, type $1"}],
  [/^currency (\d+)$/, {en: "Currency $1", fr: "Devise $1"}]
];

/** Puts a raw category into words, said of one client or contract; one that no vocabulary has is shown as it is. */
export function categoryLabel(lang: Lang, raw: string): string {
  const words = Object.hasOwn(WORDS, raw) ? WORDS[raw] : undefined;
  if (words) return words[lang === "en" ? 0 : 1];
  const numbered = NUMBERED.find(([pattern]) => pattern.test(raw));
  return numbered ? raw.replace(numbered[0], numbered[1][lang]) : raw;
}

/** Puts a raw category into words, said of all who are in it. */
export function groupLabel(lang: Lang, raw: string): string {
  return Object.hasOwn(GROUPS, raw) ? GROUPS[raw]![lang === "en" ? 0 : 1] : categoryLabel(lang, raw);
}
