import type {Lang} from "../../i18n.ts";

/** What every chart of the library takes. */
export interface LibraryChartOptions {
  /** Pixels; as wide as its place when absent. */
  width?: number;
  /** The language of the page when absent. */
  lang?: Lang;
}

/** Tells the language that the page is in. */
export const pageLanguage = (): Lang => (document.documentElement.lang === "fr" ? "fr" : "en");
