import {ApiError} from "../../api.ts";
import {html, uniqueId} from "../../dom.ts";
import type {Lang} from "../../i18n.ts";
import {errorSentence, issueSentence} from "../../problemText.ts";
import type {Cell, TableColumn} from "../clientApi.ts";
import type {RowPlace} from "../whatIf/whatIfState.ts";
import {cellField} from "./cellField.ts";

/** The cells of one table that can be edited. */
export interface EditableCells {
  table: string;
  column(name: string): TableColumn;
  /** What a cell holds now. */
  cell(place: RowPlace, column: string): Cell;
  /** @throws ApiError naming what the cell cannot be */
  set(place: RowPlace, column: string, cell: Cell): Promise<void>;
}

const CELL = "[data-column]";
const STOPS = "[data-column], [data-tool]";

/**
 * Lets the cells marked `data-column`, in rows marked `data-row` (new ones `data-new` too), be edited in their place:
 * by a click or Enter. Enter and leaving the field try what it holds, Escape leaves the cell as it was; what the table
 * refuses is said at the cell. All cells are one stop for the tabulator; arrows lead from one to the next.
 */
export function editCells(lang: Lang, container: HTMLElement, cells: EditableCells): void {
  const stops = () => [...container.querySelectorAll<HTMLElement>(STOPS)];
  const first = stops()[0];
  if (first) first.tabIndex = 0;

  container.addEventListener("click", ({target}) => {
    const cell = (target as Element).closest<HTMLElement>(CELL);
    if (cell && container.contains(cell)) edit(cell);
  });
  container.addEventListener("focusin", ({target}) => {
    const stop = target as HTMLElement;
    if (!stop.matches(STOPS)) return;
    for (const one of container.querySelectorAll<HTMLElement>('[tabindex="0"]'))
      if (one.matches(STOPS)) one.tabIndex = -1;
    stop.tabIndex = 0;
  });
  container.addEventListener("keydown", (event) => {
    const {key} = event as KeyboardEvent;
    const at = event.target as HTMLElement;
    if (!at.matches(STOPS)) return;
    if (key === "Enter" && at.matches(CELL)) edit(at);
    else if (!move(at, key)) return;
    event.preventDefault();
  });

  function move(from: HTMLElement, key: string): boolean {
    const all = stops();
    const at = all.indexOf(from);
    const row = from.closest("tr");
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1}[key];
    if (step === undefined) return false;
    let to = all[at + step];
    if (row && (key === "ArrowUp" || key === "ArrowDown")) {
      const rows = [...container.querySelectorAll<HTMLElement>("tr[data-row]")];
      const place = [...row.querySelectorAll<HTMLElement>(STOPS)].indexOf(from);
      to = rows[rows.indexOf(row) + step]?.querySelectorAll<HTMLElement>(STOPS)[place];
    }
    if (!to) return true;
    to.tabIndex = -1;
    to.focus();
    return true;
  }

  function edit(cell: HTMLElement): void {
    const row = cell.closest<HTMLElement>("[data-row]");
    if (!row || cell.querySelector("input, select")) return;
    const place = {table: cells.table, index: Number(row.dataset.row), isNew: row.dataset.new !== undefined};
    const name = cell.dataset.column!;
    const old = cells.cell(place, name);
    const shown = [...cell.childNodes];
    const field = cellField(lang, cells.column(name), old);
    const fault = html`<span class="cell-fault" id=${uniqueId("fault")} role="alert"></span>`;
    let isDone = false;
    let isAsked = false;
    const leave = (focus: boolean) => {
      if (isDone) return;
      isDone = true;
      if (focus) cell.focus();
      // What was tried may stand there already.
      if (cell.contains(field.element)) cell.replaceChildren(...shown);
    };
    const commit = async (focus: boolean) => {
      if (isDone || isAsked) return;
      const next = field.read();
      if (next === old) return leave(focus);
      isAsked = true;
      const answered = cells.set(place, name, next);
      // While the answer is on its way: to take the focus among what it has drawn anew would lay the page out twice.
      if (focus) cell.focus();
      try {
        await answered;
        leave(false);
      } catch (error) {
        isAsked = false;
        fault.replaceChildren(faultText(lang, error, name));
        field.element.setAttribute("aria-invalid", "true");
        field.element.setAttribute("aria-describedby", fault.id);
        if (focus && document.activeElement === cell) field.element.focus();
      }
    };
    field.element.addEventListener("keydown", (event) => {
      const {key} = event as KeyboardEvent;
      event.stopPropagation();
      if (key === "Escape") leave(true);
      else if (key === "Enter") void commit(true);
      else return;
      event.preventDefault();
    });
    if (field.element.tagName === "SELECT") field.element.addEventListener("change", () => void commit(true));
    field.element.addEventListener("blur", () => void commit(false));
    if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    cell.replaceChildren(field.element, fault);
    field.element.focus();
    if ("select" in field.element) field.element.select();
  }
}

/** Finds the table's own sentence about a cell among what the server refused. */
export function faultText(lang: Lang, error: unknown, name: string): string {
  const issues = error instanceof ApiError ? (error.problem?.issues ?? []) : [];
  const issue = issues.find(({path}) => path.endsWith(`/${name}`));
  return issue ? issueSentence(lang, issue) : errorSentence(lang, error);
}
