import type {AnyManifest} from "../../src/core/schema/manifestImported.ts";
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
    const served = isServed(manifest, current);
    return {
      ...{name, version, sha256: sha256Of(manifest), createdAt},
      ...{auc: metrics?.auc ?? null, aucStandardError: metrics?.aucStandardError ?? null},
      ...{data: data?.set ?? null, labelled: data?.labelled ?? null, features: features.length, served},
      ...(served && {promotion: current.promotion})
    };
  });
}

/** Tells a manifest without its long parts. */
export function describeModel(manifest: AnyManifest, current: Current) {
  const {features, fitted: _fitted, ...rest} = manifest;
  return {
    ...rest,
    sha256: sha256Of(manifest),
    features: features.map(({name}) => name),
    isServed: isServed(manifest, current)
  };
}

const sha256Of = ({files}: AnyManifest) => files.find(({path}) => path === "model.txt")?.sha256 ?? "";

function isServed(manifest: AnyManifest, {files: {ref}}: Current): boolean {
  const {name, version} = manifest;
  return name === ref.name && version === ref.version && sha256Of(manifest) === ref.sha256;
}
