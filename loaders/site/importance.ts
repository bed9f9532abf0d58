import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {pointsPerLogOdds} from "../../src/core/credit/scale.ts";
import type {Importance, ImportantFeature} from "../../src/core/schema/siteModel.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {createApplicationDigest} from "../model/application.ts";
import {readOutOfFold} from "../model/outOfFold.ts";
import {openFeatureStore} from "../store.ts";
import type {SiteInputs} from "./emit.ts";
import {partnerOf} from "./partner.ts";
import {evenlySpread, MOST_CLIENTS} from "./sample.ts";
import {readManifest} from "./scores.ts";

/** Clients that are explained, those of them that are shown one by one, and features that are told. */
const EXPLAINED = 2_000;
const SHOWN = 240;
const FEATURES = 20;

/** Explains clients whom the model has not learned from, evenly spread over the ids; none when there are none. */
export function importanceOf({data, model}: SiteInputs): Importance {
  const manifest = readManifest(model);
  const trained = readOutOfFold(model, manifest);
  const explainer = createExplainer(parseModel(readFileSync(join(model, "model.txt"))));
  // More risk is fewer points.
  const perUnit = -pointsPerLogOdds(manifest.scale) * manifest.calibration.slope;
  const store = openFeatureStore(data);
  try {
    const toInput = createModelInput(manifest, store.catalogue.features);
    const digest = createApplicationDigest(store.catalogue.features);
    const unseen = Array.from(evenlySpread(store.clients, MOST_CLIENTS)).filter(
      (i) => trained.indexOf(store.ids[i]!, digest(store.row(i))) < 0
    );
    const chosen = spread(unseen, EXPLAINED);
    const width = manifest.features.length;
    const sums = new Float64Array(width);
    const inputs: Float64Array[] = [];
    const points: Float64Array[] = [];
    const shown = new Set(spread(chosen, SHOWN));
    for (const i of chosen) {
      const input = toInput(store.row(i));
      const values = explainer.explain(input).map((value) => perUnit * value);
      for (let j = 0; j < width; j++) sums[j]! += Math.abs(values[j]!);
      if (!shown.has(i)) continue;
      inputs.push(input);
      points.push(values);
    }
    const order = Array.from({length: width}, (_, j) => j).sort((a, b) => sums[b]! - sums[a]!);
    const features = order.slice(0, chosen.length > 0 ? FEATURES : 0).map((j): ImportantFeature => {
      const {name, label, unit, kind, categories} = manifest.features[j]!;
      return {
        ...{name, label, unit, kind, ...(categories && {categories})},
        meanPoints: rounded(sums[j]! / chosen.length),
        values: inputs.map((input) => (Number.isNaN(input[j]!) ? null : rounded(input[j]!))),
        points: points.map((one) => rounded(one[j]!)),
        partner: null
      };
    });
    for (const [place, feature] of features.entries()) feature.partner = partnerOf(features, place);
    return {clients: chosen.length, features};
  } finally {
    store.close();
  }
}

/** Picks up to `most` of the items, evenly spread. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({length: most}, (_, i) => items[Math.floor((i * items.length) / most)]!);
}

const rounded = (value: number): number => Number(value.toPrecision(4));
