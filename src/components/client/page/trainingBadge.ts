import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";

/** Marks a client that the model was trained on; opened, it says what that means. */
export const trainingBadge = (lang: Lang): HTMLElement =>
  html`<details class="training-badge">
    <summary title=${t(lang, "client.inTraining.text")}>${t(lang, "client.inTraining")}</summary>
    <p>${t(lang, "client.inTraining.text")}</p>
  </details>`;
