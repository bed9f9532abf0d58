import type {BrowserModel} from "../../core/schema/browserModel.ts";
import type {Explanation} from "../../core/schema/explanation.ts";
import type {ManifestFeature} from "../../core/schema/manifest.ts";
import type {Decision} from "../../core/schema/score.ts";
import {getJson, request} from "../api.ts";

export interface Bilingual {
  en: string;
  fr: string;
}
/** A raw cell, or the value of a feature; null when it holds nothing. */
export type Cell = number | string | null;
export type RawRow = Record<string, Cell>;

/** A column of a raw table as people read it. */
export interface TableColumn {
  name: string;
  description: Bilingual;
  unit: string;
  /** What a cell is: id, category, integer or number; with the words of a category and the bounds of a number. */
  kind?: string;
  categories?: string[];
  least?: number;
  most?: number;
}

export interface RawTable {
  name: string;
  /** The column that numbers its rows; null where there is none. */
  key?: string | null;
  columns: TableColumn[];
}

export type CatalogueEntry = ManifestFeature;

export interface ClientHistory {
  clientId: number;
  tables: {name: string; rows: RawRow[]}[];
}

/** A raw row of a client by its place in the history. */
export interface RowRef {
  table: string;
  index: number;
}

/** What the score would be if one row alone were left out; differences of rows do not add up. */
export interface RowSensitivity extends RowRef {
  score: {value: number; baseline: number; difference: number};
}

/** The strongest features and how they act together, in log-odds of default. */
export interface InteractionMatrix {
  features: {name: string; label: Bilingual}[];
  /** Symmetric: off the diagonal half of what a pair does together, on it what a feature does alone. */
  values: number[][];
}

/** How the served model turns its raw score into points. */
export interface ModelScale {
  calibration: {slope: number};
  served: {scale: {baseScore: number; baseOdds: number; pdo: number}};
}

const ofClient = (id: number) => `/v1/clients/${id}`;
const ofFeature = (id: number, name: string) => `${ofClient(id)}/features/${encodeURIComponent(name)}`;

export const fetchExplanation = (id: number): Promise<Explanation> => getJson(`${ofClient(id)}/explanation`);
export const fetchHistory = (id: number): Promise<ClientHistory> => getJson(`${ofClient(id)}/history`);
export const fetchCountingRows = (id: number, feature: string): Promise<{rows: RowRef[]}> =>
  getJson(`${ofFeature(id, feature)}/rows`);
export const fetchSensitivity = (id: number, feature: string): Promise<{rows: RowSensitivity[]}> =>
  getJson(`${ofFeature(id, feature)}/sensitivity`);
export const fetchInteractions = (id: number, top: number): Promise<InteractionMatrix> =>
  getJson(`${ofClient(id)}/interactions?top=${top}`);
export const fetchModelScale = (): Promise<ModelScale> => getJson("/v1/model");
export const fetchFeatures = (): Promise<{features: CatalogueEntry[]}> => getJson("/v1/features");
export const fetchBrowserModel = (): Promise<BrowserModel> => getJson("/v1/model/browser");
/** Fetches model.txt and the digest that the server says it has. */
export async function fetchModelText(): Promise<{text: Uint8Array; tag: string}> {
  const response = await request("/v1/model/model.txt");
  return {text: new Uint8Array(await response.arrayBuffer()), tag: response.headers.get("etag") ?? ""};
}
export const fetchTables = (): Promise<{tables: RawTable[]}> => getJson("/v1/tables");
/** A client that is offered; score and decision, as lists show them, where those of all clients are there. */
export interface OfferedClient {
  clientId: number;
  score?: number;
  decision?: Decision;
}

/** Fetches up to `limit` clients on each side of the cut-off, the nearest of each first; only ids where none are scored. */
export async function fetchSomeClients(limit: number): Promise<OfferedClient[]> {
  const some = async (query: string): Promise<OfferedClient[]> =>
    (await getJson<{clients: OfferedClient[]}>(`/v1/clients?limit=${limit}${query}`)).clients;
  const decided = (decision: Decision, sort: string) =>
    some(`&decision=${decision}&sort=${sort}&fields=score,decision`);
  try {
    return (await Promise.all([decided("decline", "-score"), decided("approve", "score")])).flat();
  } catch {
    return some("");
  }
}
