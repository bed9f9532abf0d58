import type {FastifyInstance} from "fastify";
import {ERRORS, type ErrorCode, ScorebookError} from "../../src/core/errors.ts";
import {problemResponses, routeUnknown} from "./problems.ts";

/** One part the server needs, and how to learn whether it works: `check` throws when it does not. */
export type Checks = Record<string, () => void | Promise<void>>;

const healthSchema = {
  type: "object",
  required: ["status"],
  properties: {
    status: {type: "string", enum: ["ok", "unavailable"]},
    checks: {type: "object", additionalProperties: {type: "string", enum: ["ok", "unavailable"]}},
    problems: {
      type: "object",
      description: "what keeps a part from working",
      additionalProperties: {
        type: "object",
        required: ["code", "detail"],
        properties: {code: {type: "string"}, detail: {type: "string"}}
      }
    }
  }
} as const;

/** Serves whether the process lives, whether it can do its work, and what its problem codes mean. */
export async function serveHealth(
  app: FastifyInstance,
  {checks, isDraining}: {checks: Checks; isDraining: () => boolean}
) {
  app.get("/health/live", {
    config: {role: "anyone", anyHost: true, etag: false},
    schema: {
      tags: ["health"],
      summary: "Answers while the process lives",
      response: {200: {description: "It lives", ...healthSchema}}
    },
    handler: async () => ({status: "ok"})
  });
  app.get("/health/ready", {
    config: {role: "anyone", anyHost: true, etag: false},
    schema: {
      tags: ["health"],
      summary:
        "Answers whether model, features, history, results and disk work and the process is not ending",
      response: {
        200: {description: "All work", ...healthSchema},
        503: {description: "One of them does not; the others are told as well", ...healthSchema}
      }
    },
    handler: async (request, reply) => {
      const told: Record<string, string> = {};
      const problems: Record<string, {code: string; detail: string}> = {};
      for (const [name, check] of Object.entries(checks)) {
        try {
          await check();
          told[name] = "ok";
        } catch (error) {
          request.log.warn({err: error, check: name}, "not ready");
          told[name] = "unavailable";
          if (error instanceof ScorebookError) problems[name] = {code: error.code, detail: error.detail};
        }
      }
      if (isDraining()) told.serving = "unavailable";
      const isReady = Object.values(told).every((word) => word === "ok");
      return reply.code(isReady ? 200 : 503).send({
        status: isReady ? "ok" : "unavailable",
        checks: told,
        ...(Object.keys(problems).length > 0 && {problems})
      });
    }
  });
  app.get<{Params: {code: string}}>("/problems/:code", {
    config: {role: "anyone"},
    schema: {
      tags: ["problems"],
      summary: "Describes a problem code",
      params: {
        type: "object",
        required: ["code"],
        properties: {code: {type: "string", enum: Object.keys(ERRORS)}}
      },
      response: {
        200: {
          description: "The code, its HTTP status and its title",
          type: "object",
          properties: {code: {type: "string"}, status: {type: "integer"}, title: {type: "string"}}
        },
        ...problemResponses("ROUTE_UNKNOWN")
      }
    },
    handler: async (request) => {
      const {code} = request.params;
      if (!Object.hasOwn(ERRORS, code)) throw routeUnknown(request);
      return {code, ...ERRORS[code as ErrorCode]};
    }
  });
}
