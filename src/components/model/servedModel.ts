import type {Manifest} from "../../core/schema/manifest.ts";
import type {ModelRef} from "../../core/schema/score.ts";
import {getJson} from "../api.ts";

/** What GET /v1/model says of the served model; `features` are the names of its inputs. */
export type ServedModel = ModelRef &
  Pick<
    Manifest,
    | "createdAt"
    | "training"
    | "protected"
    | "metrics"
    | "evaluation"
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
