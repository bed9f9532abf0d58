import type {FromSchema} from "json-schema-to-ts";

/** Names of studies are names of folders. */
export const STUDY_NAME = "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$";

const count = {type: "integer", minimum: 0} as const;
const number = {type: "number"} as const;
const numberOrNone = {type: ["number", "null"]} as const;
const textOrNone = {type: ["string", "null"]} as const;
const direction = {enum: ["minimize", "maximize"]} as const;
const best = {
  type: ["object", "null"],
  required: ["number", "value"],
  additionalProperties: false,
  properties: {number: count, value: number}
} as const;

/** A trial of a search; what is no finite number is null. */
export const studyTrialSchema = {
  type: "object",
  required: [
    "number",
    "state",
    "value",
    "params",
    "reports",
    "fixed",
    "auc",
    "costPerClient",
    "rounds",
    "seconds"
  ],
  additionalProperties: false,
  properties: {
    number: {...count, description: "from 0, in the order in which trials began"},
    state: {enum: ["running", "complete", "pruned", "fail", "waiting"]},
    value: {
      ...numberOrNone,
      description: "of the objective, out of fold; of a pruned trial what it reported last"
    },
    params: {type: "object", additionalProperties: {type: ["number", "string", "boolean", "null"]}},
    reports: {
      type: "array",
      items: {
        type: "object",
        required: ["step", "value"],
        additionalProperties: false,
        properties: {step: {type: "integer", description: "folds that were done"}, value: numberOrNone}
      }
    },
    fixed: {type: "boolean", description: "true for the parameters that are used without a search"},
    auc: numberOrNone,
    costPerClient: numberOrNone,
    rounds: {type: ["integer", "null"], description: "iterations at which the folds' mean AUC was best"},
    seconds: numberOrNone
  }
} as const;

const parameterSchema = {
  type: "object",
  required: ["name", "low", "high", "log", "step", "choices"],
  additionalProperties: false,
  properties: {
    name: {type: "string"},
    low: numberOrNone,
    high: numberOrNone,
    log: {type: "boolean"},
    step: numberOrNone,
    choices: {
      type: ["array", "null"],
      items: {type: ["number", "string", "boolean", "null"]},
      description: "of a category, else null"
    }
  }
} as const;

const summary = {
  name: {type: "string"},
  direction,
  objective: {...textOrNone, description: "cost or auc; null when another program made the study"},
  trials: count,
  complete: count,
  pruned: count,
  running: count,
  best,
  updatedAt: {type: "string", description: "when the journal was last written to"}
} as const;

export const studySummarySchema = {
  type: "object",
  required: [
    "name",
    "direction",
    "objective",
    "trials",
    "complete",
    "pruned",
    "running",
    "best",
    "updatedAt"
  ],
  additionalProperties: false,
  properties: summary
} as const;

/** A search of parameters, as far as it has come. */
export const studySchema = {
  type: "object",
  required: [
    ...studySummarySchema.required,
    "sampler",
    "pruner",
    "clients",
    "heldOut",
    "set",
    "parameters",
    "list",
    "comparison"
  ],
  additionalProperties: false,
  properties: {
    ...summary,
    sampler: textOrNone,
    pruner: textOrNone,
    clients: {type: ["integer", "null"], description: "that the search sees"},
    heldOut: {type: ["integer", "null"], description: "labelled clients that it does not see"},
    set: {...textOrNone, description: "the data set"},
    parameters: {type: "array", items: parameterSchema},
    list: {type: "array", items: studyTrialSchema, description: "the trials, by number"},
    comparison: {
      type: ["object", "null"],
      additionalProperties: true,
      description: "what the best trial is worth beside the fixed parameters; null until the search has ended"
    }
  }
} as const;

export type StudyTrial = FromSchema<typeof studyTrialSchema>;
export type StudyParameter = FromSchema<typeof parameterSchema>;
export type StudySummary = FromSchema<typeof studySummarySchema>;
export type StudyAnswer = FromSchema<typeof studySchema>;
