import type {Explanation} from "../../core/schema/explanation.ts";
import type {Lang} from "../i18n.ts";

/** Writes the score and what made it as JSON, as the server told it, without the reasons' sentences. */
export function scoreToJson({reasonCodes: _reasons, ...score}: Explanation): string {
  return `${JSON.stringify(score, null, 2)}\n`;
}

const COLUMNS = ["part", "cause", "feature", "label", "value", "contribution", "points"] as const;
type Row = Record<(typeof COLUMNS)[number], string | number | null>;

/**
 * Writes the score and what made it as CSV (RFC 4180): the base, a row for each feature, the score. The points of base
 * and features add up to those of the score, contributions (log-odds) to its raw score. Empty cells are missing values.
 */
export function scoreToCsv(lang: Lang, explanation: Explanation): string {
  const {baseValue, basePoints, features, rawScore, score, residualPoints} = explanation;
  const none = {cause: null, feature: null, value: null};
  const rows: Row[] = [
    {...none, part: "base", label: null, contribution: baseValue, points: basePoints + residualPoints},
    ...features.map(
      ({cause, name, label, value, contribution, points}): Row => ({
        part: "feature",
        cause,
        feature: name,
        label: label[lang],
        value,
        contribution,
        points
      })
    ),
    {...none, part: "score", label: null, contribution: rawScore, points: score}
  ];
  const lines = [
    COLUMNS.join(","),
    ...rows.map((row) => COLUMNS.map((name) => csvCell(row[name])).join(","))
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** Writes a cell; a text that a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(cell: string | number | null): string {
  if (cell === null || typeof cell === "number") return String(cell ?? "");
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
