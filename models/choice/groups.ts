import type {ChoiceLevel} from "../../src/core/schema/featureChoice.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

/** Features that are judged, and left out, together. */
export interface FeatureGroup {
  level: ChoiceLevel;
  name: string;
  /** Positions in the list of features, ascending. */
  columns: readonly number[];
}

/**
 * Groups features at one level, in the order of their first one. A feature that is made from several tables belongs to
 * the first one named, whose rows it is made of.
 */
export function groupFeatures(features: readonly ManifestFeature[], level: ChoiceLevel): FeatureGroup[] {
  const groups = new Map<string, number[]>();
  features.forEach((feature, j) => {
    const name = groupName(feature, level);
    const columns = groups.get(name);
    if (columns) columns.push(j);
    else groups.set(name, [j]);
  });
  return [...groups].map(([name, columns]) => ({level, name, columns}));
}

export const groupName = ({name, tables, cause}: ManifestFeature, level: ChoiceLevel): string =>
  level === "feature" ? name : level === "cause" ? cause : (tables[0] ?? name);
