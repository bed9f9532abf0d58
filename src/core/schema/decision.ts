import type {FromSchema} from "json-schema-to-ts";
import {OVERRIDE_REASON_CODES} from "../credit/overrides.ts";
import {modelRefSchema, scoreSchema} from "./score.ts";

/** Characters of a note. */
export const MAX_NOTE = 2000;

export const noteSchema = {type: "string", maxLength: MAX_NOTE} as const;
const decision = scoreSchema.properties.decision;
const version = {type: "integer", minimum: 0} as const;
/** Who does something, on a server without sign-in. */
export const bySchema = {
  type: "string",
  minLength: 1,
  maxLength: 60,
  pattern: "\\S",
  description: "who does it, on a server without sign-in; who has signed in is known"
} as const;
export const actorSchema = {
  type: "object",
  required: ["name", "role"],
  additionalProperties: false,
  properties: {name: {type: "string"}, role: {type: "string"}}
} as const;

const override = {
  type: "object",
  required: ["reason"],
  additionalProperties: false,
  properties: {
    reason: {
      type: "string",
      enum: OVERRIDE_REASON_CODES,
      description: "what each is called is in /v1/overrides"
    },
    note: {...noteSchema, description: "needed with the reason other"}
  }
} as const;

/** What somebody decides on a client. */
export const decisionBodySchema = {
  type: "object",
  required: ["decision"],
  additionalProperties: false,
  properties: {
    decision,
    override: {...override, description: "needed when the decision is not the model's"},
    note: noteSchema,
    case: {...version, description: "the version of the client's case that this was decided on"},
    by: bySchema
  }
} as const;

/** What goes with approving, rejecting, confirming or refusing what somebody else has done. */
export const secondBodySchema = {
  type: "object",
  additionalProperties: false,
  properties: {note: noteSchema, by: bySchema}
} as const;

const sha256 = {type: "string", pattern: "^[0-9a-f]{64}$"} as const;

export const decisionSummarySchema = {
  type: "object",
  required: [
    "id",
    "clientId",
    "at",
    "by",
    "decision",
    "modelDecision",
    "score",
    "cutoff",
    "override",
    "note",
    "case",
    "status",
    "second",
    "model",
    "hash"
  ],
  additionalProperties: false,
  properties: {
    id: {type: "integer", description: "its place in the chain"},
    clientId: {type: "integer"},
    at: {type: "string", description: "ISO 8601"},
    by: actorSchema,
    decision,
    modelDecision: decision,
    score: {type: "integer", description: "points"},
    cutoff: scoreSchema.properties.cutoff,
    override: {
      type: ["object", "null"],
      required: ["reason", "note"],
      additionalProperties: false,
      properties: {reason: {type: "string"}, note: {type: "string"}}
    },
    note: {type: "string"},
    case: {type: ["integer", "null"]},
    status: {
      type: "string",
      enum: ["final", "awaiting", "confirmed", "refused"],
      description: "awaiting, then confirmed or refused, when it needs a second person"
    },
    second: {
      type: ["object", "null"],
      required: ["id", "at", "by", "note"],
      additionalProperties: false,
      properties: {
        id: {type: "integer"},
        at: {type: "string"},
        by: actorSchema,
        note: {type: "string"}
      }
    },
    model: modelRefSchema,
    hash: sha256
  }
} as const;

/** A link of the chain, as it is hashed: SHA-256 of canonical JSON (RFC 8785) of everything but `hash`. */
export const chainRecordSchema = {
  $id: "ChainRecord",
  type: "object",
  required: ["seq", "kind", "at", "by", "body", "inputs", "previous", "hash"],
  additionalProperties: false,
  properties: {
    seq: {type: "integer"},
    kind: {type: "string"},
    at: {type: "string"},
    by: actorSchema,
    once: {type: "string", description: "a key that no other record has"},
    body: {type: "object", additionalProperties: true},
    inputs: {type: "object", additionalProperties: sha256, description: "SHA-256 of what it was made from"},
    previous: {...sha256, description: "the hash of the record before"},
    hash: sha256
  }
} as const;

export const decisionSchema = {
  $id: "DecisionRecord",
  ...decisionSummarySchema,
  required: [...decisionSummarySchema.required, "record"],
  properties: {...decisionSummarySchema.properties, record: {$ref: "ChainRecord#"}}
} as const;

export type DecisionSummary = FromSchema<typeof decisionSummarySchema>;
export type DecisionAnswer = DecisionSummary & {record: FromSchema<typeof chainRecordSchema>};
