import type {ClientEngine} from "../scoring/clientEngine.ts";

/** Where a client lies: what each cause contributes to the raw score, log-odds; one number a cause, in `causes` order. */
export interface CauseSpace {
  causes: readonly string[];
  /** Computes the place of a row in catalogue order; reads no raw rows. @throws EXPLANATION_UNSUPPORTED */
  place(row: ArrayLike<number>): Float32Array;
}

/** Creates the space that a model's exact SHAP values span, summed by cause. */
export function createCauseSpace(
  engine: Pick<ClientEngine, "manifest" | "toInput" | "explainer">
): CauseSpace {
  const {features} = engine.manifest;
  const causes = [...new Set(features.map(({cause}) => cause))];
  const causeOf = Int32Array.from(features, ({cause}) => causes.indexOf(cause));
  return {
    causes,
    place(row) {
      const contributions = engine.explainer().explain(engine.toInput(row));
      const sums = new Float64Array(causes.length);
      for (let i = 0; i < causeOf.length; i++) sums[causeOf[i]!]! += contributions[i]!;
      return Float32Array.from(sums);
    }
  };
}
