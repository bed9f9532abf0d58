import type {ErrorCode, Issue, Problem} from "../core/errors.ts";
import {ApiError} from "./api.ts";
import {html} from "./dom.ts";
import {type Lang, t} from "./i18n.ts";
import {faultInFrench} from "./texts/faults.fr.ts";
import {PROBLEMS_FR} from "./texts/problems.fr.ts";

const inFrench = (code: string): string | undefined =>
  Object.hasOwn(PROBLEMS_FR, code) ? PROBLEMS_FR[code as ErrorCode] : undefined;

/** Names what went wrong in a language: by its code, else as the server does. */
export const problemTitle = (lang: Lang, {code, title}: Pick<Problem, "code" | "title">): string =>
  (lang === "fr" ? inFrench(code)?.replace(/\.$/, "") : undefined) ?? title;

/** Says what went wrong in one sentence: the server's own in English, that of the code in French. */
export const problemSentence = (lang: Lang, {code, detail}: Pick<Problem, "code" | "detail">): string =>
  (lang === "fr" ? inFrench(code) : undefined) ?? detail;

/** Tells whether the server did not answer at all: asked by us, or for a file of the page in the words of a browser. */
export const isUnanswered = (error: unknown): boolean =>
  (error instanceof ApiError && !error.problem) ||
  (error instanceof TypeError && /failed to fetch|networkerror|load failed/i.test(error.message));

/** Says in one sentence what was thrown: why the server refused it, that it did not answer, or what failed here. */
export function errorSentence(lang: Lang, error: unknown): string {
  if (isUnanswered(error)) return t(lang, "state.offline");
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  return error.problem ? problemSentence(lang, error.problem) : t(lang, "state.offline");
}

/** Says what is wrong with one value: in the server's words in English, by what was expected in French. */
export function issueSentence(lang: Lang, {code, message, expected}: Issue): string {
  if (lang === "en") return message;
  return expected
    ? faultInFrench(expected)
    : problemSentence(lang, {code: code as ErrorCode, detail: message});
}

/** Codes whose French says everything: the server's English beside it would say it once more. */
const SAYS_ALL: ReadonlySet<string> = new Set<ErrorCode>([
  "CLIENT_UNKNOWN",
  "CLIENT_ID_INVALID",
  "JOB_UNKNOWN",
  "NOTEBOOK_UNKNOWN",
  "NOTEBOOK_CHANGED",
  "CASE_CHANGED",
  "RECORD_TAKEN",
  "RECORD_UNKNOWN",
  "OVERRIDE_UNEXPLAINED",
  "SECOND_PERSON_NEEDED",
  "QUERY_BUSY",
  "RATE_LIMITED",
  "TOO_BUSY",
  "REQUEST_TIMEOUT",
  "UNAUTHENTICATED",
  "API_UNREACHABLE",
  "API_TIMEOUT"
]);

/**
 * Draws the particulars: what each refused value had to be, in the language of the page. Where that is not told in parts,
 * the server's own sentence stands as what it is, in English, small beside one of the page's language; null where that one
 * says everything.
 */
export function problemDetail(
  lang: Lang,
  {code, detail, issues}: Pick<Problem, "code" | "detail" | "issues">
): HTMLElement | null {
  if (lang === "en") return html`<p>${detail}</p>`;
  if (SAYS_ALL.has(code)) return null;
  const told = issues.filter(({expected}) => expected);
  if (told.length === 0 || told.length < issues.length) return html`<p lang="en" class="muted">${detail}</p>`;
  return html`<ul>${told.map((issue) => html`<li><code>${nameIn(issue.path)}</code> ${issueSentence(lang, issue)}</li>`)}</ul>`;
}

/** The column or feature that a pointer ends with. */
const nameIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
