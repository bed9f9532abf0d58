import type {Explanation, FeatureContribution} from "../../../core/schema/explanation.ts";
import type {WhatIfAnswer} from "./askWhatIf.ts";

type Unlabelled<T extends {label: unknown}> = Omit<T, "label">;
/** An explanation without labels, and without the features that add nothing. */
export type CompactExplanation = Omit<Explanation, "causes" | "features" | "reasonCodes"> & {
  causes: Unlabelled<Explanation["causes"][number]>[];
  features: Unlabelled<FeatureContribution>[];
  reasonCodes: Unlabelled<Explanation["reasonCodes"][number]>[];
};
/** A what-if as `?form=compact&before=none` tells it, which is a quarter as long. */
export type CompactAnswer = {
  after: CompactExplanation;
  changed: WhatIfAnswer["changed"];
};

/**
 * Makes the whole answer of a compact one and the explanation that the page has: labels are the model's, and a feature that
 * adds nothing has its value from what changed, else from before.
 * @returns null where another model or cut-off made the answer, whose features the page does not know
 */
export function wholeAnswer({after, changed}: CompactAnswer, before: Explanation): WhatIfAnswer | null {
  const isSame =
    after.model.sha256 === before.model.sha256 &&
    after.model.version === before.model.version &&
    after.cutoff.policyVersion === before.cutoff.policyVersion;
  if (!isSame) return null;
  const labels = new Map(before.causes.map(({code, label}) => [code, label]));
  const known = new Map(before.features.map((feature) => [feature.name, feature]));
  const set = new Map(changed.map(({name, after: value}) => [name, value]));
  const told = new Set(after.features.map(({name}) => name));
  const silent = [...known.keys()]
    .filter((name) => !told.has(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name): FeatureContribution => {
      const {value, ...feature} = known.get(name)!;
      const now = set.get(name);
      return {...feature, value: now === undefined ? value : now, contribution: 0, points: 0};
    });
  const {otherFeatures: _, ...rest} = after as CompactExplanation & {otherFeatures?: unknown};
  return {
    before,
    after: {
      ...rest,
      causes: after.causes.map((cause) => ({...cause, label: labels.get(cause.code)!})),
      features: after.features
        .map((feature): FeatureContribution => ({...feature, label: known.get(feature.name)!.label}))
        .concat(silent),
      reasonCodes: after.reasonCodes.map((reason) => ({...reason, label: labels.get(reason.code)!}))
    },
    changed
  };
}
