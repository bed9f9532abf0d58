import type {Explanation} from "../../../core/schema/explanation.ts";
import {html} from "../../dom.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";

/** What a verdict is held against. */
export type Unseen = Pick<Explanation, "score" | "decision" | "outOfFold">;

/**
 * Words what a model that has not seen the client gives, as lists show it, and where it decides otherwise which decision
 * counts and why; null where the served model has not learned from the client.
 */
export function unseenText(lang: Lang, {score, decision, outOfFold}: Unseen): string | null {
  if (!outOfFold) return null;
  const isOther = outOfFold.decision !== decision;
  const gives = t(lang, "client.unseen", {
    score: formatNumber(lang, outOfFold.score),
    decision: t(lang, `client.unseen.${outOfFold.decision}`)
  });
  const counts = t(lang, isOther ? "client.unseen.otherwise" : "client.unseen.same", {
    score: formatNumber(lang, score),
    decision: t(lang, `client.unseen.${decision}`)
  });
  return `${gives} ${counts}`;
}

/** Draws that text, as a warning where the decisions differ; nothing where there is none. */
export function unseenNote(lang: Lang, verdict: Unseen): HTMLElement[] {
  const text = unseenText(lang, verdict);
  if (text === null) return [];
  const isOther = verdict.outOfFold?.decision !== verdict.decision;
  return [html`<p class=${isOther ? "notice unseen" : "muted unseen"}>${text}</p>`];
}
