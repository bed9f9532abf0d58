import type {Explanation} from "../../core/schema/explanation.ts";
import {getJson} from "../api.ts";

export interface Bilingual {
  en: string;
  fr: string;
}
export type Cell = number | string | null;
export type RawRow = Record<string, Cell>;

/** A column of a raw table as people read it. */
export interface TableColumn {
  name: string;
  description: Bilingual;
  unit: string | null;
}

export interface RawTable {
  name: string;
  label: Bilingual;
  columns: TableColumn[];
}

export interface CatalogueEntry {
  name: string;
  tables: string[];
  cause: string;
  label: Bilingual;
  formula: Bilingual;
  unit: string;
  kind: "numeric" | "category";
  categories?: string[];
}

export interface ClientHistory {
  clientId: number;
  tables: Record<string, RawRow[]>;
}

export interface CountingRows {
  feature: string;
  tables: Record<string, RawRow[]>;
}

export interface Interaction {
  features: [string, string];
  labels: [Bilingual, Bilingual];
  /** What the pair adds to the score beyond its two parts, in points. */
  points: number;
}

const ofClient = (id: number) => `/v1/clients/${id}`;

export const fetchExplanation = (id: number): Promise<Explanation> => getJson(`${ofClient(id)}/explanation`);
export const fetchHistory = (id: number): Promise<ClientHistory> => getJson(`${ofClient(id)}/history`);
export const fetchCountingRows = (id: number, feature: string): Promise<CountingRows> =>
  getJson(`${ofClient(id)}/features/${encodeURIComponent(feature)}/rows`);
export const fetchInteractions = (id: number, top: number): Promise<{interactions: Interaction[]}> =>
  getJson(`${ofClient(id)}/interactions?top=${top}`);
export const fetchFeatures = (): Promise<{features: CatalogueEntry[]}> => getJson("/v1/features");
export const fetchTables = (): Promise<{tables: RawTable[]}> => getJson("/v1/tables");
export const fetchSomeClients = (limit: number): Promise<{clients: {clientId: number}[]}> =>
  getJson(`/v1/clients?limit=${limit}`);
