import type {FromSchema} from "json-schema-to-ts";
import {explanationSchema} from "./explanation.ts";
import {scoreSchema} from "./score.ts";

/** What was taken as missing. */
const assumed = {
  type: "array",
  description: "what the applicant does not say and was taken as missing",
  items: {
    type: "object",
    required: ["table", "message"],
    additionalProperties: false,
    properties: {
      table: {type: "string"},
      columns: {type: "array", items: {type: "string"}},
      message: {type: "string"}
    }
  }
} as const;
const clientId = {
  type: ["integer", "null"],
  description: "SK_ID_CURR of the application, when it was given"
} as const;

/** The score of a person who need not be in any table. */
export const applicantScoreSchema = {
  ...scoreSchema,
  $id: "ApplicantScore",
  required: [...scoreSchema.required, "assumed"],
  properties: {...scoreSchema.properties, clientId, assumed}
} as const;

/** The explanation of a person who need not be in any table. */
export const applicantExplanationSchema = {
  ...explanationSchema,
  $id: "ApplicantExplanation",
  required: [...explanationSchema.required, "assumed"],
  properties: {...explanationSchema.properties, clientId, assumed}
} as const;

export type ApplicantScore = FromSchema<typeof applicantScoreSchema>;
export type ApplicantExplanation = FromSchema<typeof applicantExplanationSchema>;
