import type {FastifyInstance} from "fastify";
import {
  DEFAULT_SIMILAR,
  LEAST_SIMILAR,
  MOST_SIMILAR,
  similarSchema
} from "../../../src/core/schema/similar.ts";
import {parseClientId} from "../../scoring/clientId.ts";
import type {Similar} from "../../similar/similar.ts";
import {parseInteger} from "../answers/parameters.ts";
import {problemResponses, STORAGE_PROBLEMS} from "../problems.ts";
import {clientParams} from "./clients.ts";

/** Serves what became of clients whose scores are made alike. */
export async function serveSimilar(app: FastifyInstance, {similar}: {similar: Similar}) {
  app.get<{Params: {id: string}; Querystring: {k?: unknown}}>("/v1/clients/:id/similar", {
    config: {role: "viewer"},
    schema: {
      tags: ["clients"],
      summary: "Sums up the outcomes of the clients whose scores are made most alike",
      params: clientParams,
      querystring: {
        type: "object",
        properties: {
          k: {
            type: "integer",
            minimum: LEAST_SIMILAR,
            maximum: MOST_SIMILAR,
            default: DEFAULT_SIMILAR,
            description: "how many clients"
          }
        }
      },
      response: {
        200: {...similarSchema, description: "What became of them"},
        ...problemResponses(
          "REQUEST_INVALID",
          "CLIENT_ID_INVALID",
          "CLIENT_UNKNOWN",
          "FEATURES_MISSING",
          "EXPLANATION_UNSUPPORTED",
          "QUERY_BUSY",
          "STORAGE_DAMAGED",
          ...STORAGE_PROBLEMS
        )
      }
    },
    handler: async ({params: {id}, query}) => {
      const k = parseInteger(query.k, "k", LEAST_SIMILAR, MOST_SIMILAR) ?? DEFAULT_SIMILAR;
      return similar.of(parseClientId(id, "/v1/clients/"), k);
    }
  });
}
