import {type Lang, t} from "../../src/components/i18n.ts";

/** The front matter of a page, with the tables that it names, and where they are noted once they are left out. */
type FrontMatter = Record<string, unknown> & {sql?: unknown; leftOutTables?: string[]};

/**
 * Takes the tables off a page's front matter: Framework would load a database engine into the browser for them, and
 * this site's SQL runs on the server, over the server's tables.
 */
export function leaveTablesOut(data: FrontMatter): void {
  if (typeof data.sql !== "object" || data.sql === null) return;
  data.leftOutTables = Object.keys(data.sql);
  delete data.sql;
}

/** Says on a page which tables of its front matter it does without; nothing when there are none. */
export function leftOutNotice(lang: Lang, {leftOutTables: names = []}: FrontMatter): string {
  if (names.length === 0) return "";
  const text = t(lang, "notice.tables", {names: names.join(", ")});
  return `<p class="notice" role="status">${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`;
}
