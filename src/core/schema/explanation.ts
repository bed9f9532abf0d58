import type {FromSchema} from "json-schema-to-ts";
import {scoreSchema} from "./score.ts";

const bilingual = {
  type: "object",
  required: ["en", "fr"],
  additionalProperties: false,
  properties: {en: {type: "string"}, fr: {type: "string"}}
} as const;

export const reasonCodeSchema = {
  type: "object",
  required: ["rank", "code", "label", "feature", "points", "variant", "facts", "text"],
  additionalProperties: false,
  properties: {
    rank: {type: "integer", minimum: 1},
    code: {type: "string", description: "the cause, told once"},
    label: {...bilingual, description: "the heading of the cause, which judges nothing"},
    feature: {type: "string", description: "the feature of the cause that costs most"},
    points: {type: "number", description: "points that the cause takes, as in causes"},
    variant: {type: "string", description: "which of the cause's sentences the text is"},
    facts: {
      type: "object",
      additionalProperties: {type: ["number", "string"]},
      description: "the numbers in the text, unrounded"
    },
    text: {...bilingual, description: "what this client's own records hold where the feature weighs"}
  }
} as const;

export const causeContributionSchema = {
  type: "object",
  required: ["code", "label", "points", "contribution"],
  additionalProperties: false,
  properties: {
    code: {type: "string"},
    label: bilingual,
    points: {type: "number", description: "the sum of its features' points"},
    contribution: {type: "number", description: "the sum of its features' contributions, log-odds of default"}
  }
} as const;

export const contributionSchema = {
  type: "object",
  required: ["name", "label", "cause", "value", "contribution", "points"],
  additionalProperties: false,
  properties: {
    name: {type: "string"},
    label: bilingual,
    cause: {type: "string", description: "code of the cause that it belongs to"},
    value: {type: ["number", "string", "null"]},
    contribution: {type: "number", description: "SHAP value, log-odds of default before calibration"},
    points: {type: "number", description: "what this feature adds to the score"}
  }
} as const;

/**
 * A score and why: basePoints + Σ points + residualPoints = score, over the causes as over the features, and
 * residualPoints is 0. The reasons are causes of that same list.
 */
export const explanationSchema = {
  $id: "Explanation",
  type: "object",
  required: [
    ...scoreSchema.required,
    "baseValue",
    "basePoints",
    "residualPoints",
    "causes",
    "features",
    "reasonCodes"
  ],
  additionalProperties: false,
  properties: {
    ...scoreSchema.properties,
    outOfFold: {
      type: "object",
      required: ["probabilityOfDefault", "score", "decision"],
      additionalProperties: false,
      description:
        "where inTraining: what a model that was trained without this client says of the records on file, as lists and queries show it; it explains nothing and decides nothing here",
      properties: {
        probabilityOfDefault: scoreSchema.properties.probabilityOfDefault,
        score: scoreSchema.properties.score,
        decision: scoreSchema.properties.decision
      }
    },
    baseValue: {
      type: "number",
      description: "the model's expected raw score; baseValue + Σ contribution = rawScore"
    },
    basePoints: {type: "number"},
    residualPoints: {type: "number"},
    causes: {
      type: "array",
      items: causeContributionSchema,
      description: "every cause of the model's features, by |points| then |contribution|, greatest first"
    },
    features: {
      type: "array",
      items: contributionSchema,
      description: "every feature of the model, by |points| then |contribution|, greatest first"
    },
    reasonCodes: {type: "array", items: reasonCodeSchema}
  }
} as const;

export type Explanation = FromSchema<typeof explanationSchema>;
export type CauseContribution = Explanation["causes"][number];
export type FeatureContribution = Explanation["features"][number];
export type ReasonCode = Explanation["reasonCodes"][number];
