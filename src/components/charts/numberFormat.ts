import type {FormatLocaleDefinition} from "d3";

/** How Plot writes the numbers of an axis whose notebook says nothing of it, for the languages that are not d3's own. */
export const NUMBER_FORMATS: Readonly<Record<string, FormatLocaleDefinition>> = {
  fr: {
    decimal: ",",
    thousands: "\u202f",
    grouping: [3],
    currency: ["", "\u00a0€"],
    percent: "\u202f%",
    minus: "−"
  }
};
