import {includesRole} from "../../core/access/roles.ts";
import type {CaseChange, CaseEdit} from "../../core/schema/case.ts";
import {dateFormat} from "../format.ts";
import type {Lang} from "../i18n.ts";
import type {Session} from "./caseApi.ts";
import type {OpenCase} from "./caseSync.ts";

/** A case as its parts show it. */
export interface CaseView extends OpenCase {
  session: Session;
  /** The name of who is here. */
  me: string;
  /** The edits with those that wait. */
  edits: readonly CaseEdit[];
}

/** A part of the case: made once, so that what is being typed in it stays, and shown anew with every change. */
export interface CasePart {
  element: HTMLElement;
  show(view: CaseView): void;
}

/** What a part asks for. */
export type Change = (change: CaseChange) => void;

/** The role that changes cases and decides. */
export const CHANGES = "officer";
export const mayChange = ({session}: Pick<CaseView, "session">): boolean =>
  includesRole(session.role, CHANGES);

/** Writes a day and the time of day, to the minute. */
export const formatWhen = (lang: Lang, iso: string): string =>
  dateFormat(lang, {dateStyle: "medium", timeStyle: "short"}).format(new Date(iso));

/** Shows an element or takes it out of sight. */
export const reveal = (element: HTMLElement, isShown: boolean): void =>
  void element.toggleAttribute("hidden", !isShown);
