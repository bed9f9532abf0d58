import type {Problem} from "../../core/errors.ts";
import {ApiError} from "../api.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {isUnanswered, problemDetail, problemTitle} from "../problemText.ts";
import {roleText} from "./roleText.ts";

/** Draws the place of something that is on its way. */
export const loadingState = (lang: Lang): HTMLElement =>
  html`<div class="state loading" role="status">${t(lang, "state.loading")}</div>`;

/** Draws an empty place: what is not there and, when known, what to do about it. */
export const emptyState = (title: string, text: string | HTMLElement = ""): HTMLElement =>
  html`<div class="state"><strong>${title}</strong>${text && html`<p>${text}</p>`}</div>`;

/** Draws what went wrong by its code and in the server's own words, with a way to try again. */
export function errorState(lang: Lang, error: unknown, retry?: () => void): HTMLElement {
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.code === "FORBIDDEN") return forbiddenState(lang, rolesOf(problem));
  const detail = isUnanswered(error) ? t(lang, "state.offline") : String(error);
  return html`<div class="state failed" role="alert">
    <strong>${problem ? problemTitle(lang, problem) : t(lang, "state.error")}</strong>
    ${problem ? problemDetail(lang, problem) : html`<p>${detail}</p>`}
    ${problem && html`<p class="muted">${t(lang, "state.requestId", {id: problem.requestId})}</p>`}
    ${retry && html`<button type="button" onclick=${retry}>${t(lang, "state.retry")}</button>`}
  </div>`;
}

/** Reads out of a problem which role somebody has and which was needed. */
function rolesOf({issues}: Problem): {role?: string; needed?: string} {
  const [, role, needed] = /^is (\w+); expected (\w+)$/.exec(issues[0]?.message ?? "") ?? [];
  return {...(role && {role}), ...(needed && {needed})};
}

/** Says that what should be here is for another role, and for which. */
export function forbiddenState(lang: Lang, {role, needed}: {role?: string; needed?: string}): HTMLElement {
  const roles = {needed: roleText(lang, needed), role: roleText(lang, role)};
  return html`<div class="state forbidden" role="alert">
    <strong>${t(lang, "forbidden.title")}</strong>
    <p>${t(lang, "forbidden.text", roles)}</p>
  </div>`;
}

/** Shows `loading` until the promise is there, then what it draws, or the error with a way to try again. */
export function whenReady(lang: Lang, load: () => Promise<Node>): HTMLElement {
  const place = html`<div class="place"></div>`;
  const run = async () => {
    place.replaceChildren(loadingState(lang));
    try {
      place.replaceChildren(await load());
    } catch (error) {
      place.replaceChildren(errorState(lang, error, run));
    }
  };
  void run();
  return place;
}
