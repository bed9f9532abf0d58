import {createClientPlan} from "../../../loaders/client/plan.ts";
import type {Score} from "../../../src/core/schema/score.ts";
import type {Bilingual} from "../../../src/core/words/language.ts";
import type {ClientEngine} from "../clientEngine.ts";
import {editRows, type RowEdit} from "../rowEdits.ts";
import {DEFAULT_BOUNDS, type RecourseAction, type RecourseBounds, recourseActions} from "./actions.ts";
import {MOST_ACTIONS, type RecourseOption, searchRecourse} from "./search.ts";

export interface RecourseRequest {
  /** The smallest amount asked for, as a share of the present one. */
  leastAmount?: number;
  /** The longest term, as a multiple of the present one. */
  longestTerm?: number;
  settledLoans?: number;
}

export interface RecourseAnswer {
  clientId: number;
  score: number;
  decision: Score["decision"];
  /** Points that an option reaches at least. */
  goal: number;
  options: VerifiedOption[];
  /** The list that came highest where no option was found; null where nothing that was tried gains a point. */
  nearest: VerifiedOption | null;
  /** How far actions could go. */
  bounds: Required<RecourseRequest> & {
    /** A list has so many actions at most. */
    mostActions: number;
  };
  /** How many single actions there were to choose from, by kind; empty for those who are approved. */
  searched: Partial<Record<RecourseAction["kind"], number>>;
  /** Said when there is no option. */
  message: Bilingual | null;
}

/** A list of actions, applied to the records and scored again. */
export interface VerifiedOption {
  actions: Pick<RecourseAction, "kind" | "text" | "cost" | "edits">[];
  cost: number;
  score: number;
  probabilityOfDefault: number;
  decision: Score["decision"];
}

/** Points beyond the cut-off that an option has to reach, so that it does not fail by a hair. */
export const MARGIN = 5;

const APPROVED: Bilingual = {
  en: "The client is approved already; there is nothing to change.",
  fr: "Le client est déjà accepté ; il n'y a rien à changer."
};
const NOTHING: Bilingual = {
  en: "No action was found within these bounds.",
  fr: "Aucune action n'a été trouvée dans ces limites."
};

/** Creates the search for what a declined client could change; every option is applied to the raw rows and scored again. */
export function createRecourse(
  engine: ClientEngine
): (clientId: number, request?: RecourseRequest) => RecourseAnswer {
  const plan = createClientPlan(undefined, engine.absent);
  return (clientId, {leastAmount, longestTerm, settledLoans} = {}) => {
    const bounds: RecourseBounds = {
      ...DEFAULT_BOUNDS,
      ...(leastAmount === undefined ? {} : {leastAmount}),
      ...(longestTerm === undefined ? {} : {longestTerm}),
      ...(settledLoans === undefined ? {} : {settledLoans})
    };
    const {score, decision} = engine.compute("score", clientId);
    const approveFrom = engine.policy.refer?.score ?? engine.policy.cutoff.score;
    const goal = Math.ceil(approveFrom) + MARGIN;
    const answer = {clientId, score, decision, goal, bounds: toldBounds(bounds)};
    if (decision === "approve")
      return {...answer, options: [], nearest: null, searched: {}, message: APPROVED};
    const rows = engine.rows(clientId);
    const assess = (actions: readonly RecourseAction[]) => {
      const edited = editRows(rows, mergedEdits(actions), clientId);
      return {rows: edited, features: Float32Array.from(plan(edited))};
    };
    const points = ({features}: ReturnType<typeof assess>) => engine.points(engine.toInput(features));
    const verify = ({actions, cost, assessed}: RecourseOption<ReturnType<typeof assess>>): VerifiedOption => {
      const {score, probabilityOfDefault, decision} = engine.assess("score", {clientId, ...assessed});
      const told = actions.map(({kind, text, cost, edits}) => ({kind, text, cost, edits}));
      return {actions: told, cost, score, probabilityOfDefault, decision};
    };
    const actions = recourseActions(rows, bounds);
    const found = searchRecourse(actions, assess, points, goal);
    const isEnough = (option: VerifiedOption) => option.decision === "approve" && option.score >= goal;
    // What came nearest may reach the goal by rounding.
    const highest = found.nearest && verify(found.nearest);
    const options = [...found.options.map(verify), ...(highest ? [highest] : [])].filter(isEnough);
    const nearest = options.length > 0 ? null : highest;
    const message = options.length > 0 ? null : NOTHING;
    return {...answer, options, nearest, searched: counted(actions), message};
  };
}

const toldBounds = ({leastAmount, longestTerm, settledLoans}: RecourseBounds): RecourseAnswer["bounds"] => ({
  leastAmount,
  longestTerm,
  settledLoans,
  mostActions: MOST_ACTIONS
});

function counted(actions: readonly RecourseAction[]): RecourseAnswer["searched"] {
  const counts: RecourseAnswer["searched"] = {};
  for (const {kind} of actions) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Puts the edits of one row together, since an edit may name a row once. */
function mergedEdits(actions: readonly RecourseAction[]): RowEdit[] {
  const merged = new Map<string, RowEdit>();
  for (const edit of actions.flatMap(({edits}) => edits)) {
    if (edit.op !== "edit") continue;
    const key = `${edit.table} ${edit.index}`;
    const before = merged.get(key);
    const values = before?.op === "edit" ? {...before.values, ...edit.values} : edit.values;
    merged.set(key, {...edit, values});
  }
  return [...merged.values()];
}
