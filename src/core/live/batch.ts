import type {Score} from "../schema/score.ts";

/** A score on its way to the live desk. `origin` is "demo" for the demonstration stream, whose scores are real but not kept. */
export interface LiveScore {
  score: Score;
  origin: "request" | "demo";
  /**
   * The causes that weigh most, by |points|, so that the desk can say why at once (at most 5); none when so many scores
   * came at once that it was not worked out.
   */
  top: {code: string; label: {en: string; fr: string}; points: number}[];
  /** Milliseconds from when the score was asked for to when it was stored and told; null where nobody asked. */
  latencyMs: number | null;
}

/** Scores since the last batch, newest last, and how many more there were. */
export interface LiveBatch {
  scores: LiveScore[];
  dropped: number;
  viewers: number;
}
