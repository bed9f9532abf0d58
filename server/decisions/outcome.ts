import type {Policy} from "../../src/core/credit/policy.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";

/** What the model says of a client: the part of a decision that can be computed again. */
export type ModelOutcome = Pick<
  Explanation,
  "rawScore" | "probabilityOfDefault" | "score" | "decision" | "cutoff" | "reasonCodes"
>;

/** Takes the outcome out of an explanation. */
export const outcomeOf = (explanation: ModelOutcome): ModelOutcome => {
  const {rawScore, probabilityOfDefault, score, decision, cutoff, reasonCodes} = explanation;
  return {rawScore, probabilityOfDefault, score, decision, cutoff, reasonCodes};
};

/** What a decision was made from, kept byte by byte under its digest. */
export const INPUT_NAMES = ["rows", "features", "context", "manifest", "model"] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/** What is known of a client when somebody decides. */
export interface Evidence {
  outcome: ModelOutcome;
  policy: Policy;
  model: Explanation["model"];
  data: {
    fingerprint: string;
    planSha256: string;
    dataAsOf: string;
    dataAsOfSource: Explanation["dataAsOfSource"];
  };
  /**
   * rows: the raw rows as canonical JSON, without the outcome; features: Float32, little-endian, catalogue order;
   * context: the catalogue and the columns that the tables came without; manifest: canonical JSON; model: model.txt.
   */
  inputs: Record<InputName, Uint8Array>;
}

/** Tells what is known of a client now, all of it of one turn of the event loop. */
export interface EvidenceSource {
  /** @throws CLIENT_UNKNOWN, FEATURES_MISSING, EXPLANATION_UNSUPPORTED, STORAGE_DAMAGED */
  of(clientId: number): Evidence;
  /** How is decided now. */
  policy(): Policy;
}

/** Writes features as bytes that do not depend on the machine, every NaN alike. */
export function featuresToBytes(features: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(features.length * 4));
  for (let i = 0; i < features.length; i++) {
    const value = features[i]!;
    if (Number.isNaN(value)) view.setUint32(i * 4, 0x7fc00000, true);
    else view.setFloat32(i * 4, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** Reads features that featuresToBytes() wrote. */
export function bytesToFeatures(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({length: bytes.length / 4}, (_, i) => view.getFloat32(i * 4, true));
}
