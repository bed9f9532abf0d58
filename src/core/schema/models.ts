import type {FromSchema} from "json-schema-to-ts";
import {actorSchema, bySchema, noteSchema} from "./decision.ts";
import {modelRefSchema} from "./score.ts";

/** Who promotes a model, and why. */
export const promotionBodySchema = {
  type: "object",
  additionalProperties: false,
  properties: {note: {...noteSchema, description: "why"}, by: bySchema}
} as const;

/** A promotion as it was recorded. */
export const promotionSchema = {
  type: "object",
  required: ["id", "at", "by", "model", "before", "note"],
  additionalProperties: false,
  properties: {
    id: {type: "integer", description: "its place in the chain"},
    at: {type: "string"},
    by: actorSchema,
    model: {...modelRefSchema, description: "what is served now"},
    before: {...modelRefSchema, description: "what was served before"},
    note: {type: "string"}
  }
} as const;

const nullableNumber = {type: ["number", "null"]} as const;

/** A model in a list: what its manifest says, or what is wrong with it. */
export const modelSummarySchema = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: {type: "string"},
    problem: {type: "string", description: "why nothing else can be told of it"},
    version: {type: "string"},
    sha256: {type: "string", description: "of model.txt, as the manifest states it"},
    createdAt: {type: "string"},
    auc: {...nullableNumber, description: "out of fold; null when that was not measured"},
    aucStandardError: nullableNumber,
    data: {
      type: ["string", "null"],
      description: "the data set that it was made on; null when that is not known"
    },
    labelled: {type: ["integer", "null"], description: "clients with a known outcome in it"},
    features: {type: "integer"},
    served: {type: "boolean"},
    promotion: {
      type: "integer",
      description: "of the served one: the record that promoted it; 0 for the configuration's"
    }
  }
} as const;

export const modelListSchema = {
  type: "object",
  required: ["models"],
  properties: {models: {type: "array", items: modelSummarySchema}}
} as const;

const number = {type: "number"} as const;
const count = {type: "integer", minimum: 0} as const;
const paired = {
  type: "object",
  required: ["champion", "challenger", "difference", "standardError", "interval"],
  properties: {
    champion: number,
    challenger: number,
    difference: {...number, description: "challenger less champion"},
    standardError: {...number, description: "of the difference, over the drawing of clients"},
    interval: {type: "array", items: number, minItems: 2, maxItems: 2, description: "95 %"}
  }
} as const;
const swapSet = {
  type: "object",
  required: ["clients", "bad"],
  properties: {clients: count, bad: count}
} as const;

/** Two models beside each other, out of fold on the same clients. */
export const comparisonSchema = {
  type: "object",
  required: ["champion", "challenger", "cutoff", "clients", "bad", "auc", "costPer1000", "swapSets"],
  properties: {
    champion: modelRefSchema,
    challenger: modelRefSchema,
    cutoff: {...number, description: "probability of default beyond which both decline"},
    clients: {...count, description: "labelled clients whom both have held out"},
    bad: count,
    auc: {...paired, description: "standard error by DeLong, paired"},
    costPer1000: {...paired, description: "what decisions at the cut-off cost for 1,000 clients"},
    swapSets: {
      type: "object",
      description: "approved means not declined",
      required: ["approvedByBoth", "onlyByChampion", "onlyByChallenger", "declinedByBoth"],
      properties: {
        approvedByBoth: swapSet,
        onlyByChampion: swapSet,
        onlyByChallenger: swapSet,
        declinedByBoth: swapSet
      }
    }
  }
} as const;

export type ModelSummary = FromSchema<typeof modelSummarySchema>;
export type PromotionBody = FromSchema<typeof promotionBodySchema>;
export type PromotionAnswer = FromSchema<typeof promotionSchema>;
