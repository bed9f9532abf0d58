import type {RecourseAction} from "./actions.ts";

/** A list of actions that was applied to the records and scored again. */
export interface RecourseOption<S> {
  actions: readonly RecourseAction[];
  cost: number;
  assessed: S;
}

/** What a search found: options that reach the goal, cheapest first, and the list that came highest where none does. */
export interface RecourseFound<S> {
  options: RecourseOption<S>[];
  /** null where an option was found, or no action gains anything. */
  nearest: RecourseOption<S> | null;
}

/** A list has so many actions at most. */
export const MOST_ACTIONS = 6;
const MOST_OPTIONS = 3;
/** So many actions are tried at each step, the most promising by what each did alone. */
const TRIED = 12;

/**
 * Searches short lists of actions that lift a score to a goal: one action at a time, the one that gains most for its
 * cost, each list scored as a whole; then what is not needed is taken away and what is left is made cheaper. Lists differ
 * in the action that gains most.
 * @param assess applies actions and scores anew
 * @param points of an assessment, before rounding
 */
export function searchRecourse<S>(
  actions: readonly RecourseAction[],
  assess: (actions: readonly RecourseAction[]) => S,
  points: (assessed: S) => number,
  goal: number
): RecourseFound<S> {
  const start = points(assess([]));
  const alone = actions
    .map((action) => ({action, gain: points(assess([action])) - start}))
    .filter(({gain}) => gain > 0)
    .sort((a, b) => b.gain / b.action.cost - a.gain / a.action.cost);
  const options: RecourseOption<S>[] = [];
  let nearest: {actions: readonly RecourseAction[]; reached: number} | null = null;
  const barred = new Set<string>();
  while (options.length < MOST_OPTIONS) {
    const found = searchOne(alone.filter(({action}) => !barred.has(action.slot)));
    if (!found) break;
    options.push(found);
    const strongest = [...found.actions].sort((a, b) => gainOf(b) - gainOf(a))[0]!;
    barred.add(strongest.slot);
  }
  options.sort((a, b) => a.cost - b.cost);
  if (options.length > 0) return {options, nearest: null};
  const highest = nearestOption();
  return highest && points(highest.assessed) >= goal
    ? {options: [trimmed(highest.actions, alone)], nearest: null}
    : {options, nearest: highest};

  /** Takes of each slot of the nearest list the step that gains most, whatever it costs. */
  function nearestOption(): RecourseOption<S> | null {
    if (!nearest) return null;
    let {actions: best, reached} = nearest;
    for (const {slot} of best)
      for (const {action} of alone.filter((one) => one.action.slot === slot)) {
        const list = best.map((one) => (one.slot === slot ? action : one));
        const total = points(assess(list));
        if (total > reached) [best, reached] = [list, total];
      }
    return toOption(best);
  }

  function gainOf(action: RecourseAction): number {
    return alone.find((one) => one.action === action)?.gain ?? 0;
  }

  function searchOne(candidates: typeof alone): RecourseOption<S> | null {
    let chosen: RecourseAction[] = [];
    let reached = start;
    while (reached < goal && chosen.length < MOST_ACTIONS) {
      const free = candidates
        .filter(({action}) => !chosen.some(({slot}) => slot === action.slot))
        .slice(0, TRIED);
      const last = chosen.length === MOST_ACTIONS - 1;
      let best: {action: RecourseAction; total: number; worth: number} | null = null;
      for (const {action} of free) {
        const total = points(assess([...chosen, action]));
        // What goes beyond the goal is worth nothing; the last action is chosen by what it reaches.
        const gain = Math.min(total, goal) - reached;
        const worth = last ? gain : gain / action.cost;
        if (gain > 0 && (!best || worth > best.worth)) best = {action, total, worth};
      }
      if (!best) return null;
      chosen = [...chosen, best.action];
      reached = best.total;
      if (reached > (nearest?.reached ?? start)) nearest = {actions: chosen, reached};
    }
    return reached >= goal ? trimmed(chosen, candidates) : null;
  }

  function trimmed(chosen: readonly RecourseAction[], candidates: typeof alone): RecourseOption<S> {
    let kept = [...chosen];
    for (const action of [...chosen].sort((a, b) => b.cost - a.cost)) {
      const others = kept.filter((other) => other !== action);
      const cheaper = candidates
        .map((one) => one.action)
        .filter(({slot, cost}) => slot === action.slot && cost < action.cost)
        .sort((a, b) => a.cost - b.cost);
      const lists = [others, ...cheaper.map((other) => [...others, other])];
      kept = lists.find((list) => list.length > 0 && points(assess(list)) >= goal) ?? kept;
    }
    return toOption(kept);
  }

  function toOption(taken: readonly RecourseAction[]): RecourseOption<S> {
    return {actions: taken, cost: taken.reduce((sum, {cost}) => sum + cost, 0), assessed: assess(taken)};
  }
}
