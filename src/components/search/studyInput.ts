import type {StudyAnswer, StudySummary} from "../../core/schema/study.ts";
import {getJson} from "../api.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {emptyState, errorState, loadingState} from "../shell/states.ts";
import {fetchStudy} from "./study.ts";
import {connectStudies} from "./studySocket.ts";

/**
 * Chooses a study and follows it while it runs; the value is the study, new whenever it has grown. Until there is one
 * it says so, and cells that need the value wait. `?study=` names the one to begin with.
 */
export function studyInput(lang: Lang, invalidation: Promise<unknown>): Input<StudyAnswer> {
  const place = html`<div class="controls study-input"></div>`;
  const {element, change} = asInput<StudyAnswer>(place, undefined as unknown as StudyAnswer, (study) => {
    const status = place.querySelector("[role=status]");
    if (status) status.textContent = progressText(lang, study);
  });
  const socket = connectStudies((study) => change(study));
  void invalidation.then(() => socket.close());

  let chosen = "";
  const open = async (name: string) => {
    chosen = name;
    const url = new URL(location.href);
    url.searchParams.set("study", name);
    history.replaceState(null, "", url);
    const study = await fetchStudy(name);
    if (name !== chosen) return;
    change(study);
    socket.follow(name);
  };
  const run = async () => {
    place.replaceChildren(loadingState(lang));
    try {
      const {studies} = await getJson<{studies: StudySummary[]}>("/v1/search/studies");
      const asked = new URLSearchParams(location.search).get("study");
      const first = studies.find(({name}) => name === asked) ?? studies[0];
      if (!first)
        return place.replaceChildren(emptyState(t(lang, "search.empty"), t(lang, "search.empty.text")));
      place.replaceChildren(choice(lang, studies, first.name, (name) => void open(name).catch(fail)));
      await open(first.name);
    } catch (error) {
      fail(error);
    }
  };
  const fail = (error: unknown) => place.replaceChildren(errorState(lang, error, run));
  void run();
  return element;
}

function choice(
  lang: Lang,
  studies: readonly StudySummary[],
  chosen: string,
  onChoice: (name: string) => void
): HTMLElement {
  const select = html`<select>${studies.map(
    ({name}) => html`<option value=${name} selected=${name === chosen}>${name}</option>`
  )}</select>` as HTMLSelectElement;
  select.addEventListener("change", () => onChoice(select.value));
  return html`<div class="study-choice">
    <label>${t(lang, "search.study")} ${select}</label>
    <span role="status" class="muted"></span>
  </div>`;
}

/** Says how far a study is. */
export function progressText(lang: Lang, {trials, complete, pruned, running}: StudyAnswer): string {
  const number = (value: number) => formatNumber(lang, value);
  const counts = {
    trials: number(trials),
    complete: number(complete),
    pruned: number(pruned),
    running: number(running)
  };
  return t(lang, running > 0 ? "search.progress.running" : "search.progress", counts);
}
