import type {FastifyInstance} from "fastify";
import {applicantExplanationSchema, applicantScoreSchema} from "../../../src/core/schema/applicant.ts";
import {EXAMPLE_APPLICANT} from "../../docs/exampleApplicant.ts";
import {type Applicant, HISTORY_TABLES, MOST_ROWS} from "../../scoring/applicants.ts";
import type {Workbench} from "../../scoring/workbench.ts";
import {type ShapeQuery, shapeQuery} from "../answers/explanationShape.ts";
import {problemResponses} from "../problems.ts";
import {applicantSchema, rowSchema} from "./applicantSchemas.ts";
import {sendShaped} from "./clients.ts";

const row = {
  type: "object",
  maxProperties: 200,
  additionalProperties: {type: ["number", "string", "null"]},
  description: "Kaggle's column → cell; what is left out counts as missing"
} as const;

/** The body of a request about somebody who is in no table; its cells are checked as the tables' own are. */
const applicantBody = {
  type: "object",
  required: ["application"],
  additionalProperties: false,
  description: "See /schemas/applicant.json for columns, types, words and bounds.",
  properties: {
    application: row,
    ...Object.fromEntries(
      HISTORY_TABLES.map((table) => [table, {type: "array", maxItems: MOST_ROWS, items: row}])
    )
  },
  examples: [EXAMPLE_APPLICANT]
} as const;

/** Serves scores and explanations of applicants who are in no table, and the schemas of what they may say. */
export async function serveApplicants(app: FastifyInstance, {workbench}: {workbench: Workbench}) {
  app.addSchema(applicantScoreSchema);
  app.addSchema(applicantExplanationSchema);
  for (const [kind, schema] of [
    ["score", "ApplicantScore#"],
    ["explanation", "ApplicantExplanation#"]
  ] as const)
    app.post<{Body: Applicant; Querystring: ShapeQuery}>(`/v1/${kind}`, {
      config: {role: "analyst"},
      schema: {
        tags: ["applicants"],
        summary: `Computes the ${kind} of an applicant who is in no table; keeps nothing`,
        body: applicantBody,
        ...(kind === "explanation" && {querystring: shapeQuery}),
        response: {
          200: {description: `The ${kind}, and what was taken as missing`, $ref: schema},
          ...problemResponses(
            "REQUEST_INVALID",
            "PAYLOAD_TOO_LARGE",
            "MEDIA_UNSUPPORTED",
            "EXPLANATION_UNSUPPORTED",
            "FEATURES_MISSING"
          )
        }
      },
      handler: async ({body, query}, reply) => sendShaped(reply, query, () => workbench.applicant(kind, body))
    });

  const schemas: Record<string, object> = {
    "applicant.json": applicantSchema(),
    "application.json": rowSchema("application"),
    ...Object.fromEntries(HISTORY_TABLES.map((table) => [`${table}.json`, rowSchema(table)]))
  };
  for (const [name, schema] of Object.entries(schemas))
    app.get(`/schemas/${name}`, {
      config: {role: "viewer"},
      schema: {
        tags: ["applicants"],
        summary:
          name === "applicant.json" ? "The JSON Schema of an applicant" : `The JSON Schema of a row: ${name}`,
        response: {200: {description: "The schema", type: "object", additionalProperties: true}}
      },
      handler: async () => schema
    });
}
