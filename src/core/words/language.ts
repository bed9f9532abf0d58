export type Lang = "en" | "fr";
/** A text in both languages. */
export interface Bilingual {
  en: string;
  fr: string;
}

/** Writes apostrophes as they are printed, as the pages' own texts have them. */
export const withApostrophes = (text: string): string => text.replaceAll("'", "’");
