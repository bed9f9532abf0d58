import type {ErrorCode, Problem} from "../core/errors.ts";
import {html} from "./dom.ts";
import type {Lang} from "./i18n.ts";
import {PROBLEMS_FR} from "./texts/problems.fr.ts";

const inFrench = (code: string): string | undefined =>
  Object.hasOwn(PROBLEMS_FR, code) ? PROBLEMS_FR[code as ErrorCode] : undefined;

/** Names what went wrong in a language: by its code, else as the server does. */
export const problemTitle = (lang: Lang, {code, title}: Pick<Problem, "code" | "title">): string =>
  (lang === "fr" ? inFrench(code)?.replace(/\.$/, "") : undefined) ?? title;

/** Says what went wrong in one sentence: the server's own in English, that of the code in French. */
export const problemSentence = (lang: Lang, {code, detail}: Pick<Problem, "code" | "detail">): string =>
  (lang === "fr" ? inFrench(code) : undefined) ?? detail;

/** Draws the server's own sentence, which is English, as such on a page of another language: small, beside one of that language. */
export const problemDetail = (lang: Lang, {detail}: Pick<Problem, "detail">): HTMLElement =>
  lang === "en" ? html`<p>${detail}</p>` : html`<p lang="en" class="muted">${detail}</p>`;
