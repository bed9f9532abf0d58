import {planCatalogue} from "../../loaders/plan.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import type {AnyManifest} from "../../src/core/schema/manifestImported.ts";

/**
 * Describes a model's inputs, in model order, by the plan's own causes and labels: a manifest keeps those of the day
 * on which it was made. An input that the plan does not have stays as the manifest describes it.
 */
export function modelFeatures({
  features,
  fitted
}: Pick<AnyManifest, "features" | "fitted">): ManifestFeature[] {
  const planned = planCatalogue().features as ManifestFeature[];
  const known = new Map(planned.map((feature) => [feature.name, feature]));
  const isDescribed = (name: string) => known.has(name);
  const described = describeFitted(
    {
      groupMedians: fitted.groupMedians.filter(({measure}) => isDescribed(measure)),
      targetMeans: fitted.targetMeans.filter(({source}) => isDescribed(source))
    },
    planned
  );
  for (const feature of described) known.set(feature.name, feature);
  return features.map((feature) => {
    const {cause, label} = known.get(feature.name) ?? feature;
    return {...feature, cause, label};
  });
}
