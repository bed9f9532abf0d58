import type {ColumnReport, DataReport, TableReport} from "./report.ts";

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1e23;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #dde1e6;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.w{background:#fff6e0}
.scroll{overflow-x:auto}
@media (prefers-color-scheme:dark){body{color:#e7e9ec;background:#16181c}th,td{border-color:#353a42}tr.w{background:#3a3016}}`;

/** Writes a report as one page that needs nothing else: no script, no font, no network. */
export function reportToHtml(name: string, report: DataReport): string {
  const {assumptions, tables, clients, dataAsOf, fingerprint} = report;
  const list =
    assumptions.length === 0
      ? "<p>Nothing had to be assumed.</p>"
      : `<ol>${assumptions.map(({sentence}) => `<li>${escapeHtml(sentence)}</li>`).join("")}</ol>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>How the tables of ${escapeHtml(name)} were read</title>
<style>${STYLE}</style>
<h1>How the tables of ${escapeHtml(name)} were read</h1>
<p>${count(clients)} clients; data as of ${escapeHtml(dataAsOf.slice(0, 10))}; fingerprint ${escapeHtml(fingerprint.slice(0, 12))}.</p>
<h2>What was assumed</h2>
${list}
${tables.map(tableToHtml).join("\n")}
</html>
`;
}

function tableToHtml(table: TableReport): string {
  const head = ["column", "missing", "published", "least", "median", "published", "most", "remarks"];
  return `<h2>${escapeHtml(table.table)} (${escapeHtml(table.file)})</h2>
<p>${count(table.rows)} rows; ${count(table.clients)} clients have rows of this kind; ${count(table.rowsWithoutClient)} rows belong to no client.</p>
<div class="scroll"><table>
<thead><tr>${head.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
<tbody>
${table.columns.map(columnToHtml).join("\n")}
</tbody></table></div>`;
}

function columnToHtml(column: ColumnReport): string {
  const {name, missingShare, reference, least, most, quantiles} = column;
  const remarks = remarksOf(column);
  const cells = [
    share(missingShare),
    reference ? share(reference.missing) : "",
    number(least),
    number(quantiles?.p50),
    number(reference?.quantiles?.p50),
    number(most)
  ];
  const numbers = cells.map((text) => `<td class="n">${text}</td>`).join("");
  return `<tr${remarks.length > 0 ? ' class="w"' : ""}><td>${escapeHtml(name)}</td>${numbers}<td>${remarks.map(escapeHtml).join("; ")}</td></tr>`;
}

function remarksOf({
  impossible,
  examples,
  expected,
  unknown = [],
  unknownWords = 0,
  unlike
}: ColumnReport): string[] {
  const remarks: string[] = [];
  if (impossible > 0)
    remarks.push(`${count(impossible)} cells cannot be true (${examples.join(", ")}); ${expected}`);
  if (unknownWords > 0) {
    const words = unknown.map(([word, rows]) => `${JSON.stringify(word)} (${rows})`).join(", ");
    remarks.push(`${count(unknownWords)} unknown words: ${words}`);
  }
  if (unlike.length > 0) remarks.push(`unlike the published tables: ${unlike.join(", ")}`);
  return remarks;
}

const count = (n: number) => n.toLocaleString("en");
const share = (n: number) => `${(100 * n).toFixed(n > 0 && n < 0.001 ? 3 : 1)} %`;
const number = (n: number | null | undefined) =>
  n === null || n === undefined ? "" : n.toLocaleString("en", {maximumSignificantDigits: 6});

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
