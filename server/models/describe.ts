import type {Manifest} from "../../src/core/schema/manifest.ts";
import type {ModelSummary} from "../../src/core/schema/models.ts";
import type {ChosenModel} from "../data/servedModel.ts";
import type {Shelf} from "./shelf.ts";

type Current = Pick<ChosenModel, "promotion"> & {files: Pick<ChosenModel["files"], "ref">};

/** Sums up every model of a shelf; nothing of theirs is checked but the manifest. */
export function listModels(shelf: Shelf, current: Current): ModelSummary[] {
  return shelf.list().map((entry): ModelSummary => {
    if ("problem" in entry) return entry;
    const {name, manifest} = entry;
    const {version, createdAt, metrics, data, features} = manifest;
    const {auc, aucStandardError} = metrics;
    const served = isServed(manifest, current);
    return {
      ...{name, version, sha256: sha256Of(manifest), createdAt, auc, aucStandardError},
      ...{data: data.set, labelled: data.labelled, features: features.length, served},
      ...(served && {promotion: current.promotion})
    };
  });
}

/** Tells a manifest without its long parts. */
export function describeModel(manifest: Manifest, current: Current) {
  const {features, fitted: _fitted, ...rest} = manifest;
  return {
    ...rest,
    sha256: sha256Of(manifest),
    features: features.map(({name}) => name),
    isServed: isServed(manifest, current)
  };
}

const sha256Of = ({files}: Manifest) => files.find(({path}) => path === "model.txt")?.sha256 ?? "";

function isServed(manifest: Manifest, {files: {ref}}: Current): boolean {
  const {name, version} = manifest;
  return name === ref.name && version === ref.version && sha256Of(manifest) === ref.sha256;
}
