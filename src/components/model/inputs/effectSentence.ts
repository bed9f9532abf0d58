import type {Manifest} from "../../../core/schema/manifest.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";

/** Puts what leaving features out cost into two sentences, from the same folds. */
export function effectSentence(lang: Lang, effect: NonNullable<Manifest["protected"]["effect"]>): string {
  const {difference, interval, approvedWithout, declinedWithout} = effect;
  const signed = (value: number) => (value > 0 ? "+" : "") + formatNumber(lang, value, 4);
  return t(lang, "model.effect", {
    difference: signed(difference),
    low: signed(interval[0]!),
    high: signed(interval[1]!),
    changed: formatNumber(lang, approvedWithout + declinedWithout),
    approved: formatNumber(lang, approvedWithout),
    declined: formatNumber(lang, declinedWithout)
  });
}
