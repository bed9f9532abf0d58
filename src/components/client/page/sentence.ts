import type {Explanation} from "../../../core/schema/explanation.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";

/**
 * Puts the decision into a few sentences, from the same causes as the drawing and the reasons.
 * @param isTried that the client is not as on record, which is said first
 */
export function verdictSentence(lang: Lang, explanation: Explanation, isTried = false): string {
  const {clientId, score, cutoff, probabilityOfDefault, decision, causes, reasonCodes} = explanation;
  const distance = Math.round(score - cutoff.score);
  const values = {
    client: clientId,
    score: formatNumber(lang, score),
    distance: formatNumber(lang, Math.abs(distance)),
    cutoff: formatNumber(lang, cutoff.score),
    pd: formatPercent(lang, probabilityOfDefault)
  };
  const position = distance === 0 ? "sentence.at" : distance > 0 ? "sentence.above" : "sentence.below";
  const up = causes.find(({points}) => points > 0)?.label[lang];
  const down = reasonCodes[0]?.label[lang];
  return [
    isTried ? t(lang, "sentence.tried") : "",
    t(lang, position, values),
    t(lang, `sentence.${decision}`),
    up ? t(lang, "sentence.up", {label: up}) : "",
    down ? t(lang, "sentence.down", {label: down}) : ""
  ]
    .filter(Boolean)
    .join(" ");
}
