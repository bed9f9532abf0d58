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
  required: ["rank", "code", "feature", "points", "text"],
  additionalProperties: false,
  properties: {
    rank: {type: "integer", minimum: 1},
    code: {type: "string", description: "the group of causes, told once"},
    feature: {type: "string", description: "the feature of the group that costs most"},
    points: {type: "number", description: "points that the group costs (negative)"},
    text: bilingual
  }
} as const;

export const contributionSchema = {
  type: "object",
  required: ["name", "label", "value", "contribution", "points"],
  additionalProperties: false,
  properties: {
    name: {type: "string"},
    label: bilingual,
    value: {type: ["number", "string", "null"]},
    contribution: {type: "number", description: "SHAP value, log-odds of default before calibration"},
    points: {type: "number", description: "what this feature adds to the score"}
  }
} as const;

/** A score and why: basePoints + Σ points + residualPoints = score, and residualPoints is 0. */
export const explanationSchema = {
  $id: "Explanation",
  type: "object",
  required: [...scoreSchema.required, "baseValue", "basePoints", "residualPoints", "features", "reasonCodes"],
  additionalProperties: false,
  properties: {
    ...scoreSchema.properties,
    baseValue: {
      type: "number",
      description: "the model's expected raw score; baseValue + Σ contribution = rawScore"
    },
    basePoints: {type: "number"},
    residualPoints: {type: "number"},
    features: {
      type: "array",
      items: contributionSchema,
      description: "every feature of the model, by |points| then |contribution|, greatest first"
    },
    reasonCodes: {type: "array", items: reasonCodeSchema}
  }
} as const;

export type Explanation = FromSchema<typeof explanationSchema>;
export type FeatureContribution = Explanation["features"][number];
export type ReasonCode = Explanation["reasonCodes"][number];
