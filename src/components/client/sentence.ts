import type {Explanation} from "../../core/schema/explanation.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Puts the decision into one or two sentences, from the same numbers as the drawing. */
export function verdictSentence(lang: Lang, explanation: Explanation): string {
  const {clientId, score, cutoff, probabilityOfDefault, decision, features} = explanation;
  const distance = Math.round(score - cutoff.score);
  const values = {
    client: clientId,
    score: formatNumber(lang, score),
    distance: formatNumber(lang, Math.abs(distance)),
    cutoff: formatNumber(lang, cutoff.score),
    pd: formatPercent(lang, probabilityOfDefault)
  };
  const position = distance === 0 ? "sentence.at" : distance > 0 ? "sentence.above" : "sentence.below";
  const strongest = (sign: 1 | -1): string | undefined =>
    features.find(({points}) => points * sign > 0)?.label[lang];
  const up = strongest(1);
  const down = strongest(-1);
  return [
    t(lang, position, values),
    t(lang, `sentence.${decision}`),
    up ? t(lang, "sentence.up", {label: up}) : "",
    down ? t(lang, "sentence.down", {label: down}) : ""
  ]
    .filter(Boolean)
    .join(" ");
}
