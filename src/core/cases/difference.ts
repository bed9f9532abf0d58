import type {CaseFact, CaseState} from "../schema/case.ts";

type Changes<T> = {set: T[]; removed: string[]};

/** Tells how a case differs from its version before. */
export function caseFactOf(before: CaseState | null, after: CaseState): CaseFact {
  const {clientId, version, status, claim, decision, changedAt, changedBy} = after;
  return {
    clientId,
    version,
    status,
    claim,
    decision,
    notes: changesBetween(before?.notes ?? [], after.notes, ({id}) => id),
    edits: changesBetween(before?.edits ?? [], after.edits, ({key}) => key),
    scenarios: changesBetween(before?.scenarios ?? [], after.scenarios, ({name}) => name),
    changedAt,
    changedBy
  };
}

/** Makes the case that a fact leads to from its version before. */
export function applyCaseFact(before: CaseState, fact: CaseFact): CaseState {
  const {clientId, version, status, claim, decision, changedAt, changedBy} = fact;
  return {
    clientId,
    version,
    status,
    claim,
    notes: applyChanges(before.notes, fact.notes, ({id}) => id),
    edits: applyChanges(before.edits, fact.edits, ({key}) => key),
    scenarios: applyChanges(before.scenarios, fact.scenarios, ({name}) => name),
    decision,
    openedAt: before.openedAt,
    changedAt,
    changedBy
  };
}

function changesBetween<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string
): Changes<T> {
  const old = new Map(before.map((item) => [keyOf(item), JSON.stringify(item)]));
  const here = new Set(after.map(keyOf));
  return {
    set: after.filter((item) => old.get(keyOf(item)) !== JSON.stringify(item)),
    removed: before.map(keyOf).filter((key) => !here.has(key))
  };
}

/** Replaces what has the same key in its place; what is new comes last. */
function applyChanges<T>(before: readonly T[], {set, removed}: Changes<T>, keyOf: (item: T) => string): T[] {
  const gone = new Set(removed);
  const next = new Map(before.filter((item) => !gone.has(keyOf(item))).map((item) => [keyOf(item), item]));
  for (const item of set) next.set(keyOf(item), item);
  return [...next.values()];
}
