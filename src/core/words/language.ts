export type Lang = "en" | "fr";
/** A text in both languages. */
export interface Bilingual {
  en: string;
  fr: string;
}
