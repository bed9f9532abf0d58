import {html} from "../../dom.ts";
import {formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {fetchSensitivity} from "../clientApi.ts";
import type {ExtraColumn} from "../history/rawTable.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {removeRow} from "../whatIf/whatIfState.ts";

/**
 * Makes the column that says what the score would do without each row, from the client as on record, with a button that
 * tries it; null when the server cannot tell.
 */
export async function leftOutColumn(
  {lang, tried}: {lang: Lang; tried: WhatIfInput},
  name: string
): Promise<((table: string) => ExtraColumn) | null> {
  const clientId = tried.clientId;
  const {rows} = await fetchSensitivity(clientId, name).catch(() => ({rows: []}));
  if (rows.length === 0) return null;
  return (table) => {
    const differences = new Map(
      rows.filter((row) => row.table === table).map(({index, score}) => [index, score.difference])
    );
    const leaveOut = (index: number) =>
      void tried.tryOut((edits) => removeRow(edits, {table, index, isNew: false}));
    return {
      label: t(lang, "opened.without"),
      cell: (index) => {
        const difference = differences.get(index);
        if (difference === undefined) return "";
        return html`<span class="left-out">${formatPoints(lang, difference, 1)} <button type="button" class="link" aria-label=${t(lang, "opened.leaveOut.of", {n: index + 1})} onclick=${() => leaveOut(index)}>${t(lang, "opened.leaveOut")}</button></span>`;
      }
    };
  };
}
