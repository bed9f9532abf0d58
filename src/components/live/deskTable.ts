import type {LiveScore} from "../../core/live/batch.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";
import type {Desk} from "./desk.ts";
import {type DeskFilter, filterDesk, NO_DESK_FILTER} from "./deskFilter.ts";
import {type DeskRow, deskRow} from "./deskRow.ts";

/** A table that shows the scores of a desk that pass a filter, newest first. */
export type DeskTable = HTMLElement & {
  show(desk: Pick<Desk, "latest" | "received">, filter: DeskFilter): void;
};

/** Height of a row in pixels, as the style sheet has it. */
const ROW_HEIGHT = 66;
/** Rows that are drawn beyond those in sight. */
const SPARE = 3;
const ROWS_IN_SIGHT = 10;

/**
 * Draws the newest scores, or says that none has come yet. Only the rows in sight are in the document, and are filled
 * anew instead of made anew. While somebody points at a row, has one in focus or has scrolled, the rows keep still, so
 * that what is pointed at can be followed.
 */
export function deskTable(lang: Lang): DeskTable {
  const rows: DeskRow[] = [];
  const body = html`<tbody></tbody>`;
  const [above, below] = [gap(), gap()];
  const table = html`<table>
      <caption class="visually-hidden">${t(lang, "live.latest")}</caption>
      <thead><tr>
        <th scope="col" class="decided">${t(lang, "live.column.decision")}</th>
        <th scope="col" class="number score">${t(lang, "column.score")}</th>
        <th scope="col">${t(lang, "live.column.causes")}</th>
        <th scope="col" class="number pd">${t(lang, "column.pd")}</th>
        <th scope="col" class="time">${t(lang, "column.time")}</th>
      </tr></thead>
      ${above.body}${body}${below.body}
    </table>`;
  const scroller = html`<div class="table-scroll desk-table" tabindex="0" role="region" aria-label=${t(lang, "live.latest")}>${table}</div>`;
  const still = html`<p class="still muted" role="status"></p>`;
  const empty = emptyState(t(lang, "live.empty"), t(lang, "live.empty.text"));
  const none = html`<p class="state" hidden></p>`;
  scroller.hidden = true;

  let given: readonly LiveScore[] = [];
  let givenCount = 0;
  let shown: readonly LiveScore[] = [];
  let shownCount = 0;
  let shownFilter = NO_DESK_FILTER;
  let isPointedAt = false;
  /** As the last scrolling left it: to ask the element would make it lay out what was just filled in. */
  let scrollTop = 0;
  const isHeld = () => isPointedAt || scrollTop > 0 || scroller.contains(document.activeElement);

  function draw() {
    const first = Math.max(0, Math.min(Math.floor(scrollTop / ROW_HEIGHT) - SPARE, shown.length - 1));
    const count = Math.min(shown.length - first, ROWS_IN_SIGHT + 2 * SPARE);
    while (rows.length < count) {
      const row = deskRow(lang);
      rows.push(row);
      body.append(row.element);
    }
    while (rows.length > count) rows.pop()!.element.remove();
    for (const [k, row] of rows.entries()) row.show(shown[first + k]!, first + k);
    above.set(first);
    below.set(shown.length - first - count);
    table.setAttribute("aria-rowcount", String(shown.length + 1));
  }

  function update(isOther = false) {
    if (isOther) scroller.scrollTop = scrollTop = 0;
    const holds = isHeld() && shown.length > 0 && !isOther;
    if (!holds && (given !== shown || givenCount !== shownCount)) {
      [shown, shownCount] = [given, givenCount];
      scroller.hidden = shown.length === 0;
      draw();
    }
    const waiting = givenCount - shownCount;
    const text = holds && waiting > 0 ? t(lang, "live.still", {n: formatNumber(lang, waiting)}) : "";
    if (still.textContent !== text) still.textContent = text;
  }

  scroller.addEventListener("pointerenter", (event) => {
    isPointedAt = event.pointerType === "mouse";
  });
  scroller.addEventListener("pointerleave", () => {
    isPointedAt = false;
    update();
  });
  scroller.addEventListener("focusout", () => setTimeout(() => update()));
  scroller.addEventListener("scroll", () => {
    scrollTop = scroller.scrollTop;
    draw();
    update();
  });
  return Object.assign(html`<div class="desk-rows">${empty}${none}${scroller}${still}</div>`, {
    show({latest, received}: Pick<Desk, "latest" | "received">, filter: DeskFilter) {
      const scores = filterDesk(latest, filter);
      [given, givenCount] = [scores, received];
      update(filter !== shownFilter);
      shownFilter = filter;
      empty.hidden = latest.length > 0;
      none.hidden = scores.length > 0 || latest.length === 0;
      if (!none.hidden)
        none.textContent = t(lang, "live.filter.none", {n: formatNumber(lang, latest.length)});
    }
  });
}

/** Makes the place of the rows that are out of sight on one side. */
function gap() {
  const cell = html`<td colspan="5"></td>`;
  const body = html`<tbody class="gap"><tr>${cell}</tr></tbody>`;
  return {
    body,
    set(rows: number) {
      body.hidden = rows <= 0;
      const height = `${Math.max(0, rows) * ROW_HEIGHT}px`;
      if (cell.style.height !== height) cell.style.height = height;
    }
  };
}
