import type {FastifyInstance} from "fastify";
import {ERRORS, type ErrorCode} from "../../src/core/errors.ts";
import {problemResponses, routeUnknown} from "./problems.ts";

/** One part the server needs, and how to learn whether it works: `check` throws when it does not. */
export type Checks = Record<string, () => void>;

const healthSchema = {
  type: "object",
  required: ["status"],
  properties: {
    status: {type: "string", enum: ["ok", "unavailable"]},
    checks: {type: "object", additionalProperties: {type: "string"}}
  }
} as const;

/** Serves whether the process lives, whether it can do its work, and what its problem codes mean. */
export async function serveHealth(app: FastifyInstance, {checks}: {checks: Checks}) {
  app.get("/health/live", {
    schema: {
      tags: ["health"],
      summary: "Answers while the process lives",
      response: {200: {description: "It lives", ...healthSchema}}
    },
    handler: async () => ({status: "ok"})
  });
  app.get("/health/ready", {
    schema: {
      tags: ["health"],
      summary: "Answers whether model, features and results work",
      response: {
        200: {description: "All work", ...healthSchema},
        503: {description: "One of them does not; the others are told as well", ...healthSchema}
      }
    },
    handler: async (request, reply) => {
      const told: Record<string, string> = {};
      let status: 200 | 503 = 200;
      for (const [name, check] of Object.entries(checks)) {
        try {
          check();
          told[name] = "ok";
        } catch (error) {
          request.log.warn({err: error, check: name}, "not ready");
          told[name] = "unavailable";
          status = 503;
        }
      }
      return reply.code(status).send({status: status === 200 ? "ok" : "unavailable", checks: told});
    }
  });
  app.get<{Params: {code: string}}>("/problems/:code", {
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
