import type {Content} from "../../core/notebook/changes.ts";
import type {Notebook, NotebookVersion} from "../../core/schema/notebook.ts";
import {getJson, request} from "../api.ts";

const KEY = "scorebook.name";
const path = (id: string): string => `/v1/notebooks/${encodeURIComponent(id)}`;

/** Makes an id that nobody else has chosen. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => (byte % 36).toString(36)).join("");

/** Fetches a notebook as it is now, or one of its versions. @throws ApiError */
export const fetchNotebook = (id: string, version?: number): Promise<Notebook> =>
  getJson(version === undefined ? path(id) : `${path(id)}/versions/${version}`);

/** Fetches the versions of a notebook, newest first. @throws ApiError */
export const fetchVersions = async (id: string): Promise<NotebookVersion[]> =>
  (await getJson<{versions: NotebookVersion[]}>(`${path(id)}/versions`)).versions;

/** Fetches what is kept, the notebook saved last first. @throws ApiError */
export const fetchNotebooks = async (): Promise<NotebookVersion[]> =>
  (await getJson<{notebooks: NotebookVersion[]}>("/v1/notebooks?limit=50")).notebooks;

/** Saves a notebook as a version of its own, made from `version`. @throws ApiError */
export async function saveNotebook(
  id: string,
  {title, cells}: Content,
  version: number,
  by: string
): Promise<Notebook> {
  const response = await request(path(id), {
    method: "PUT",
    headers: {"content-type": "application/json", accept: "application/json"},
    body: JSON.stringify({title, cells, version, by})
  });
  return (await response.json()) as Notebook;
}

/** Tells the name that this visitor gave; "" for none. */
export function readName(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Remembers the visitor's name in this browser. */
export function saveName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    return;
  }
}
