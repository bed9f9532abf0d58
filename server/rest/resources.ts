import type {IncomingMessage} from "node:http";
import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {BODY_LIMIT} from "../edge/limits.ts";
import {parseClientId} from "../scoring/clientId.ts";
import type {JobKind} from "../scoring/engine.ts";
import type {Scoring} from "../scoring/scoring.ts";
import {problemResponses, STORAGE_PROBLEMS} from "./problems.ts";

const jobSchema = {
  $id: "JobAccepted",
  type: "object",
  required: ["job", "clientId", "status"],
  properties: {
    job: {type: "string"},
    clientId: {type: "integer"},
    status: {type: "string", enum: ["started"]}
  }
} as const;

const RESOURCES = [
  {path: "/compute", kind: "score", schema: "Score#", what: "score"},
  {path: "/explainer", kind: "explanation", schema: "Explanation#", what: "explanation"}
] as const satisfies {path: string; kind: JobKind; schema: string; what: string}[];

const idQuery = (required: boolean) => ({
  type: "object",
  ...(required && {required: ["ID"]}),
  properties: {ID: {type: "integer", minimum: 1, description: "the client, SK_ID_CURR"}}
});

/** Serves the two resources of the original: a POST starts the work and answers at once, a GET fetches its result. */
export async function serveResources(app: FastifyInstance, {scoring}: {scoring: Scoring}) {
  app.addSchema(jobSchema);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (request, payload, done) => {
    if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT)
      return done(new ScorebookError("PAYLOAD_TOO_LARGE", "The body is larger than 1 MiB."));
    dropBody(payload, request.raw);
    done(null);
  });
  for (const {path, kind, schema, what} of RESOURCES) {
    app.post<{Querystring: {ID?: unknown}}>(path, {
      config: {role: "viewer"},
      schema: {
        tags: ["original"],
        summary: `Starts the ${what} of a client; a body is not read`,
        querystring: idQuery(true),
        response: {
          202: {description: "Stored; the work follows", $ref: "JobAccepted#"},
          ...problemResponses(
            "CLIENT_ID_INVALID",
            "CLIENT_UNKNOWN",
            "MODEL_MISSING",
            "FEATURES_MISSING",
            "TOO_BUSY",
            ...STORAGE_PROBLEMS
          )
        }
      },
      handler: async (request, reply) =>
        reply.code(202).send(await scoring.start(kind, parseClientId(request.query.ID, "?ID=")))
    });
    app.get<{Querystring: {ID?: unknown}}>(path, {
      config: {role: "viewer"},
      schema: {
        tags: ["original"],
        summary: `Fetches the last finished ${what}, of all clients or of one`,
        querystring: idQuery(false),
        response: {
          200: {description: `The ${what}`, $ref: schema},
          204: {description: "There was none, or the last one is still running", type: "null"},
          ...problemResponses("CLIENT_ID_INVALID", "CLIENT_UNKNOWN", ...STORAGE_PROBLEMS)
        }
      },
      handler: async (request, reply) => {
        const {ID} = request.query;
        const body = await scoring.last(kind, ID === undefined ? undefined : parseClientId(ID, "?ID="));
        return body === null ? reply.code(204).send() : body;
      }
    });
  }
  app.get<{Params: {id: string}}>("/v1/jobs/:id", {
    config: {role: "viewer"},
    schema: {
      tags: ["original"],
      summary: "Tells how an accepted job stands, with its result or what went wrong",
      params: {
        type: "object",
        required: ["id"],
        properties: {id: {type: "string", description: "the job that 202 answered"}}
      },
      response: {
        200: {
          description: "The job",
          type: "object",
          required: ["job", "clientId", "kind", "status", "requestedAt"],
          properties: {
            job: {type: "string"},
            clientId: {type: "integer"},
            kind: {type: "string", enum: ["score", "explanation"]},
            status: {type: "string", enum: ["pending", "done", "failed"]},
            requestedAt: {type: "string"},
            finishedAt: {type: "string"},
            result: {type: "object", additionalProperties: true, description: "a Score or an Explanation"},
            problem: {type: "object", additionalProperties: true, description: "code, detail and issues"}
          }
        },
        ...problemResponses("JOB_UNKNOWN", ...STORAGE_PROBLEMS)
      }
    },
    handler: async ({params: {id}}) => scoring.job(id)
  });
}

/** Reads a body away; one that does not end in bounds ends its connection. */
function dropBody(payload: IncomingMessage, {socket}: IncomingMessage) {
  let size = 0;
  payload.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) socket.destroy();
  });
}
