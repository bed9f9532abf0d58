import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {reportToHtml} from "./html.ts";
import type {DataReport} from "./report.ts";

export const REPORT_FILES = ["report.json", "report.html"] as const;

/** Writes report.json and report.html into a folder; `name` is what the data set is called. */
export function writeReport(folder: string, name: string, report: DataReport): void {
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, null, 1)}\n`, {flush: true});
  writeFileSync(join(folder, "report.html"), reportToHtml(name, report), {flush: true});
}
