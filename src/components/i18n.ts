import type {Lang} from "../core/words/language.ts";
import {en} from "./texts/en.ts";
import {fr} from "./texts/fr.ts";

export type {Lang};
export type TextKey = keyof typeof en;

const DICTIONARY: Record<Lang, Record<TextKey, string>> = {en, fr};

/** Looks a text up and puts `values` into its {places}. */
export function t(lang: Lang, key: TextKey, values: Record<string, string | number> = {}): string {
  return DICTIONARY[lang][key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
