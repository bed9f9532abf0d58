import type {FastifyInstance} from "fastify";
import {STUDY_NAME, studySchema, studySummarySchema} from "../../../src/core/schema/study.ts";
import type {Studies} from "../../search/studies.ts";
import {problemResponses} from "../problems.ts";

/** Serves the searches of parameters: those that have ended and those that run. */
export async function serveSearch(app: FastifyInstance, {studies}: {studies: Studies}) {
  app.get("/v1/search/studies", {
    config: {role: "viewer"},
    schema: {
      tags: ["model"],
      summary: "Lists the searches of parameters, the one that was written to last first",
      response: {
        200: {
          description: "The studies",
          type: "object",
          required: ["studies"],
          properties: {studies: {type: "array", items: studySummarySchema}}
        },
        ...problemResponses("SEARCH_INVALID")
      }
    },
    handler: async () => ({studies: studies.list()})
  });
  app.get<{Params: {name: string}}>("/v1/search/studies/:name", {
    config: {role: "viewer"},
    schema: {
      tags: ["model"],
      summary: "Gives a search with all of its trials",
      params: {type: "object", required: ["name"], properties: {name: {type: "string", pattern: STUDY_NAME}}},
      response: {
        200: {...studySchema, description: "The study"},
        ...problemResponses("STUDY_UNKNOWN", "SEARCH_INVALID")
      }
    },
    handler: async ({params: {name}}) => studies.read(name)
  });
}
