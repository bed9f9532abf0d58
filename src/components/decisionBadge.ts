import type {Decision} from "../core/schema/score.ts";
import {html} from "./dom.ts";
import {type Lang, t} from "./i18n.ts";

const SIGN: Record<Decision, string> = {approve: "✓", refer: "?", decline: "✕"};

/** Draws a decision as a sign and a word in its colour. */
export const decisionBadge = (lang: Lang, decision: Decision): HTMLElement =>
  html`<span class=${`decision ${decision}`}><span aria-hidden="true">${SIGN[decision]}</span> ${t(lang, `decision.${decision}`)}</span>`;
