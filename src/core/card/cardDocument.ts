import type {Lang} from "../words/language.ts";

/** A document of plain texts: no markup inside, each renderer escapes what it must. */
export interface CardDocument {
  /** Of all its texts. */
  lang: Lang;
  title: string;
  /** Under the title. */
  lead: string;
  sections: readonly CardSection[];
}

export interface CardSection {
  title: string;
  blocks: readonly CardBlock[];
}

export type CardBlock =
  | {kind: "text"; text: string}
  | {kind: "list"; items: readonly string[]}
  /** Rows as long as the head; the first column names what the others measure. */
  | {kind: "table"; head: readonly string[]; rows: readonly (readonly string[])[]};

export const text = (words: string): CardBlock => ({kind: "text", text: words});
export const list = (items: readonly string[]): CardBlock => ({kind: "list", items});
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): CardBlock => ({
  kind: "table",
  head,
  rows
});
