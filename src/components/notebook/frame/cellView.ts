import type {EditorView} from "@codemirror/view";
import type {Cell} from "../../../core/schema/notebook.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Completion} from "../messages.ts";
import {createEditor, setText} from "./editor.ts";
import type {Evaluated} from "./evaluate.ts";

export const MODES = ["js", "md", "sql"] as const satisfies readonly Cell["mode"][];

/** What a cell asks of the notebook that it is in. */
export interface CellHost {
  lang: Lang;
  names: readonly Completion[];
  evaluate: (root: HTMLElement) => Evaluated;
  changed(cell: Cell): void;
  addAfter(id: string, mode: Cell["mode"]): void;
  remove(id: string): void;
  move(id: string, by: -1 | 1): void;
}

/** A cell on the screen. */
export interface CellView {
  readonly element: HTMLElement;
  readonly cell: Cell;
  run(): void;
  focus(): void;
  /** Shows what somebody else wrote, and runs it. */
  show(cell: Cell): void;
  remove(): void;
}

/** Creates the view of a cell: what it shows, its editor and its buttons. */
export function createCellView(host: CellHost, first: Cell): CellView {
  const {lang} = host;
  let cell = first;
  const output = html`<div class="output"></div>`;
  const evaluated = host.evaluate(output);
  const place = html`<div class="editor"></div>`;
  const who = html`<span class="who"></span>`;
  const change = (changes: Partial<Cell>) => {
    cell = {...cell, ...changes};
    host.changed(cell);
  };
  const run = () => evaluated.run(cell);
  const button = (sign: string, key: Parameters<typeof t>[1], onclick: () => void) =>
    html`<button type="button" title=${t(lang, key)} aria-label=${t(lang, key)} onclick=${onclick}>${sign}</button>`;

  const modes =
    html`<select aria-label=${t(lang, "notebook.mode")} onchange=${() => setMode(modes.value as Cell["mode"])}>
    ${MODES.map((mode) => html`<option value=${mode} selected=${mode === cell.mode}>${t(lang, `notebook.${mode}`)}</option>`)}
  </select>` as HTMLSelectElement;
  const name = html`<input
    class="name"
    type="text"
    size="10"
    pattern="[A-Za-z_$][A-Za-z0-9_$]*"
    maxlength="60"
    placeholder=${t(lang, "notebook.name")}
    aria-label=${t(lang, "notebook.nameLabel")}
    value=${cell.output ?? ""}
    onchange=${() => setName()}
  />` as HTMLInputElement;
  const code = html`<button type="button" class="code" aria-expanded="true" onclick=${() => showCode(place.hidden !== false)}>
    ${t(lang, "notebook.code")}
  </button>`;
  const element = html`<div class="cell" role="group" id=${cell.id} aria-label=${t(lang, "notebook.cell")}>
    ${output} ${place}
    <div class="bar">
      ${button("▶", "notebook.run", run)} ${modes} ${name} ${code} ${who}
      <span class="space"></span>
      ${button("↑", "notebook.up", () => host.move(cell.id, -1))}
      ${button("↓", "notebook.down", () => host.move(cell.id, 1))}
      ${button("+", "notebook.addBelow", () => host.addAfter(cell.id, cell.mode))}
      ${button("✕", "notebook.remove", () => host.remove(cell.id))}
    </div>
  </div>`;
  let editor = edit();
  tell();

  function edit(): EditorView {
    const made = createEditor({
      mode: cell.mode,
      value: cell.value,
      label: `${t(lang, "notebook.source")} · ${t(lang, `notebook.${cell.mode}`)}`,
      names: host.names,
      keys: {
        run,
        runAndAdd: () => {
          run();
          host.addAfter(cell.id, cell.mode);
        },
        move: (by) => host.move(cell.id, by)
      },
      changed: (value) => change({value})
    });
    place.replaceChildren(made.dom);
    return made;
  }

  function setMode(mode: Cell["mode"]) {
    change({mode});
    editor.destroy();
    editor = edit();
    tell();
    run();
  }

  function setName() {
    if (!name.reportValidity()) return;
    const {output: _old, ...rest} = cell;
    cell = name.value ? {...rest, output: name.value} : rest;
    host.changed(cell);
    run();
  }

  function showCode(isShown: boolean) {
    place.hidden = !isShown;
    code.setAttribute("aria-expanded", String(isShown));
    if (isShown) editor.focus();
  }

  function tell() {
    name.hidden = cell.mode !== "sql";
    modes.value = cell.mode;
    name.value = cell.output ?? "";
    who.textContent = cell.by ? t(lang, "notebook.by", {name: cell.by}) : "";
    if (cell.mode === "md" && cell.value !== "" && !editor.hasFocus) {
      place.hidden = true;
      code.setAttribute("aria-expanded", "false");
    }
  }

  return {
    element,
    get cell() {
      return cell;
    },
    run,
    focus: () => showCode(true),
    show(next) {
      const isOther = next.value !== cell.value || next.mode !== cell.mode || next.output !== cell.output;
      const isOtherMode = next.mode !== cell.mode;
      cell = next;
      if (isOtherMode) {
        editor.destroy();
        editor = edit();
      } else if (editor.state.doc.toString() !== next.value) setText(editor, next.value);
      tell();
      if (isOther) run();
    },
    remove() {
      evaluated.remove();
      editor.destroy();
      element.remove();
    }
  };
}
