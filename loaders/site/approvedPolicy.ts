import {readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {PolicyLimits} from "../../src/core/credit/policy.ts";

/** The file beside the data with the limits that two people have approved last; the chain of decisions is its source. */
export const APPROVED_POLICY = "policy.json";

/** Reads the limits that a site of this data set shows; null while nobody has changed the model's. */
export function readApprovedPolicy(dataDir: string): PolicyLimits | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, APPROVED_POLICY), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return JSON.parse(text) as PolicyLimits;
}

/** Writes the limits aside and puts them in place in one step; nothing is touched when they are there already. */
export function writeApprovedPolicy(dataDir: string, limits: PolicyLimits): void {
  const path = join(dataDir, APPROVED_POLICY);
  const text = `${JSON.stringify(limits)}\n`;
  try {
    if (readFileSync(path, "utf8") === text) return;
  } catch {}
  const aside = `${path}.${process.pid}.part`;
  writeFileSync(aside, text);
  renameSync(aside, path);
}
