import type {FromSchema} from "json-schema-to-ts";
import {modelRefSchema} from "./score.ts";

/** How many similar clients may be asked for: fewer would tell single outcomes. */
export const LEAST_SIMILAR = 20;
export const MOST_SIMILAR = 1000;
export const DEFAULT_SIMILAR = 100;

const observed = {
  type: "object",
  required: ["n", "bads", "badRate", "interval", "predicted"],
  additionalProperties: false,
  properties: {
    n: {type: "integer", description: "clients, all with a known outcome"},
    bads: {type: "integer", description: "of whom so many defaulted"},
    badRate: {type: ["number", "null"], description: "0–1; null without clients"},
    interval: {
      type: "array",
      items: {type: "number"},
      minItems: 2,
      maxItems: 2,
      description: "95 % Wilson interval of the bad rate"
    },
    predicted: {
      type: ["number", "null"],
      description:
        "mean probability of default, each by a model that had not seen the client (out of fold); null where nobody knows whom the model has learned from"
    }
  }
} as const;

/** What became of the clients whose scores are made most alike. */
export const similarSchema = {
  type: "object",
  required: ["clientId", "similar", "all", "radius", "nearest", "model"],
  additionalProperties: false,
  properties: {
    clientId: {type: "integer"},
    similar: {...observed, description: "the nearest clients"},
    all: {...observed, description: "all clients that were compared"},
    radius: {type: "number", description: "distance of the farthest of them, log-odds"},
    nearest: {
      type: "array",
      description: "the nearest ten, without their outcomes",
      items: {
        type: "object",
        required: ["clientId", "distance", "probabilityOfDefault"],
        additionalProperties: false,
        properties: {
          clientId: {type: "integer"},
          distance: {
            type: "number",
            description: "√Σ of the squared differences of what each cause contributes, log-odds"
          },
          probabilityOfDefault: {
            type: ["number", "null"],
            description: "out of fold; null where nobody knows whom the model has learned from"
          }
        }
      }
    },
    model: modelRefSchema
  }
} as const;

export type SimilarAnswer = FromSchema<typeof similarSchema>;
