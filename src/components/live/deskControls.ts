import type {Ack, ServerToClient} from "../../core/protocol.ts";
import type {Score} from "../../core/schema/score.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatTime} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {policyText} from "../policyText.ts";
import {problemSentence} from "../problemText.ts";
import {pathIn} from "../shell/frame.ts";
import type {Desk} from "./desk.ts";

export interface DeskControls {
  element: HTMLElement;
  show(desk: Desk): void;
  /** Says in words that the cut-off has changed. */
  tellPolicy(fact: Parameters<ServerToClient["policy:changed"]>[0]): void;
}

export interface DeskActions {
  onDemoFeed(on: boolean): void;
  onPause(): void;
  requestScore(clientId: number): Promise<Ack<Score>>;
}

/** Creates the row above the desk: state of the connection, demonstration stream, pause, a client to score. */
export function createDeskControls(
  lang: Lang,
  {onDemoFeed, onPause, requestScore}: DeskActions
): DeskControls {
  const state = html`<span class="connection" role="status"></span>`;
  const updated = html`<span class="muted updated"></span>`;
  const told = html`<p class="notice" role="status" hidden></p>`;
  const pause = html`<button type="button" onclick=${onPause}></button>` as HTMLButtonElement;
  const demo =
    html`<input type="checkbox" role="switch" onchange=${(event: Event) => onDemoFeed((event.target as HTMLInputElement).checked)}>` as HTMLInputElement;
  const refused = html`<span class="muted" role="status" hidden>${t(lang, "live.demo.none")}</span>`;
  const answer = html`<span class="answer" role="status"></span>`;
  const field =
    html`<input name="id" inputmode="numeric" pattern="[0-9]+" required placeholder="100002" size="9">` as HTMLInputElement;
  let asked = 0;
  const submit = async (event: Event) => {
    event.preventDefault();
    const turn = ++asked;
    answer.replaceChildren(t(lang, "state.loading"));
    const told = await requestScore(Number(field.value)).then(
      (ack) => answerOf(lang, ack),
      () => t(lang, "state.offline")
    );
    if (turn === asked) answer.replaceChildren(told);
  };
  const element = html`<div class="controls">
    ${state}${updated}
    <label class="switch">${demo} ${t(lang, "live.demo")}</label>
    ${refused}
    ${pause}
    <form onsubmit=${submit}><label>${t(lang, "live.score")} ${field}</label> <button class="primary">${t(lang, "live.score.go")}</button></form>
    ${answer}
  </div>`;
  return {
    element: html`<div>${told}${element}</div>`,
    tellPolicy(fact) {
      told.textContent = policyText(lang, fact);
      told.hidden = false;
    },
    show({connection, demoFeed, isDemoRefused, isPaused, held, updatedMs}) {
      // What is shown is as old as the last word of the server; while that is now, nothing need be said.
      updated.textContent =
        connection === "live" || updatedMs === null
          ? ""
          : t(lang, "live.updated", {time: formatTime(lang, new Date(updatedMs).toISOString())});
      demo.checked = demoFeed;
      refused.hidden = !isDemoRefused;
      state.className = `connection ${connection}`;
      state.textContent = t(lang, `connection.${connection}`);
      pause.textContent = isPaused
        ? t(lang, "live.resume", {n: formatNumber(lang, held.length)})
        : t(lang, "live.pause");
      pause.setAttribute("aria-pressed", String(isPaused));
    }
  };
}

function answerOf(lang: Lang, answer: Ack<Score>): Node | string {
  if (!answer.ok) return problemSentence(lang, answer.problem);
  const {clientId, score, decision} = answer.body;
  return html`<span><a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${clientId}</a>: ${t(lang, "value.points", {n: formatNumber(lang, score)})} ${decisionBadge(lang, decision)}</span>`;
}
