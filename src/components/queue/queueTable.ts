import {formatWhen} from "../case/parts.ts";
import {type Column, dataTable} from "../charts/dataTable.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import type {ListName, QueueItem} from "./queueData.ts";

export interface QueueTable {
  list: ListName;
  me: string;
  /** The cut-off in points; null while it is unknown. */
  cutoff: number | null;
  mayClaim: boolean;
  claim(item: QueueItem, claim: boolean): void;
}

/** Draws a list of the work queue, a client a row, with the way to the client's page and what can be done at once. */
export function queueTable(lang: Lang, items: readonly QueueItem[], options: QueueTable): HTMLElement {
  const {list} = options;
  const columns: (Column<QueueItem> | false)[] = [
    {label: t(lang, "column.client"), cell: ({clientId}) => clientLink(lang, clientId, list)},
    {label: t(lang, "queue.owner"), cell: (item) => ownerCell(lang, item, options)},
    list !== "awaiting" &&
      list !== "open" &&
      list !== "failed" && {
        label: t(lang, "column.score"),
        cell: ({score}) => scoreText(lang, score, options.cutoff),
        isNumber: true
      },
    list !== "failed" && {label: t(lang, "queue.decision"), cell: (item) => decisionCell(lang, item)},
    list === "failed" && {
      label: t(lang, "queue.problem"),
      cell: ({problem}) => html`<span lang="en" class="wrapped">${problem}</span>`
    },
    {label: t(lang, "queue.case"), cell: (item) => caseText(lang, item)},
    {
      label: t(lang, list === "declined" || list === "failed" ? "queue.at" : "queue.changed"),
      cell: (item) => whenText(lang, item, list)
    }
  ];
  return html`<div class="queue-table">${dataTable(
    items,
    columns.filter((column) => column !== false),
    {caption: t(lang, `queue.${list}`)}
  )}</div>`;
}

/** The page of a client whom somebody came to from a list, so that the next is one step away. */
export const clientAddress = (lang: Lang, clientId: number, list: ListName): string =>
  `${pathIn(lang, "/client")}?id=${clientId}&queue=${list}`;

const clientLink = (lang: Lang, clientId: number, list: ListName) =>
  html`<a href=${clientAddress(lang, clientId, list)} data-client=${clientId}>${clientId}</a>`;

function scoreText(lang: Lang, score: number | null, cutoff: number | null): unknown {
  if (score === null) return "–";
  if (cutoff === null) return formatNumber(lang, score);
  const by = Math.round(score - cutoff);
  return html`${formatNumber(lang, score)} <span class="muted">(${formatPoints(lang, by)})</span>`;
}

function decisionCell(lang: Lang, {case: open, decision}: QueueItem): unknown {
  const made = open?.decision;
  if (made && made.status !== "refused")
    return html`<span class="muted">${t(lang, "queue.decidedBy", {name: made.by})}</span> ${decisionBadge(lang, made.decision)}`;
  return decision
    ? html`<span class="muted by-model">${t(lang, "queue.model")}</span> ${decisionBadge(lang, decision)}`
    : "–";
}

const caseText = (lang: Lang, {case: open}: QueueItem): string =>
  open ? t(lang, `case.status.${open.status}`) : t(lang, "queue.untouched");

function whenText(lang: Lang, {at, case: open}: QueueItem, list: ListName): string {
  const iso = list === "declined" || list === "failed" ? at : (open?.changedAt ?? null);
  return iso === null ? "–" : formatWhen(lang, iso);
}

function ownerCell(lang: Lang, item: QueueItem, {me, mayClaim, claim}: QueueTable): unknown {
  const by = item.case?.claim?.by;
  const button = (key: "queue.claim" | "queue.unclaim", wanted: boolean) =>
    html`<button type="button" class="link" data-claim aria-label=${t(lang, `${key}Of`, {client: item.clientId})} onclick=${() => claim(item, wanted)}>${t(lang, key)}</button>`;
  if (by === undefined) return mayClaim ? button("queue.claim", true) : t(lang, "queue.nobody");
  if (by !== me) return by;
  return mayClaim ? html`${t(lang, "case.you", {name: by})} ${button("queue.unclaim", false)}` : by;
}
