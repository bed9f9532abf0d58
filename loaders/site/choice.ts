import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import {causeLabel} from "../../src/core/credit/causes.ts";
import {type ChoiceGroup, type FeatureChoice, toManifestChoice} from "../../src/core/schema/featureChoice.ts";
import type {SiteChoice} from "../../src/core/schema/siteChoice.ts";
import {openFeatureStore} from "../store.ts";
import type {CatalogueEntry} from "../types.ts";
import type {SiteInputs} from "./emit.ts";
import {readManifest} from "./scores.ts";

/** So many significant digits are shown at most, and sent. */
const DIGITS = 4;

/**
 * Makes data/choice.json: the importances behind the choice of features that the model's manifest tells, from the folder
 * of its study; null when the manifest tells none, or the study has another one by now.
 * @throws FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID
 */
export function choiceJson({data, model}: SiteInputs): string {
  const {featureChoice: told} = readManifest(model);
  if (!told) return "null";
  const file = join(model, "..", "studies", told.study, "choice.json");
  if (!existsSync(file)) return "null";
  const choice = JSON.parse(readFileSync(file, "utf8")) as FeatureChoice;
  if (!isDeepStrictEqual(toManifestChoice(choice, told.used), told)) return "null";
  const store = openFeatureStore(data);
  const {features} = store.catalogue;
  store.close();
  return JSON.stringify(describeChoice(choice, features));
}

/** Puts names in words beside the groups of a choice. */
export function describeChoice(
  {study, settings, groups}: Pick<FeatureChoice, "study" | "groups"> & {settings: {nulls: number}},
  features: readonly Pick<CatalogueEntry, "name" | "label">[]
): SiteChoice {
  const labels = new Map(features.map(({name, label}) => [name, label]));
  const labelOf = ({level, name}: ChoiceGroup) =>
    level === "table" ? null : level === "cause" ? causeLabel(name) : (labels.get(name) ?? null);
  return {
    study,
    nulls: settings.nulls,
    groups: groups.map((group) => ({
      ...group,
      permutation: {
        value: rounded(group.permutation.value),
        interval: group.permutation.interval.map(rounded)
      },
      gainShare: rounded(group.gainShare),
      label: labelOf(group)
    }))
  };
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
