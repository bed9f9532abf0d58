import type {ModelSummary} from "../../../core/schema/models.ts";
import type {ModelRef} from "../../../core/schema/score.ts";
import {getJson} from "../../api.ts";
import type {Asker} from "../../cutoff/policyFeed.ts";
import type {Estimate} from "../estimates.ts";

/** A model whose manifest can be read. */
export type KnownModel = ModelSummary &
  Required<Pick<ModelSummary, "version" | "createdAt" | "features" | "served">>;

export const isKnown = (model: ModelSummary): model is KnownModel => model.problem === undefined;

/** A figure of both models on the same clients, and challenger less champion. */
export interface PairedFigure {
  champion: number;
  challenger: number;
  difference: number;
  interval: Estimate["interval"];
}

/** What GET /v1/models/:name/compare/:other answers. */
export interface ModelComparison {
  champion: ModelRef;
  challenger: ModelRef;
  cutoff: number;
  clients: number;
  bad: number;
  auc: PairedFigure;
  costPer1000: PairedFigure;
  swapSets: Record<
    "approvedByBoth" | "onlyByChampion" | "onlyByChallenger" | "declinedByBoth",
    {clients: number; bad: number}
  >;
}

/** The models that there are, and who asks. */
export interface Shelf {
  models: ModelSummary[];
  asker: Asker;
}

/** @throws ApiError */
export async function fetchShelf(): Promise<Shelf> {
  const [{models}, asker] = await Promise.all([
    getJson<{models: ModelSummary[]}>("/v1/models"),
    getJson<Asker>("/v1/session")
  ]);
  return {models, asker};
}

/** @throws ApiError */
export const fetchComparison = (champion: string, challenger: string): Promise<ModelComparison> =>
  getJson(`/v1/models/${encodeURIComponent(champion)}/compare/${encodeURIComponent(challenger)}`);
