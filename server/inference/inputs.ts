import type {FeatureStore} from "../../loaders/store.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";
import type {InferenceRequest} from "../../src/core/schema/inference.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {shown} from "../../src/core/shown.ts";
import type {ClientEngine} from "../scoring/clientEngine.ts";
import {invalid, type Rows, readTensor} from "./tensors.ts";

/** The input that names clients of the data set. */
export const CLIENT_ID = "clientId";

type Entry = Pick<ManifestFeature, "name" | "kind" | "categories">;

/**
 * Creates the reader of the inputs of a request, which answers the model's own inputs, one row each. Inputs are clients
 * by id, or tensors of one feature each, from which what the model derives is computed, or one matrix of all features in
 * model order.
 */
export function createInputReader({engine, store}: {engine: ClientEngine; store: FeatureStore}) {
  const catalogue = store.catalogue.features as readonly Entry[];
  const places = new Map(catalogue.map(({name}, i) => [name, i]));
  const {features} = engine.manifest;
  const derived = new Map(features.flatMap((entry, i) => (places.has(entry.name) ? [] : [[entry.name, i]])));

  /** @throws REQUEST_INVALID, CLIENT_UNKNOWN */
  return function readInputs(inputs: InferenceRequest["inputs"]): Float64Array[] {
    const [first] = inputs;
    if (inputs.some(({name}) => name === CLIENT_ID)) return clients(inputs);
    if (inputs.length === 1 && !isFeature(first!.name)) return matrix(first!);
    return columns(inputs);
  };

  function isFeature(name: string): boolean {
    return places.has(name) || derived.has(name);
  }

  function clients(inputs: InferenceRequest["inputs"]): Float64Array[] {
    if (inputs.length > 1)
      throw invalid("/inputs", `has ${inputs.length} tensors; expected ${CLIENT_ID} alone, or features`);
    const {rows, columns, values} = readTensor(inputs[0]!, "/inputs/0");
    if (columns !== 1) throw invalid("/inputs/0/shape", `has ${columns} columns; expected one id a row`);
    return Array.from({length: rows}, (_, row) => {
      const id = values[row];
      if (typeof id === "number" && Number.isSafeInteger(id) && id > 0) return engine.toInput(engine.row(id));
      throw invalid(`/inputs/0/data/${row}`, `is ${shown(id)}; expected a client's id, a positive integer`);
    });
  }

  function matrix(tensor: InferenceRequest["inputs"][number]): Float64Array[] {
    const {rows, columns, values} = readTensor(tensor, "/inputs/0");
    if (columns !== features.length) {
      const near = nearestNames(tensor.name, [...places.keys()]);
      const meant = near.length > 0 ? `, or a feature's name such as ${near.join(", ")}` : "";
      throw invalid(
        "/inputs/0",
        `is called ${shown(tensor.name)} and has ${columns} columns; expected the model's ${features.length} features in model order${meant}`
      );
    }
    return Array.from({length: rows}, (_, row) =>
      Float64Array.from(features, (entry, i) =>
        cell(entry, values[row * columns + i]!, `/inputs/0/data/${row * columns + i}`)
      )
    );
  }

  function columns(inputs: InferenceRequest["inputs"]): Float64Array[] {
    const given = inputs.map((tensor, i) => ({name: tensor.name, at: i, ...column(tensor, `/inputs/${i}`)}));
    const names = new Set<string>();
    for (const {name, rows, at} of given) {
      if (!isFeature(name)) throw unknownFeature(name, at);
      if (names.has(name))
        throw invalid(`/inputs/${at}/name`, `is ${shown(name)} again; expected each feature once`);
      names.add(name);
      if (rows !== given[0]!.rows)
        throw invalid(
          `/inputs/${at}/shape`,
          `has ${rows} rows; expected ${given[0]!.rows}, as the first tensor has`
        );
    }
    return Array.from({length: given[0]!.rows}, (_, row) => {
      const own = new Float64Array(catalogue.length).fill(Number.NaN);
      for (const {name, values, at} of given) {
        const place = places.get(name);
        if (place !== undefined)
          own[place] = cell(catalogue[place]!, values[row]!, `/inputs/${at}/data/${row}`);
      }
      const input = engine.toInput(own);
      for (const {name, values, at} of given) {
        const place = derived.get(name);
        if (place !== undefined)
          input[place] = cell(features[place]!, values[row]!, `/inputs/${at}/data/${row}`);
      }
      return input;
    });
  }

  function column(tensor: InferenceRequest["inputs"][number], path: string): Rows {
    const read = readTensor(tensor, path);
    if (read.columns === 1) return read;
    throw invalid(
      `${path}/shape`,
      `has ${read.columns} columns; expected one, of the feature ${shown(tensor.name)}`
    );
  }

  function unknownFeature(name: string, at: number) {
    const near = nearestNames(name, [...places.keys(), ...derived.keys()]);
    const meant = near.length > 0 ? `did you mean ${near.join(", ")}?` : "GET /v2/models/served lists them";
    return invalid(`/inputs/${at}/name`, `is ${shown(name)}, which is no feature; ${meant}`);
  }
}

/** Reads a value of a feature: a number as it is; a category by its word, or by its code. NaN when it is missing. */
function cell({name, kind, categories = []}: Entry, value: number | string | null, path: string): number {
  if (value === null) return Number.NaN;
  if (kind === "numeric") {
    if (typeof value === "number") return value;
    throw invalid(path, `is ${shown(value)}; expected a number, as ${name} is one`);
  }
  const code = typeof value === "string" ? categories.indexOf(value) : value;
  if (Number.isInteger(code) && code >= 0 && code < categories.length) return code;
  throw invalid(
    path,
    `is ${shown(value)}; expected a word of ${name}, or its code from 0 to ${categories.length - 1}`
  );
}
