import type {PointLimits} from "../../core/portfolio/limitOutcomes.ts";

/** Reads limits from the query of an address; null when it has no cut-off that is a number. */
export function parseLimits(query: string): PointLimits | null {
  const parameters = new URLSearchParams(query);
  const number = (name: string) => Number(parameters.get(name) || Number.NaN);
  const [cutoff, band] = [number("cutoff"), number("band")];
  return Number.isFinite(cutoff) ? {cutoff, referBand: Number.isFinite(band) ? Math.max(0, band) : 0} : null;
}

/** Writes limits as the query of an address; nothing for those in force. */
export function limitsToQuery({cutoff, referBand}: PointLimits, now: PointLimits): string {
  if (cutoff === now.cutoff && referBand === now.referBand) return "";
  return new URLSearchParams({cutoff: String(cutoff), band: String(referBand)}).toString();
}
