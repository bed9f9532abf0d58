import type {FromSchema} from "json-schema-to-ts";
import {actorSchema, bySchema, noteSchema} from "./decision.ts";

/** Points that a refer band may be wide. */
export const MAX_BAND = 1000;

const limit = {
  type: "object",
  required: ["probability", "score"],
  additionalProperties: false,
  properties: {probability: {type: "number"}, score: {type: "number", description: "points"}}
} as const;
const limitOrNone = {...limit, type: ["object", "null"]} as const;
const version = {
  type: "integer",
  description: "the record that approved it; 0 for what model and configuration say"
} as const;

/** What somebody proposes to decide by. */
export const proposalBodySchema = {
  type: "object",
  required: ["cutoff", "note"],
  additionalProperties: false,
  properties: {
    cutoff: {type: "number", description: "points; below it is declined"},
    referBand: {
      type: "number",
      minimum: 0,
      maximum: MAX_BAND,
      description: "points above the cut-off within which clients are referred to a person; 0 for none"
    },
    note: {...noteSchema, minLength: 1, description: "why"},
    by: bySchema
  }
} as const;

export const proposalSchema = {
  type: "object",
  required: ["id", "at", "by", "cutoff", "refer", "note", "status", "settled"],
  additionalProperties: false,
  properties: {
    id: {type: "integer", description: "its place in the chain"},
    at: {type: "string"},
    by: actorSchema,
    cutoff: limit,
    refer: limitOrNone,
    note: {type: "string"},
    status: {type: "string", enum: ["open", "approved", "rejected"]},
    settled: {
      type: ["object", "null"],
      required: ["id", "at", "by", "note"],
      additionalProperties: false,
      properties: {id: {type: "integer"}, at: {type: "string"}, by: actorSchema, note: {type: "string"}}
    }
  }
} as const;

/** How is decided now. */
export const policySchema = {
  type: "object",
  required: ["version", "cutoff", "refer", "cost", "scale", "proposal", "open"],
  additionalProperties: false,
  properties: {
    version,
    cutoff: limit,
    refer: {...limitOrNone, description: "where referring to a person ends; null when nobody is referred"},
    cost: {
      type: "object",
      required: ["falseNegative", "falsePositive"],
      additionalProperties: false,
      properties: {falseNegative: {type: "number"}, falsePositive: {type: "number"}}
    },
    scale: {
      type: "object",
      required: ["baseScore", "baseOdds", "pdo"],
      additionalProperties: false,
      properties: {baseScore: {type: "number"}, baseOdds: {type: "number"}, pdo: {type: "number"}}
    },
    proposal: {
      ...proposalSchema,
      type: ["object", "null"],
      description: "what was approved; null for version 0"
    },
    open: {type: "array", items: proposalSchema, description: "what waits for a second person"}
  }
} as const;

export type PolicyProposal = FromSchema<typeof proposalSchema>;
export type PolicyAnswer = FromSchema<typeof policySchema>;
export type ProposalBody = FromSchema<typeof proposalBodySchema>;
