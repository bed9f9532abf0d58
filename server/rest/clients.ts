import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {shown} from "../../src/core/shown.ts";
import {parseClientId} from "../scoring/clientId.ts";
import type {Scoring} from "../scoring/scoring.ts";
import {problemResponses, STORAGE_PROBLEMS} from "./problems.ts";

/** The clients of the data set, by ascending id. */
export interface ClientList {
  /** At most `limit` ids greater than `after`, ascending. */
  page(after: number, limit: number): number[];
}

const MAX_LIMIT = 10_000;

/** Serves the list of clients and, at once, the score and explanation of one. */
export async function serveClients(app: FastifyInstance, parts: {clients: ClientList; scoring: Scoring}) {
  const {clients, scoring} = parts;
  app.get<{Querystring: {limit?: unknown; after?: unknown}}>("/v1/clients", {
    config: {role: "viewer"},
    schema: {
      tags: ["clients"],
      summary: "Lists clients by ascending id",
      querystring: {
        type: "object",
        properties: {
          limit: {type: "integer", minimum: 1, maximum: MAX_LIMIT, default: 100},
          after: {type: "integer", minimum: 0, default: 0, description: "the last id of the page before"}
        }
      },
      response: {
        200: {
          description: "A page; next is null on the last one, and otherwise the next page's after",
          type: "object",
          required: ["clients", "next"],
          properties: {
            clients: {
              type: "array",
              items: {type: "object", required: ["clientId"], properties: {clientId: {type: "integer"}}}
            },
            next: {type: ["integer", "null"]}
          }
        },
        ...problemResponses("REQUEST_INVALID", "FEATURES_MISSING")
      }
    },
    handler: async ({query}) => {
      const limit = parseInteger(query.limit, "limit", 1, MAX_LIMIT) ?? 100;
      const after = parseInteger(query.after, "after", 0, Number.MAX_SAFE_INTEGER) ?? 0;
      const ids = clients.page(after, limit + 1);
      const page = ids.slice(0, limit);
      return {
        clients: page.map((clientId) => ({clientId})),
        next: ids.length > limit ? (page.at(-1) as number) : null
      };
    }
  });

  for (const [word, kind, schema] of [
    ["score", "score", "Score#"],
    ["explanation", "explanation", "Explanation#"]
  ] as const) {
    const problems = problemResponses(
      "CLIENT_ID_INVALID",
      "CLIENT_UNKNOWN",
      "MODEL_MISSING",
      "FEATURES_MISSING",
      ...STORAGE_PROBLEMS,
      ...(kind === "explanation" ? (["EXPLANATION_UNSUPPORTED"] as const) : [])
    );
    const params = clientParams;
    const response = {200: {description: `The ${word}`, $ref: schema}, ...problems};
    app.get<{Params: {id: string}}>(`/v1/clients/:id/${word}`, {
      config: {role: "viewer"},
      schema: {tags: ["clients"], summary: `Computes the ${word} now and keeps nothing`, params, response},
      handler: async ({params: {id}}) => scoring.engine.compute(kind, parseClientId(id, "/v1/clients/"))
    });
    app.post<{Params: {id: string}}>(`/v1/clients/:id/${word}`, {
      config: {role: "viewer"},
      schema: {
        tags: ["clients"],
        summary: `Computes the ${word} now, keeps it and tells the live desk`,
        params,
        response
      },
      handler: async ({params: {id}}) => scoring.run(kind, parseClientId(id, "/v1/clients/"))
    });
  }
}

export const clientParams = {
  type: "object",
  required: ["id"],
  properties: {id: {type: "integer", minimum: 1, description: "the client, SK_ID_CURR"}}
} as const;

/** Parses a whole number out of a query; undefined when it is absent. @throws REQUEST_INVALID */
export function parseInteger(text: unknown, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const message = `?${name}= is ${shown(text)}; expected an integer from ${least} to ${most}`;
  throw new ScorebookError("REQUEST_INVALID", `${message}.`, [
    {code: "REQUEST_INVALID", path: `?${name}=`, message}
  ]);
}
