import type {FromSchema} from "json-schema-to-ts";

export const modelRefSchema = {
  type: "object",
  required: ["name", "version", "sha256"],
  additionalProperties: false,
  properties: {name: {type: "string"}, version: {type: "string"}, sha256: {type: "string"}}
} as const;

/** One client's score. `score` is in points (higher is better), `rawScore` in the model's log-odds of default. */
export const scoreSchema = {
  $id: "Score",
  type: "object",
  required: [
    "clientId",
    "rawScore",
    "probabilityOfDefault",
    "score",
    "decision",
    "cutoff",
    "inTraining",
    "model",
    "dataAsOf",
    "dataAsOfSource",
    "computedAt",
    "durationMs"
  ],
  additionalProperties: false,
  properties: {
    clientId: {type: "integer", minimum: 1},
    rawScore: {type: "number", description: "sum of leaves, log-odds before calibration"},
    probabilityOfDefault: {type: "number", minimum: 0, maximum: 1, description: "calibrated"},
    score: {type: "integer", description: "points; higher is better"},
    decision: {type: "string", enum: ["approve", "refer", "decline"]},
    cutoff: {
      type: "object",
      required: ["probability", "score"],
      additionalProperties: false,
      properties: {
        probability: {type: "number"},
        score: {type: "number", description: "the same cut-off in points"},
        policyVersion: {
          type: "integer",
          description:
            "of the policy that this was decided with, as /v1/policy counts them; absent in results that were kept before there were any"
        },
        refer: {
          type: "object",
          required: ["probability", "score"],
          additionalProperties: false,
          description: "where referring to a person ends; absent when nobody is referred",
          properties: {probability: {type: "number"}, score: {type: "number"}}
        }
      }
    },
    inTraining: {
      type: ["boolean", "null"],
      description:
        "whether the model learned from this client's outcome, so that the score is better informed than that of a new client: the id is among those of the model's out-of-fold scores and the application (loan, instalment, price of the goods, income, age) is the one it had there. The same id with another application is another client; changed records of other tables leave it the same. null where it is not known, as of a model that was trained elsewhere."
    },
    model: modelRefSchema,
    dataAsOf: {
      type: "string",
      description: "the day that the data set states, else when its newest raw file was written; ISO 8601"
    },
    dataAsOfSource: {type: "string", enum: ["stated", "files"], description: "which of both dataAsOf is"},
    computedAt: {type: "string", description: "ISO 8601"},
    durationMs: {type: "number"}
  }
} as const;

export type Score = FromSchema<typeof scoreSchema>;
export type Decision = Score["decision"];
export type ModelRef = Score["model"];
