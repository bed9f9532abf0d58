import {parseId} from "../client/clientInput.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {fetched} from "../shell/fetched.ts";
import {pathIn} from "../shell/frame.ts";
import {emptyState} from "../shell/states.ts";
import {loadReport, type Report} from "./loadReport.ts";

/** Draws the field that a client is asked for with; an input whose value is what the report of the client in the address is made from. */
export function reportInput(lang: Lang): HTMLElement & {value?: Report} {
  const given = (new URLSearchParams(location.search).get("client") ?? "").trim();
  const id = parseId(given);
  const form = html`<form class="controls" role="search" action=${pathIn(lang, "/report")}>
    <label>${t(lang, "client.search")} <input name="client" inputmode="numeric" pattern=" *[1-9][0-9]* *" required size="10" value=${given} title=${t(lang, "client.search.hint")}></label>
    <button class="primary">${t(lang, "client.search.go")}</button>
  </form>`;
  if (id === null)
    return html`<div>${form}${emptyState(t(lang, "report.empty"), t(lang, "report.empty.text"))}</div>`;
  const loading = fetched(lang, () => loadReport(id));
  const element: HTMLElement & {value?: Report} = html`<div>${form}${loading}</div>`;
  form.addEventListener("input", (event) => event.stopPropagation());
  loading.addEventListener("input", () => {
    element.value = loading.value!;
    document.title = `${t(lang, "report.title", {client: id})} | Scorebook`;
  });
  return element;
}
