import type {Manifest} from "../../core/schema/manifest.ts";
import type {ModelRef} from "../../core/schema/score.ts";
import {getJson} from "../api.ts";
import {type Lang, t} from "../i18n.ts";

/** What GET /v1/model says of the served model; `features` are the names of its inputs. */
export type ServedModel = ModelRef &
  Pick<
    Manifest,
    | "createdAt"
    | "training"
    | "protected"
    | "metrics"
    | "evaluation"
    | "featureChoice"
    | "calibration"
    | "cost"
    | "cutoff"
    | "population"
    | "data"
  > & {
    features: string[];
    served: {cost: Manifest["cost"]; cutoff: {probability: number; score: number}};
  };

export const fetchModel = (): Promise<ServedModel> => getJson<ServedModel>("/v1/model");

/** Fetches what the page shows of the served model. @throws Error in words where it was trained elsewhere */
export async function fetchMeasured(lang: Lang): Promise<ServedModel> {
  const model = await getJson<ServedModel | ModelOfElsewhere>("/v1/model");
  if (model.metrics !== null) return model;
  const error = new Error(t(lang, "model.imported", {name: model.name}));
  error.name = model.name;
  throw error;
}

interface ModelOfElsewhere {
  name: string;
  metrics: null;
}
