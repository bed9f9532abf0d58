import type {CardBlock, CardDocument} from "./cardDocument.ts";

/** Writes a document as GitHub's Markdown. */
export function toMarkdown({title, lead, sections}: CardDocument): string {
  const parts = [`# ${plain(title)}`, plain(lead)];
  for (const {title, blocks} of sections) {
    parts.push(`## ${plain(title)}`);
    for (const block of blocks) parts.push(blockToMarkdown(block));
  }
  return `${parts.join("\n\n")}\n`;
}

function blockToMarkdown(block: CardBlock): string {
  if (block.kind === "text") return plain(block.text);
  if (block.kind === "list") return block.items.map((item) => `- ${plain(item)}`).join("\n");
  const row = (cells: readonly string[]) => `| ${cells.map(plain).join(" | ")} |`;
  return [
    row(block.head),
    row(block.head.map((_, j) => (j === 0 ? "---" : "---:"))),
    ...block.rows.map(row)
  ].join("\n");
}

/** Keeps a text from being read as markup. */
const plain = (words: string): string => words.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " ");

/** The style of a card's page; a Content-Security-Policy allows it by its hash. */
export const CARD_STYLE =
  "body{font:16px/1.55 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1e23;background:#fff}" +
  "h1{font-size:1.6rem;margin-bottom:.25rem}h2{font-size:1.2rem;margin-top:2.2rem}p,li{max-width:44rem}" +
  ".scroll{overflow-x:auto}table{border-collapse:collapse;min-width:60%;font-size:14px}" +
  "th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #dde1e6;vertical-align:top}" +
  "th+th,td+td{text-align:right;font-variant-numeric:tabular-nums}" +
  "@media (prefers-color-scheme:dark){body{color:#e7e9ec;background:#16181c}th,td{border-color:#353a42}}";

/** Writes a document as one page that needs nothing else: no script, no font, no network. */
export function toHtml({lang, title, lead, sections}: CardDocument): string {
  const body = sections.map(
    (section) => `<h2>${escapeHtml(section.title)}</h2>\n${section.blocks.map(blockToHtml).join("\n")}`
  );
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${CARD_STYLE}</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(lead)}</p>
${body.join("\n")}
</html>
`;
}

function blockToHtml(block: CardBlock): string {
  if (block.kind === "text") return `<p>${escapeHtml(block.text)}</p>`;
  if (block.kind === "list")
    return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
  const cells = (row: readonly string[], tag: "th" | "td") =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return `<div class="scroll"><table><thead>${cells(block.head, "th")}</thead>
<tbody>${block.rows.map((row) => cells(row, "td")).join("\n")}</tbody></table></div>`;
}

const escapeHtml = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
