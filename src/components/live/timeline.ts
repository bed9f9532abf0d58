import type {LiveScore} from "../../core/live/batch.ts";
import type {Decision} from "../../core/schema/score.ts";

/** Seconds that one step of the time axis holds, and how many steps there are: ten minutes. */
export const STEP_SECONDS = 10;
export const STEPS = 60;
const STEP_MS = STEP_SECONDS * 1000;

/** The scores of ten seconds, by when they were computed. */
export interface TimeStep {
  /** When it begins, in milliseconds since 1970 by the server's clock. */
  startMs: number;
  decisions: Readonly<Record<Decision, number>>;
  /** Points, in the order in which they came. */
  scores: readonly number[];
}

/** Adds scores to the steps of the last ten minutes, ascending without gaps filled in; what is older is left out. */
export function addToTimeline(steps: readonly TimeStep[], scores: readonly LiveScore[]): readonly TimeStep[] {
  if (scores.length === 0) return steps;
  const changed = new Map(steps.map((step) => [step.startMs, step]));
  const added = new Map<number, LiveScore["score"][]>();
  for (const {score} of scores) {
    const startMs = Math.floor(Date.parse(score.computedAt) / STEP_MS) * STEP_MS;
    const own = added.get(startMs);
    if (own) own.push(score);
    else added.set(startMs, [score]);
  }
  for (const [startMs, own] of added) {
    const {decisions, scores: before} = changed.get(startMs) ?? {decisions: NONE, scores: []};
    const counts = {...decisions};
    for (const {decision} of own) counts[decision]++;
    changed.set(startMs, {startMs, decisions: counts, scores: [...before, ...own.map(({score}) => score)]});
  }
  const newest = Math.max(...changed.keys());
  return [...changed.values()]
    .filter(({startMs}) => startMs > newest - STEPS * STEP_MS)
    .sort((a, b) => a.startMs - b.startMs);
}

const NONE = {approve: 0, refer: 0, decline: 0} as const;

/** A step as it is drawn: seconds before now at its ends, who was decided how, and how the scores lie. */
export interface DrawnStep {
  from: number;
  to: number;
  decisions: Readonly<Record<Decision, number>>;
  /** 10th, 50th and 90th percentile of the points. */
  low: number;
  median: number;
  high: number;
}

const drawn = new WeakMap<TimeStep, Pick<DrawnStep, "low" | "median" | "high">>();

/** Lays the steps out before `nowMs`, by the server's clock; minus seconds, those still to come at most 0. */
export function timelineData(steps: readonly TimeStep[], nowMs: number): DrawnStep[] {
  const end = Math.max(nowMs, (steps.at(-1)?.startMs ?? 0) + 1);
  return steps
    .filter(({startMs}) => startMs + STEP_MS > end - STEPS * STEP_MS)
    .map((step) => ({
      from: Math.max(-STEPS * STEP_SECONDS, (step.startMs - end) / 1000),
      to: Math.min(0, (step.startMs + STEP_MS - end) / 1000),
      decisions: step.decisions,
      ...spreadOf(step)
    }));
}

/** Finds the percentiles of a step, once for as long as nothing is added to it. */
function spreadOf(step: TimeStep) {
  let spread = drawn.get(step);
  if (!spread) {
    const sorted = Int16Array.from(step.scores).sort();
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
    spread = {low: at(0.1), median: at(0.5), high: at(0.9)};
    drawn.set(step, spread);
  }
  return spread;
}
