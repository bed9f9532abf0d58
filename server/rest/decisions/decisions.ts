import type {FastifyInstance} from "fastify";
import {OVERRIDE_REASONS} from "../../../src/core/credit/overrides.ts";
import type {ErrorCode} from "../../../src/core/errors.ts";
import {
  chainRecordSchema,
  decisionBodySchema,
  decisionSchema,
  decisionSummarySchema,
  secondBodySchema
} from "../../../src/core/schema/decision.ts";
import {actorOf} from "../../access/actor.ts";
import type {Decisions} from "../../decisions/decisions.ts";
import type {DecisionRequest} from "../../decisions/record.ts";
import {parseClientId} from "../../scoring/clientId.ts";
import {olderPage, olderPageQuery, readOlder} from "../answers/olderPages.ts";
import {parseInteger} from "../answers/parameters.ts";
import {clientParams} from "../clients/clients.ts";
import {BODY_PROBLEMS, problemResponses, STORAGE_PROBLEMS} from "../problems.ts";
import {parseBoolean, parseRecordId, parseText, recordParams} from "./records.ts";

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
      ...describe("Lists decisions, newest first", olderPage("decisions", decisionSummarySchema)),
      querystring: {
        type: "object",
        properties: {
          client: {type: "integer", minimum: 1, description: "of this client"},
          by: {type: "string", description: "of this person"},
          overrides: {type: "boolean", description: "only those against the model, or only the others"},
          ...olderPageQuery
        }
      }
    },
    handler: async ({query: {client, by, overrides, ...place}}) => {
      const filter = {
        clientId: parseInteger(client, "client", 1, 2 ** 31 - 1),
        by: parseText(by, "by"),
        overrides: parseBoolean(overrides, "overrides")
      };
      const {page, next} = await readOlder(place, (older) => decisions.list({...filter, ...older}));
      return {decisions: page, next};
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
