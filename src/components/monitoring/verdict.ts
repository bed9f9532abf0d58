import type {ColumnDrift} from "../../core/drift/compare.ts";
import {PSI_LARGE, PSI_SMALL} from "../../core/metrics/psi.ts";

/** How a shift is read: by its size where it is more than chance. */
export type Verdict = "none" | "little" | "some" | "large";

/** Reads a column's shift: what chance exceeds once in twenty is none, whatever 0.1 and 0.25 say. */
export function verdictOf({psi, critical}: Pick<ColumnDrift, "psi" | "critical">): Verdict {
  if (critical === null || psi <= critical) return "none";
  return psi >= PSI_LARGE ? "large" : psi >= PSI_SMALL ? "some" : "little";
}
