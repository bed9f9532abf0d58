import type {LiveScore} from "../../src/core/live/batch.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {ModelRef, Score} from "../../src/core/schema/score.ts";

/** What can be asked of one client. */
export type JobKind = "score" | "explanation";
export interface BodyOf {
  score: Score;
  explanation: Explanation;
}

/** What a cause adds, in points, as the live desk shows it. */
export type TopContribution = LiveScore["top"][number];

/** Computes scores and explanations of known clients. It keeps nothing and tells nobody. */
export interface ScoringEngine {
  readonly model: ModelRef;
  hasClient(clientId: number): boolean;
  /** @throws CLIENT_UNKNOWN, MODEL_MISSING, FEATURES_MISSING; for explanations also EXPLANATION_UNSUPPORTED. */
  compute<K extends JobKind>(kind: K, clientId: number): BodyOf[K];
  /** Finds the causes that weigh most, by |points|, without the raw rows that reasons need. @throws as compute */
  top(clientId: number, limit: number): TopContribution[];
}
