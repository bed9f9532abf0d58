import type {Explanation} from "../../../core/schema/explanation.ts";
import type {Bilingual} from "../clientApi.ts";

/** Where a step leads from and to, in points: start + points = end. */
export interface Span {
  points: number;
  start: number;
  end: number;
}

/** One step from the base points to the score, as it is and as it was before anything was tried. */
export interface Step {
  kind: "base" | "cause" | "others" | "score" | "feature";
  /** Of the cause or feature; empty for others. */
  code: string;
  label: Bilingual | null;
  /** How many causes the step stands for. */
  count: number;
  now: Span;
  was: Span;
}

/** The same client's explanation before and after. */
export interface Compared {
  before: Explanation;
  after: Explanation;
}

/**
 * Lays the way from base to score out: the base, `limit` causes, all others as one step, the score. The order is that of
 * the explanation before, so that no step moves while something is tried. Each step starts where the last one ended.
 */
export function causeSteps({before, after}: Compared, limit: number): Step[] {
  const [was, now] = [walk(0), walk(0)];
  const steps = [step("base", "", null, 0, now(after.basePoints), was(before.basePoints))];
  const [pointsBefore, pointsAfter] = [pointsOf(before.causes, "code"), pointsOf(after.causes, "code")];
  for (const {code, label} of before.causes.slice(0, limit))
    steps.push(
      step("cause", code, label, 1, now(pointsAfter.get(code) ?? 0), was(pointsBefore.get(code) ?? 0))
    );
  const others = before.causes.slice(limit);
  const sum = (points: ReadonlyMap<string, number>, rest: number) =>
    others.reduce((total, {code}) => total + (points.get(code) ?? 0), rest);
  if (others.length > 0)
    steps.push(
      step(
        "others",
        "",
        null,
        others.length,
        now(sum(pointsAfter, after.residualPoints)),
        was(sum(pointsBefore, before.residualPoints))
      )
    );
  const whole = (score: number): Span => ({points: score, start: 0, end: score});
  steps.push(step("score", "", null, 0, whole(after.score), whole(before.score)));
  return steps;
}

/**
 * Lays a cause's step out as those of its features, in the order of the explanation before; the last one ends where the
 * cause does.
 */
export function featureSteps({before, after}: Compared, cause: Step): Step[] {
  const [was, now] = [walk(cause.was.start), walk(cause.now.start)];
  const pointsAfter = pointsOf(after.features, "name");
  return before.features
    .filter((feature) => feature.cause === cause.code)
    .map(({name, label, points}) =>
      step("feature", name, label, 1, now(pointsAfter.get(name) ?? 0), was(points))
    );
}

/** Tells the points between which all steps and the cut-off lie, with some room on both sides. */
export function extentOf(steps: readonly Step[], cutoff: number): [low: number, high: number] {
  const ends = steps.flatMap(({now, was}) => [now.end, was.end]).concat(cutoff);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.06 * Math.max(20, high - low);
  return [low - room, high + room];
}

/** Lists round numbers between two, at most `most`, for an axis. */
export function roundTicks([low, high]: readonly [number, number], most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((size) => (high - low) / size <= most) ?? 5000;
  const first = Math.ceil(low / step);
  return Array.from({length: Math.floor(high / step) - first + 1}, (_, i) => (first + i) * step);
}

function step(
  kind: Step["kind"],
  code: string,
  label: Bilingual | null,
  count: number,
  now: Span,
  was: Span
): Step {
  return {kind, code, label, count, now, was};
}

/** Makes what walks on from a start by so many points. */
function walk(start: number): (points: number) => Span {
  let at = start;
  return (points) => {
    const span = {points, start: at, end: at + points};
    at = span.end;
    return span;
  };
}

const pointsOf = <K extends string>(parts: readonly ({[key in K]: string} & {points: number})[], key: K) =>
  new Map(parts.map((part) => [part[key], part.points]));
