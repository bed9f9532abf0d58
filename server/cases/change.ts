import {ScorebookError} from "../../src/core/errors.ts";
import {
  type CaseChange,
  type CaseEdit,
  type CaseState,
  MAX_NOTES,
  MAX_SCENARIOS
} from "../../src/core/schema/case.ts";
import {shown} from "../../src/core/shown.ts";
import {mergeEdits, toEdits} from "./edits.ts";

/** Who changes a case, and when. */
export interface Change {
  by: string;
  at: string;
}

/** Makes the case that somebody opens for a client. */
export const newCase = (clientId: number, {by, at}: Change): CaseState => ({
  clientId,
  version: 0,
  status: "open",
  claim: null,
  notes: [],
  edits: [],
  scenarios: [],
  decision: null,
  openedAt: at,
  changedAt: at,
  changedBy: by
});

/**
 * Makes the case that a change leads to, its version one more.
 * @throws CASE_CHANGED when it is not at the version that the change states or another has claimed it; CASE_LIMIT;
 * REQUEST_INVALID for notes and scenarios that are not there
 */
export function changeCase(
  before: CaseState,
  change: Omit<CaseChange, "decide" | "by">,
  {by, at}: Change
): CaseState {
  if (change.version !== undefined && change.version !== before.version)
    throw new ScorebookError(
      "CASE_CHANGED",
      `The case of client ${before.clientId} is at version ${before.version} and was changed from ${change.version}; join it again.`
    );
  const version = before.version + 1;
  return {
    ...before,
    version,
    status: change.status ?? before.status,
    claim: claimAfter(before, change.claim, {by, at}),
    notes: notesAfter(before, change, {by, at}),
    edits: editsAfter(before, change, {by, at}, version),
    scenarios: scenariosAfter(before, change, {by, at}, version),
    changedAt: at,
    changedBy: by
  };
}

function claimAfter(
  {clientId, claim}: CaseState,
  wanted: boolean | undefined,
  {by, at}: Change
): CaseState["claim"] {
  if (wanted === undefined) return claim;
  if (claim && claim.by !== by)
    throw new ScorebookError(
      "CASE_CHANGED",
      `${claim.by} works on the case of client ${clientId}; they have to give it back first.`
    );
  return wanted ? (claim ?? {by, at}) : null;
}

function notesAfter({clientId, version, notes}: CaseState, {note, removeNote}: CaseChange, {by, at}: Change) {
  const gone =
    removeNote === undefined
      ? undefined
      : notes.find(({id, by: author}) => id === removeNote && author === by);
  if (removeNote !== undefined && !gone)
    throw invalid("/removeNote", `is ${shown(removeNote)}; expected the id of a note of ${by}`);
  const kept = notes.filter((one) => one !== gone);
  if (note === undefined) return kept;
  if (kept.length >= MAX_NOTES) throw limit(clientId, `${MAX_NOTES} notes`);
  return [...kept, {id: `n${version + 1}`, by, at, text: note}];
}

function editsAfter(before: CaseState, change: CaseChange, {by, at}: Change, version: number): CaseEdit[] {
  let edits: readonly CaseEdit[] = change.reset ? [] : before.edits;
  if (change.apply !== undefined) edits = scenarioOf(before, change.apply, "/apply").edits;
  const unset = new Set(change.unset ?? []);
  edits = edits.filter(({key}) => !unset.has(key));
  return mergeEdits(edits, toEdits(change.set ?? {}, {by, at, version}));
}

function scenariosAfter(before: CaseState, change: CaseChange, who: Change, version: number) {
  const {save, drop} = change;
  if (drop !== undefined) scenarioOf(before, drop, "/drop");
  const kept = before.scenarios.filter(({name}) => name !== drop);
  if (save === undefined) return kept;
  const saved = {name: save, ...who, edits: editsAfter(before, change, who, version)};
  const others = kept.filter(({name}) => name !== save);
  if (others.length >= MAX_SCENARIOS) throw limit(before.clientId, `${MAX_SCENARIOS} scenarios`);
  return [...others, saved];
}

function scenarioOf({scenarios}: CaseState, name: string, path: string) {
  const found = scenarios.find((one) => one.name === name);
  if (found) return found;
  throw invalid(path, `is ${shown(name)}; the case has no scenario of this name`);
}

const limit = (clientId: number, most: string) =>
  new ScorebookError(
    "CASE_LIMIT",
    `The case of client ${clientId} has ${most}, which is the most; remove one first.`
  );

const invalid = (path: string, message: string) =>
  new ScorebookError("REQUEST_INVALID", `${path} ${message}.`, [{code: "REQUEST_INVALID", path, message}]);
