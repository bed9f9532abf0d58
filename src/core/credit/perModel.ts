import type {ManifestFeature} from "../schema/manifest.ts";

/** Makes once for each model what follows from its features alone; a list of features is never changed. */
export function perModel<T>(
  make: (features: readonly ManifestFeature[]) => T
): (features: readonly ManifestFeature[]) => T {
  const made = new WeakMap<readonly ManifestFeature[], T>();
  return (features) => {
    let known = made.get(features);
    if (known === undefined) {
      known = make(features);
      made.set(features, known);
    }
    return known;
  };
}
