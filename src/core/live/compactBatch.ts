import type {Score} from "../schema/score.ts";
import type {LiveBatch, LiveScore} from "./batch.ts";

/** What scores of one model, policy and day have in common. */
type Shared = Omit<Score, (typeof OWN)[number]>;
type Cause = Omit<LiveScore["top"][number], "points">;
/** One score: what it has in common and its causes are places in the batch's lists; own values in the order of `OWN`. */
type Row = [
  origin: LiveScore["origin"],
  latencyMs: number | null,
  shared: number,
  top: [cause: number, points: number][],
  own: unknown[]
];

/** A batch in a quarter of the bytes: what its scores have in common, and the words of causes, are told once. */
export interface CompactBatch {
  shared: Shared[];
  causes: Cause[];
  scores: Row[];
  dropped: number;
  viewers: number;
}

const OWN = [
  "clientId",
  "rawScore",
  "probabilityOfDefault",
  "score",
  "decision",
  "inTraining",
  "computedAt",
  "durationMs"
] as const satisfies (keyof Score)[];

/** Writes a batch compactly; `wholeBatch` gives it back. */
export function compactBatch({scores, dropped, viewers}: LiveBatch): CompactBatch {
  const shared = createPlaces<Shared>(JSON.stringify);
  const causes = createPlaces<Cause>(({code, label}) => `${code}\n${label.en}\n${label.fr}`);
  const rows = scores.map(({score, origin, latencyMs, top}): Row => {
    const common: Partial<Score> = {...score};
    for (const name of OWN) delete common[name];
    const places = top.map(({points, ...cause}): [number, number] => [causes.placeOf(cause), points]);
    const own = OWN.map((name) => score[name]);
    return [origin, latencyMs, shared.placeOf(common as Shared), places, own];
  });
  return {shared: shared.list, causes: causes.list, scores: rows, dropped, viewers};
}

/** Gives back the batch that `compactBatch` was given. */
export function wholeBatch({shared, causes, scores, dropped, viewers}: CompactBatch): LiveBatch {
  const whole = scores.map(([origin, latencyMs, common, top, own]): LiveScore => {
    const score = {...shared[common], ...Object.fromEntries(OWN.map((name, i) => [name, own[i]]))} as Score;
    return {
      score,
      origin,
      top: top.map(([cause, points]) => ({...(causes[cause] as Cause), points})),
      latencyMs
    };
  });
  return {scores: whole, dropped, viewers};
}

/** Lists what differs, each once, and tells where in the list something is. */
function createPlaces<T>(nameOf: (one: T) => string): {list: T[]; placeOf: (one: T) => number} {
  const list: T[] = [];
  const places = new Map<string, number>();
  return {
    list,
    placeOf(one) {
      const name = nameOf(one);
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, list.length);
      return list.push(one) - 1;
    }
  };
}
