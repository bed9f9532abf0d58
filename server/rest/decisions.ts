import type {FastifyInstance} from "fastify";
import {OVERRIDE_REASONS} from "../../src/core/credit/overrides.ts";
import type {ErrorCode} from "../../src/core/errors.ts";
import {
  chainRecordSchema,
  decisionBodySchema,
  decisionSchema,
  decisionSummarySchema,
  secondBodySchema
} from "../../src/core/schema/decision.ts";
import {actorOf} from "../access/actor.ts";
import type {Decisions} from "../decisions/decisions.ts";
import type {DecisionRequest} from "../decisions/record.ts";
import {parseClientId} from "../scoring/clientId.ts";
import {parseInteger} from "./answers/parameters.ts";
import {clientParams} from "./clients.ts";
import {BODY_PROBLEMS, problemResponses, STORAGE_PROBLEMS} from "./problems.ts";
import {parseBoolean, parseRecordId, parseText, recordParams} from "./records.ts";

const MAX_LIMIT = 200;
type Second = {note?: string; by?: string};

/** Serves decisions: making them, settling those that need a second person, and looking them up. */
export async function serveDecisions(app: FastifyInstance, {decisions}: {decisions: Decisions}) {
  app.addSchema(chainRecordSchema);
  app.addSchema(decisionSchema);
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["decisions"],
    summary,
    response: {200: success, ...problemResponses("REQUEST_INVALID", ...codes, ...STORAGE_PROBLEMS)}
  });
  const whole = {description: "The decision with its record of the chain", $ref: "DecisionRecord#"};

  app.get("/v1/overrides", {
    config: {role: "viewer"},
    schema: describe("Lists the reasons for deciding otherwise than the model", {
      description: "Code → what it is called",
      type: "object",
      additionalProperties: {
        type: "object",
        properties: {en: {type: "string"}, fr: {type: "string"}}
      }
    }),
    handler: async () => OVERRIDE_REASONS
  });
  app.post<{Params: {id: string}; Body: DecisionRequest}>("/v1/clients/:id/decisions", {
    config: {role: "officer"},
    schema: {
      ...describe(
        "Records a decision on a client; when it is answered it is kept",
        whole,
        "CLIENT_ID_INVALID",
        "CLIENT_UNKNOWN",
        "OVERRIDE_UNEXPLAINED",
        "FEATURES_MISSING",
        "MODEL_MISSING",
        "EXPLANATION_UNSUPPORTED",
        ...BODY_PROBLEMS
      ),
      params: clientParams,
      body: decisionBodySchema
    },
    handler: async ({params: {id}, body, caller}) =>
      decisions.decide(actorOf(caller, body.by), parseClientId(id, "/v1/clients/"), body)
  });
  app.get<{
    Querystring: {client?: unknown; by?: unknown; overrides?: unknown; before?: unknown; limit?: unknown};
  }>("/v1/decisions", {
    config: {role: "analyst"},
    schema: {
      ...describe("Lists decisions, newest first", {
        description: "A page; next is null on the last one, and otherwise the next page's before",
        type: "object",
        required: ["decisions", "next"],
        properties: {
          decisions: {type: "array", items: decisionSummarySchema},
          next: {type: ["integer", "null"]}
        }
      }),
      querystring: {
        type: "object",
        properties: {
          client: {type: "integer", minimum: 1, description: "of this client"},
          by: {type: "string", description: "of this person"},
          overrides: {type: "boolean", description: "only those against the model, or only the others"},
          before: {type: "integer", minimum: 1, description: "only older ones than this"},
          limit: {type: "integer", minimum: 1, maximum: MAX_LIMIT, default: 50}
        }
      }
    },
    handler: async ({query: {client, by, overrides, before, limit: asked}}) => {
      const limit = parseInteger(asked, "limit", 1, MAX_LIMIT) ?? 50;
      const found = await decisions.list({
        clientId: parseInteger(client, "client", 1, 2 ** 31 - 1),
        by: parseText(by, "by"),
        overrides: parseBoolean(overrides, "overrides"),
        before: parseInteger(before, "before", 1, Number.MAX_SAFE_INTEGER),
        limit: limit + 1
      });
      const page = found.slice(0, limit);
      return {decisions: page, next: found.length > limit ? page.at(-1)!.id : null};
    }
  });
  app.get<{Params: {id: string}}>("/v1/decisions/:id", {
    config: {role: "analyst"},
    schema: {...describe("Gives a decision", whole, "RECORD_UNKNOWN"), params: recordParams},
    handler: async ({params: {id}}) => decisions.read(parseRecordId(id))
  });
  for (const [word, verdict] of [
    ["confirm", "confirmed"],
    ["refuse", "refused"]
  ] as const)
    app.post<{Params: {id: string}; Body: Second}>(`/v1/decisions/:id/${word}`, {
      config: {role: "officer", mayHaveNoBody: true},
      schema: {
        ...describe(
          `Has a second person ${word} an override`,
          whole,
          "RECORD_UNKNOWN",
          "RECORD_TAKEN",
          "SECOND_PERSON_NEEDED",
          ...BODY_PROBLEMS
        ),
        params: recordParams,
        body: secondBodySchema
      },
      handler: async ({params: {id}, body, caller}) =>
        decisions.settle(actorOf(caller, body.by), parseRecordId(id), verdict, body.note ?? "")
    });
}
