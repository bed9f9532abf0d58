import type {CauseContribution, ReasonCode} from "../schema/explanation.ts";
import type {ManifestFeature} from "../schema/manifest.ts";
import type {Decision} from "../schema/score.ts";
import {isFavourable} from "./statements/favourable.ts";
import type {ClientRecord} from "./statements/record.ts";
import {tell} from "./statements/tell.ts";

export interface ReasonInput {
  /** Model order, as are `contributions`. */
  features: readonly ManifestFeature[];
  /** SHAP values of the client, raw log-odds of default. */
  contributions: ArrayLike<number>;
  /** The same, summed by cause: what the waterfall shows. */
  causes: readonly CauseContribution[];
  decision: Decision;
  client: ClientRecord;
  /** Tells of a feature, by its place, that its value was assumed and not made from the client's rows. */
  isAssumed?: (place: number) => boolean;
  /** At most so many reasons; 4 by default. */
  limit?: number;
}

/**
 * Ranks the adverse reasons: the causes that take most points from the score, each once. A cause that takes none is
 * no reason; only a decline for which every cause rounds to none is told the one that takes the largest part of
 * a point. Each says what the client's own records hold at the costliest of its features that they hold something against,
 * of those that weigh at least half as much as the first; where there is none, what they hold at the first.
 */
export function adverseReasons(input: ReasonInput): ReasonCode[] {
  const {causes, decision, limit = 4} = input;
  const adverse = causes.filter(({contribution}) => contribution > 0).sort(byContribution);
  const felt = adverse.filter(({points}) => points < 0);
  const told = felt.length === 0 && decision === "decline" ? adverse.slice(0, 1) : felt;
  return told.slice(0, limit).map((cause, i) => reasonOf(cause, i + 1, input));
}

const byContribution = (a: CauseContribution, b: CauseContribution): number =>
  b.contribution - a.contribution || (a.code < b.code ? -1 : 1);

function reasonOf({code, label, points}: CauseContribution, rank: number, input: ReasonInput): ReasonCode {
  const {features, client, isAssumed} = input;
  let costliest: ReasonCode | undefined;
  for (const place of costliestFirst(code, input)) {
    const driver = features[place]!;
    const told = tell(driver, client, isAssumed?.(place));
    const reason = {rank, code, label, feature: driver.name, points, ...told};
    if (!isFavourable(told)) return reason;
    costliest ??= reason;
  }
  return costliest!;
}

/** What adds less than this share of what the costliest adds is not why a cause costs points. */
const LEAST_SHARE = 0.5;

/** Lists the places of the features that make a cause cost points, most first; those before others among equals. */
function costliestFirst(code: string, {features, contributions}: ReasonInput): number[] {
  const places = features
    .flatMap(({cause}, i) => (cause === code && contributions[i]! > 0 ? [i] : []))
    .sort((a, b) => contributions[b]! - contributions[a]! || a - b);
  const least = LEAST_SHARE * contributions[places[0]!]!;
  return places.filter((i) => contributions[i]! >= least);
}
