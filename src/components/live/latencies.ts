import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Half of the latencies are at most `p50`, all but a twentieth at most `p95`, in milliseconds. */
export interface Latencies {
  p50: number;
  p95: number;
  n: number;
}

/** Sums latencies up by nearest rank; null without any. */
export function latenciesOf(values: readonly number[]): Latencies | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  return {p50: at(0.5), p95: at(0.95), n: sorted.length};
}

/** Writes milliseconds, with a decimal below ten; from a second on, seconds. */
export const formatMs = (lang: Lang, ms: number): string =>
  ms < 1000
    ? t(lang, "live.ms", {n: formatNumber(lang, ms, ms < 10 ? 1 : 0)})
    : t(lang, "live.s", {n: formatNumber(lang, ms / 1000, 1)});
