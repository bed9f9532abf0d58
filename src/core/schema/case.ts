import type {FromSchema} from "json-schema-to-ts";
import {bySchema, decisionBodySchema, noteSchema} from "./decision.ts";
import {causeContributionSchema, reasonCodeSchema} from "./explanation.ts";
import {scoreSchema} from "./score.ts";

/** What one case holds at most. */
export const MAX_NOTES = 200;
export const MAX_EDITS = 200;
export const MAX_SCENARIOS = 20;

const clientId = {type: "integer", minimum: 1, maximum: 2 ** 31 - 1} as const;
const version = {
  type: "integer",
  minimum: 0,
  description: "one more with every change; 0 for a case that is not there"
} as const;
const at = {type: "string", description: "ISO 8601"} as const;
const by = {type: "string", description: "a person's name"} as const;
const value = {type: ["number", "string", "null"]} as const;
const key = {type: "string", maxLength: 200} as const;
const name = {type: "string", minLength: 1, maxLength: 60, pattern: "\\S"} as const;

/** One changed field of a what-if: a cell, a row that is left out, a new row or a feature. */
const editSchema = {
  type: "object",
  required: ["key", "by", "at"],
  additionalProperties: false,
  properties: {
    key: {
      ...key,
      description:
        "TABLE/INDEX/COLUMN for a cell, TABLE/INDEX for a row left out, TABLE/+N for a new one, feature/NAME"
    },
    by,
    at,
    row: {type: "object", additionalProperties: true, description: "as in a what-if's rows"},
    feature: {
      type: "object",
      required: ["name", "value"],
      additionalProperties: false,
      properties: {name: {type: "string"}, value}
    }
  }
} as const;

const whatIf = {
  type: "object",
  additionalProperties: false,
  properties: {
    rows: {type: "array", maxItems: MAX_EDITS, items: {type: "object", additionalProperties: true}},
    features: {type: "object", maxProperties: MAX_EDITS, additionalProperties: value}
  }
} as const;

const noteOf = {
  type: "object",
  required: ["id", "by", "at", "text"],
  additionalProperties: false,
  properties: {id: {type: "string"}, by, at, text: {type: "string"}}
} as const;
const scenario = {
  type: "object",
  required: ["name", "by", "at", "edits"],
  additionalProperties: false,
  properties: {name: {type: "string"}, by, at, edits: {type: "array", items: editSchema}}
} as const;
const claim = {
  type: ["object", "null"],
  required: ["by", "at"],
  additionalProperties: false,
  properties: {by, at},
  description: "who works on it"
} as const;
const status = {type: "string", enum: ["open", "awaiting", "decided"]} as const;
const decision = {
  type: ["object", "null"],
  required: ["id", "decision", "by", "at", "status"],
  additionalProperties: false,
  properties: {
    id: {type: "integer", description: "its record in the chain"},
    decision: scoreSchema.properties.decision,
    by,
    at,
    status: {type: "string", description: "final, awaiting a second person, confirmed or refused"}
  }
} as const;

const stateProperties = {
  clientId,
  version,
  status: {...status, description: "awaiting when its override needs a second person"},
  claim,
  notes: {type: "array", items: noteOf},
  edits: {type: "array", items: editSchema},
  scenarios: {type: "array", items: scenario},
  decision,
  openedAt: at,
  changedAt: at,
  changedBy: by
} as const;

/** A case as it is kept: one for each client that somebody works on. */
export const caseStateSchema = {
  type: "object",
  required: Object.keys(stateProperties) as (keyof typeof stateProperties)[],
  additionalProperties: false,
  properties: stateProperties
} as const;

const assessed = ["rawScore", "probabilityOfDefault", "score", "decision", "cutoff"] as const;
const scored = {
  rawScore: scoreSchema.properties.rawScore,
  probabilityOfDefault: scoreSchema.properties.probabilityOfDefault,
  score: scoreSchema.properties.score,
  decision: scoreSchema.properties.decision,
  cutoff: scoreSchema.properties.cutoff
} as const;

/** What the edits of a case lead to, without the features' contributions, which a what-if tells. */
export const caseResultSchema = {
  type: ["object", "null"],
  required: ["before", "after", "basePoints", "causes", "reasonCodes", "changed"],
  additionalProperties: false,
  properties: {
    before: {type: "object", required: assessed, additionalProperties: false, properties: scored},
    after: {type: "object", required: assessed, additionalProperties: false, properties: scored},
    basePoints: {type: "number"},
    causes: {type: "array", items: causeContributionSchema},
    reasonCodes: {type: "array", items: reasonCodeSchema},
    changed: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "label", "before", "after"],
        additionalProperties: false,
        properties: {
          name: {type: "string"},
          label: causeContributionSchema.properties.label,
          before: value,
          after: value
        }
      }
    }
  }
} as const;

/** How a case differs from its version before; lists tell what is new or other, and what is gone. */
export const caseFactSchema = {
  type: "object",
  required: [
    "clientId",
    "version",
    "status",
    "claim",
    "decision",
    "notes",
    "edits",
    "scenarios",
    "changedAt",
    "changedBy"
  ],
  additionalProperties: false,
  properties: {
    clientId,
    version,
    status,
    claim,
    decision,
    notes: changesOf(noteOf),
    edits: changesOf(editSchema),
    scenarios: changesOf(scenario),
    changedAt: at,
    changedBy: by
  }
} as const;

function changesOf<S extends object>(items: S) {
  return {
    type: "object",
    required: ["set", "removed"],
    additionalProperties: false,
    properties: {set: {type: "array", items}, removed: {type: "array", items: {type: "string"}}}
  } as const;
}

/** A case, what its edits lead to, and the changes since the version that was asked for. */
export const caseAnswerSchema = {
  type: "object",
  required: ["case", "missed", "result"],
  additionalProperties: false,
  properties: {
    case: {...caseStateSchema, type: ["object", "null"], description: "null when `missed` leads to it"},
    missed: {
      type: ["array", "null"],
      items: caseFactSchema,
      description: "oldest first; null when the case is told as a whole"
    },
    result: {...caseResultSchema, description: "null while nothing is edited"}
  }
} as const;

/** What changes a case; each part that is given is done, in this order, at once or not at all. */
export const caseChangeSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    version: {...version, description: "refuse the change unless the case is at this version"},
    by: bySchema,
    claim: {type: "boolean", description: "take it, or give back what one has taken"},
    status: {type: "string", enum: ["open"], description: "opens it again"},
    note: {...noteSchema, minLength: 1},
    removeNote: {...key, description: "the id of one's own note"},
    reset: {type: "boolean", enum: [true], description: "forgets all edits"},
    apply: {...name, description: "takes the edits of a scenario"},
    unset: {
      type: "array",
      maxItems: MAX_EDITS,
      items: key,
      description: "the keys of edits that are taken back"
    },
    set: {...whatIf, description: "edits, as a what-if takes them; the last writer of a field wins"},
    save: {...name, description: "keeps the edits as a scenario of this name"},
    drop: {...name, description: "forgets a scenario"},
    decide: {...decisionBodySchema, description: "records a decision, after all else"}
  }
} as const;

export type CaseState = FromSchema<typeof caseStateSchema>;
export type CaseEdit = CaseState["edits"][number];
export type CaseFact = FromSchema<typeof caseFactSchema>;
export type CaseChange = FromSchema<typeof caseChangeSchema>;
export type CaseResult = FromSchema<typeof caseResultSchema>;
export type CaseAnswer = FromSchema<typeof caseAnswerSchema>;
