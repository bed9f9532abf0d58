import type {Lang} from "../i18n.ts";

/** What every drawing takes besides its numbers. */
export interface ChartOptions {
  /** Width of the drawing in pixels. */
  width: number;
  lang: Lang;
  /** Where elements are made; the page itself when absent. */
  document?: Document;
}

/** Colours of meaning; the style sheet gives them a value for light and for dark. */
export const COLOR = {
  up: "var(--sb-up)",
  down: "var(--sb-down)",
  refer: "var(--sb-refer)",
  mark: "var(--sb-mark)",
  neutral: "var(--sb-neutral)",
  soft: "var(--sb-line)",
  background: "var(--theme-background)"
} as const;
