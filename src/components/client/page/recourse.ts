import type {Explanation} from "../../../core/schema/explanation.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Bilingual} from "../clientApi.ts";
import type {RowEdit} from "../whatIf/whatIfState.ts";

/** Actions that are taken together, and what they lead to. */
export interface RecourseOption {
  actions: {kind: string; text: Bilingual; edits: RowEdit[]}[];
  score: number;
  probabilityOfDefault: number;
  decision: Explanation["decision"];
}

/** What a declined client could do, each option verified by the server. */
export interface Recourse {
  /** Points that an option reaches at least: the cut-off and a margin. */
  goal: number;
  options: RecourseOption[];
  /** What came highest where there is no option; null where no action gains a point. */
  nearest: RecourseOption | null;
  bounds: {leastAmount: number; longestTerm: number; settledLoans: number; mostActions: number};
  /** How many single actions there were to choose from, by kind. */
  searched: Record<string, number>;
  /** Said when there is no option. */
  message: Bilingual | null;
}

/** Words the actions of an option as one list: all but the last end in "and", since they are done together. */
export const actionTexts = (lang: Lang, actions: readonly {text: Bilingual}[]): string[] =>
  actions.map(({text}, i) =>
    i < actions.length - 1 ? `${text[lang]}, ${t(lang, "recourse.and")}` : text[lang]
  );
