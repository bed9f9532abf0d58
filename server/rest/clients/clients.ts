import type {FastifyInstance, FastifyReply} from "fastify";
import {modelRefSchema} from "../../../src/core/schema/score.ts";
import {
  DEFAULT_FIELDS,
  filterProperties,
  MAX_WITH_COLUMNS,
  parseSearch,
  type SearchQuery
} from "../../clients/query.ts";
import type {ScoredSet} from "../../clients/scoredSet.ts";
import {SORTS, searchClients} from "../../clients/search.ts";
import {parseClientId} from "../../scoring/clientId.ts";
import type {Scoring} from "../../scoring/scoring.ts";
import type {ComputePool} from "../../scoring/threads/pool.ts";
import {abortedWith} from "../answers/aborted.ts";
import {asUnchanged, tagOfText} from "../answers/etag.ts";
import {type WrittenAnswer, writeExplanation} from "../answers/explanationAnswer.ts";
import {parseShape, type ShapeQuery, shapeQuery} from "../answers/explanationShape.ts";
import {explanationBytes} from "../answers/explanationText.ts";
import {createGivenTags} from "../answers/givenTags.ts";
import {parseInteger} from "../answers/parameters.ts";
import {problemResponses, STORAGE_PROBLEMS} from "../problems.ts";

/** The clients of the data set, by ascending id. */
export interface ClientList {
  /** At most `limit` ids greater than `after`, ascending. */
  page(after: number, limit: number): number[];
}

const MAX_LIMIT = 10_000;
const JSON_TYPE = "application/json; charset=utf-8";

const pageProperties = {
  limit: {
    type: "integer",
    minimum: 1,
    maximum: MAX_LIMIT,
    default: 100,
    description: `at most ${MAX_WITH_COLUMNS} with fields of the application or features`
  },
  after: {
    type: ["integer", "string"],
    default: 0,
    description: "next of the page before: its last id, or score and id where it is sorted by score"
  }
} as const;
const searchProperties = {
  ...filterProperties,
  sort: {type: "string", enum: SORTS, default: "clientId", description: "- for the greatest first"},
  fields: {
    type: "string",
    description: `columns of scores, the application and features, separated by commas; ${DEFAULT_FIELDS.join(",")} when something is looked for or sorted`
  }
} as const;

/** Serves the list of clients and, at once, the score and explanation of one. */
export async function serveClients(
  app: FastifyInstance,
  parts: {clients: ClientList; scoring: Scoring; scored: ScoredSet | null; pool: ComputePool | null}
) {
  const {clients, scoring, scored, pool} = parts;
  const tags = scored && createGivenTags(() => scored.etag);
  app.get<{Querystring: SearchQuery}>("/v1/clients", {
    config: {role: "viewer"},
    schema: {
      tags: ["clients"],
      summary: "Lists clients by ascending id, or finds, filters and sorts them",
      querystring: {
        type: "object",
        properties: {...pageProperties, ...(scored && searchProperties)}
      },
      response: {
        200: {
          description: "A page; next is null on the last one, and otherwise the next page's after",
          type: "object",
          required: ["clients", "next"],
          properties: {
            clients: {
              type: "array",
              items: {
                type: "object",
                required: ["clientId"],
                properties: {clientId: {type: "integer"}},
                additionalProperties: true
              }
            },
            next: {type: ["integer", "string", "null"]},
            total: {type: "integer", description: "on all pages, when something is looked for or sorted"},
            model: {
              ...modelRefSchema,
              description: "whose scores these are, when something is looked for or sorted"
            }
          }
        },
        ...problemResponses(
          "REQUEST_INVALID",
          "FEATURES_MISSING",
          ...(scored
            ? (["FEATURE_UNKNOWN", "QUERY_INVALID", "QUERY_REFUSED", "QUERY_LIMIT", "QUERY_BUSY"] as const)
            : [])
        )
      }
    },
    handler: async ({query}, reply) => {
      const isSearch = Object.keys(query).some((name) => Object.hasOwn(searchProperties, name));
      if (scored && isSearch)
        return searchClients(scored, parseSearch(query, scored.columns, MAX_LIMIT), abortedWith(reply));
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
      ...(kind === "explanation" ? (["EXPLANATION_UNSUPPORTED", "REQUEST_INVALID"] as const) : [])
    );
    const params = clientParams;
    const querystring = kind === "explanation" ? {querystring: shapeQuery} : {};
    const response = {200: {description: `The ${word}`, $ref: schema}, ...problems};
    app.get<{Params: {id: string}; Querystring: ShapeQuery}>(`/v1/clients/:id/${word}`, {
      config: {role: "viewer"},
      schema: {
        tags: ["clients"],
        summary: `Computes the ${word} now and keeps nothing`,
        params,
        ...querystring,
        response
      },
      handler: async (request, reply) => {
        const {params, query, url} = request;
        const clientId = parseClientId(params.id, "/v1/clients/");
        // A score costs less than the way to a thread, and than looking for its tag.
        if (kind === "score") return scoring.engine.compute(kind, clientId);
        const same = tags?.unchanged(request, url);
        if (same) return asUnchanged(reply.header("etag", same)).send();
        const note = tags?.begin(url);
        const {bytes, etag} =
          (pool && (await makeOnThread(query, clientId, pool))) ??
          writeExplanation(query, () => scoring.engine.compute(kind, clientId));
        note?.(etag);
        return reply.type(JSON_TYPE).header("etag", etag).send(bytes);
      }
    });
    app.post<{Params: {id: string}; Querystring: ShapeQuery}>(`/v1/clients/:id/${word}`, {
      config: {role: "viewer"},
      schema: {
        tags: ["clients"],
        summary: `Computes the ${word} now, keeps it and tells the live desk`,
        params,
        ...querystring,
        response
      },
      handler: async ({params: {id}, query}, reply) =>
        sendShaped(reply, query, () => scoring.run(kind, parseClientId(id, "/v1/clients/")))
    });
  }
}

/** Lets a thread make an explanation; null when none could. @throws REQUEST_INVALID */
async function makeOnThread(
  query: ShapeQuery,
  clientId: number,
  pool: ComputePool
): Promise<WrittenAnswer | null> {
  parseShape(query);
  const [made] = await pool.make("explanation", [clientId], query);
  return made ? {bytes: Buffer.from(made.bytes.buffer), etag: made.etag} : null;
}

/** Answers with as much of an explanation as the query wants, which is read first. @throws REQUEST_INVALID */
export async function sendShaped<T extends object>(
  reply: FastifyReply,
  query: ShapeQuery,
  compute: () => T | Promise<T>
): Promise<T | FastifyReply> {
  const shape = parseShape(query);
  const body = await compute();
  if (shape) return sendJson(reply, shape(body));
  if (!("features" in body)) return body;
  const bytes = explanationBytes(body);
  return reply.type(JSON_TYPE).header("etag", tagOfText(bytes)).send(bytes);
}

/** Answers with what is written here, since the schema of an answer knows the whole only, and writes that more slowly. */
export const sendJson = (reply: FastifyReply, body: object): FastifyReply =>
  reply.type(JSON_TYPE).send(JSON.stringify(body));

export const clientParams = {
  type: "object",
  required: ["id"],
  properties: {id: {type: "integer", minimum: 1, description: "the client, SK_ID_CURR"}}
} as const;
