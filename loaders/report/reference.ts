import {readFileSync} from "node:fs";
import type {TableName} from "../types.ts";

export interface ReferenceQuantiles {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

/** What is known of a column of the published tables: the share of missing cells (0–1) and how numbers spread. */
export interface ColumnReference {
  readonly missing: number;
  readonly quantiles?: ReferenceQuantiles;
  /** The share of cells with the code for missing days, which the quantiles of some columns count too. */
  readonly code365243?: number;
}

/** By table and column; both application tables share one. */
export type Reference = Readonly<Record<string, Readonly<Record<string, ColumnReference>>>>;

/** Reads the reference that the demo generator is measured by; empty when this installation has none. */
export function readReference(): Reference {
  try {
    return JSON.parse(readFileSync(new URL("../../data/demo/reference.json", import.meta.url), "utf8"))
      .tables;
  } catch {
    return {};
  }
}

/** Finds the reference of a column; quantiles that count the code for missing days are left out. */
export function referenceOf(
  reference: Reference,
  table: TableName,
  column: string
): ColumnReference | undefined {
  const found = reference[table === "application_test" ? "application_train" : table]?.[column];
  if (found?.quantiles === undefined || found.quantiles.p95 !== 365243) return found;
  const {quantiles: _quantiles, ...rest} = found;
  return rest;
}
