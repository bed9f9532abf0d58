import type {ReasonCode} from "../../src/core/schema/explanation.ts";
import type {RawClient} from "./rawCsv.ts";

/** What the judge holds a reason against. */
export interface Case {
  reason: ReasonCode;
  client: RawClient;
  /** The model's input of the reason's feature, as the explanation shows it. */
  value: number | string | null;
  /** Over the training clients, worked out by the judge; undefined when it cannot be told. */
  median: number | undefined;
}

/** A sentence that may be said, in both languages, and when it is true. */
export interface Form {
  en: RegExp;
  fr: RegExp;
  isTrue(found: RegExpExecArray, at: Case): boolean;
}
