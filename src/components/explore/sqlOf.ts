import {quoteText} from "../library/sqlText.ts";

/** Quotes a name as SQL does. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Reads a column as numbers, NULL where it is no number. */
export const doubleOf = (name: string): string => `nullif(${quoteName(name)}::DOUBLE, 'nan'::DOUBLE)`;

/** Writes a number that SQL reads to the last bit. */
export const double = (value: number): string => `${quoteText(String(value))}::DOUBLE`;
