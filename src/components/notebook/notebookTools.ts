import type {NotebookVersion} from "../../core/schema/notebook.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";

/** What the tools above the cells ask for. */
export interface ToolsHost {
  retitle(title: string): void;
  rename(name: string): void;
  save(): void;
  restart(): void;
  exportAs(kind: "html" | "md"): void;
  importFile(file: File): void;
  openVersions(place: HTMLElement): void;
  openList(place: HTMLElement): void;
}

/** The tools above the cells. */
export interface Tools {
  readonly element: HTMLElement;
  show(state: {title: string; status: string; people: string; notice: string; canSave: boolean}): void;
}

/** Creates the tools above the cells: title, who one is, saving, versions, export and import. */
export function createTools(lang: Lang, name: string, host: ToolsHost): Tools {
  const title =
    html`<input type="text" maxlength="200" onchange=${() => host.retitle(title.value)} />` as HTMLInputElement;
  const person = html`<input
    type="text"
    maxlength="60"
    size="14"
    value=${name}
    placeholder=${t(lang, "notebook.anonymous")}
    onchange=${() => host.rename(person.value.trim())}
  />` as HTMLInputElement;
  const status = html`<span role="status" class="muted notebook-status"></span>`;
  const people = html`<span class="muted notebook-people"></span>`;
  const notice = html`<p class="notice" role="alert" hidden></p>`;
  const save = html`<button type="button" class="primary" onclick=${host.save}>${t(lang, "notebook.save")}</button>`;
  const file = html`<input
    type="file"
    accept=".html"
    hidden
    aria-label=${t(lang, "notebook.import")}
    onchange=${() => {
      const [chosen] = file.files ?? [];
      if (chosen) host.importFile(chosen);
      file.value = "";
    }}
  />` as HTMLInputElement;
  const button = (key: Parameters<typeof t>[1], onclick: () => void) =>
    html`<button type="button" onclick=${onclick}>${t(lang, key)}</button>`;
  const element = html`<div class="notebook-tools">
    <div class="notebook-row">
      <label class="notebook-title">${t(lang, "notebook.title")} ${title}</label>
      <label>${t(lang, "notebook.you")} ${person}</label>
      ${save}
    </div>
    <div class="notebook-row">
      ${button("notebook.restart", host.restart)}
      <span class="notebook-group" role="group" aria-label=${t(lang, "notebook.download")}>
        ${t(lang, "notebook.download")} ${button("notebook.exportHtml", () => host.exportAs("html"))}
        ${button("notebook.exportMd", () => host.exportAs("md"))}
      </span>
      ${button("notebook.import", () => file.click())} ${file}
    </div>
    <p>${status} ${people}</p>
    ${notice} ${folded(t(lang, "notebook.versions"), host.openVersions)} ${folded(t(lang, "notebook.list"), host.openList)}
  </div>`;
  return {
    element,
    show(state) {
      if (document.activeElement !== title) title.value = state.title;
      status.textContent = state.status;
      people.textContent = state.people;
      notice.textContent = state.notice;
      notice.hidden = state.notice === "";
      save.hidden = !state.canSave;
    }
  };
}

/** Makes a part that is filled each time that it is opened. */
function folded(summary: string, open: (place: HTMLElement) => void): HTMLElement {
  const place = html`<div></div>`;
  const details = html`<details><summary>${summary}</summary>${place}</details>` as HTMLDetailsElement;
  details.addEventListener("toggle", () => details.open && open(place));
  return details;
}

/** Lists versions of a notebook, each to be looked at or restored. */
export const versionList = (
  lang: Lang,
  versions: readonly NotebookVersion[],
  on: {look(version: number): void; restore(version: number): void}
): HTMLElement =>
  html`<ul class="notebook-list">
    ${versions.map(
      ({version, savedAt, by}) => html`<li>
        ${t(lang, "notebook.version", {version, time: new Date(savedAt).toLocaleString(lang), by: by || t(lang, "notebook.anonymous")})}
        <button type="button" onclick=${() => on.look(version)}>${t(lang, "notebook.look")}</button>
        <button type="button" onclick=${() => on.restore(version)}>${t(lang, "notebook.restore")}</button>
      </li>`
    )}
  </ul>`;

/** Lists saved notebooks as links. */
export const notebookList = (lang: Lang, notebooks: readonly NotebookVersion[]): HTMLElement =>
  notebooks.length === 0
    ? html`<p>${t(lang, "notebook.none")}</p>`
    : html`<ul class="notebook-list">
        ${notebooks.map(
          ({id, title, by, savedAt}) =>
            html`<li>
              <a href=${`${pathIn(lang, "/notebook")}?id=${id}`}>${title || id}</a>
              <span class="muted">${new Date(savedAt).toLocaleString(lang)} ${by}</span>
            </li>`
        )}
      </ul>`;
