import {rankingCurve} from "../../src/core/metrics/rankingCurve.ts";
import type {SiteModel} from "../../src/core/schema/siteModel.ts";
import type {SiteInputs} from "./emit.ts";
import {importanceOf} from "./importance.ts";
import {MOST_CLIENTS} from "./sample.ts";
import {scoreAll} from "./scores.ts";

/** Makes data/model.json. @throws FEATURES_MISSING, MODEL_MISSING, MODEL_INVALID */
export function modelJson(inputs: SiteInputs): string {
  const {targets, outOfFold, probabilityOfDefault} = scoreAll(inputs, MOST_CLIENTS);
  const judged = Array.from(targets.keys()).filter((i) => targets[i]! >= 0 && outOfFold[i] === 1);
  const target = Uint8Array.from(judged, (i) => targets[i]!);
  const probability = Float32Array.from(judged, (i) => probabilityOfDefault[i]!);
  const site: SiteModel = {
    ranking: {clients: judged.length, curve: rankingCurve(target, probability)},
    importance: importanceOf(inputs)
  };
  return JSON.stringify(site);
}
