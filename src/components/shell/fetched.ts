import {html} from "../dom.ts";
import type {Lang} from "../i18n.ts";
import {errorState, loadingState} from "./states.ts";

/**
 * Makes an input whose value is what `load` brings. Until then it shows that something is on its way, or what went
 * wrong with a way to try again; cells that need the value wait.
 */
export function fetched<T>(lang: Lang, load: () => Promise<T>): HTMLElement & {value?: T} {
  const element: HTMLElement & {value?: T} = html`<div class="fetched"></div>`;
  const run = async () => {
    element.replaceChildren(loadingState(lang));
    try {
      element.value = await load();
      element.replaceChildren();
      element.dispatchEvent(new Event("input", {bubbles: true}));
    } catch (error) {
      element.replaceChildren(errorState(lang, error, run));
    }
  };
  void run();
  return element;
}
