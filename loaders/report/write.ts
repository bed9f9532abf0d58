import {existsSync} from "node:fs";
import {rename, writeFile} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {reportToHtml} from "./html.ts";
import type {DataReport} from "./report.ts";

/** Writes report.json and report.html into the folder of a data set, each aside first. */
export async function writeReport(dataDir: string, report: DataReport): Promise<void> {
  const texts = {
    "report.html": reportToHtml(basename(resolve(dataDir)), report),
    "report.json": `${JSON.stringify(report, null, 1)}\n`
  };
  for (const [name, text] of Object.entries(texts)) {
    const aside = join(dataDir, `.${name}.part`);
    await writeFile(aside, text);
    await rename(aside, join(dataDir, name));
  }
}

/** Tells whether the reports of a data set are there. */
export function hasReport(dataDir: string): boolean {
  return existsSync(join(dataDir, "report.json")) && existsSync(join(dataDir, "report.html"));
}
