import type {FromSchema} from "json-schema-to-ts";
import {type Manifest, manifestSchema} from "./manifest.ts";

const {properties} = manifestSchema;
const notMeasured = (what: string) => ({type: "null", description: `${what}: not measured here`}) as const;

/**
 * The manifest of a model that was trained elsewhere: nothing is known of its training but what its file says, no client
 * was held out here, and so nothing was measured.
 */
export const manifestImportedSchema = {
  ...manifestSchema,
  $id: "ManifestImported",
  title: "Scorebook manifest of an imported model",
  properties: {
    ...properties,
    training: {
      type: "object",
      required: ["engine", "objective", "rounds", "featureNames"],
      additionalProperties: false,
      properties: {
        engine: {type: "string", description: "the library and the format version of its model file"},
        objective: {type: "string", description: "as model.txt states it"},
        rounds: {type: "integer", minimum: 1},
        featureNames: {
          type: "array",
          items: {type: "string"},
          description: "what model.txt calls its inputs, in model order"
        }
      }
    },
    metrics: notMeasured("metrics out of fold"),
    population: notMeasured("the training clients"),
    data: notMeasured("what it was trained on"),
    cutoff: {
      type: "object",
      required: ["probability", "score"],
      additionalProperties: false,
      properties: {
        probability: properties.cutoff.properties.probability,
        score: properties.cutoff.properties.score
      }
    }
  }
} as const;

export type ManifestImported = FromSchema<typeof manifestImportedSchema>;
/** The manifest of any model that can be served. */
export type AnyManifest = Manifest | ManifestImported;

/** Tells whether a model was trained elsewhere. */
export const isImported = (manifest: AnyManifest): manifest is ManifestImported => manifest.metrics === null;
