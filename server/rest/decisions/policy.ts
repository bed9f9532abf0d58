import type {FastifyInstance} from "fastify";
import type {ErrorCode} from "../../../src/core/errors.ts";
import {secondBodySchema} from "../../../src/core/schema/decision.ts";
import {
  type ProposalBody,
  policySchema,
  proposalBodySchema,
  proposalSchema
} from "../../../src/core/schema/policy.ts";
import {actorOf} from "../../access/actor.ts";
import type {Policies} from "../../policy/policies.ts";
import {olderPage, olderPageQuery, readOlder} from "../answers/olderPages.ts";
import {BODY_PROBLEMS, problemResponses, STORAGE_PROBLEMS} from "../problems.ts";
import {parseRecordId, recordParams} from "./records.ts";

/** Serves the policy: how is decided now, and its changes, which two people make. */
export async function servePolicy(app: FastifyInstance, {policies}: {policies: Policies}) {
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["policy"],
    summary,
    response: {200: success, ...problemResponses("REQUEST_INVALID", ...codes, ...STORAGE_PROBLEMS)}
  });
  const proposal = {...proposalSchema, description: "The proposal"};

  app.get("/v1/policy", {
    config: {role: "viewer"},
    schema: describe("Tells the cut-off and refer band of now, and what is proposed", {
      ...policySchema,
      description: "The policy"
    }),
    handler: async () => policies.current()
  });
  app.get<{Querystring: {before?: unknown; limit?: unknown}}>("/v1/policy/history", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "Lists what was proposed and what became of it, newest first",
        olderPage("proposals", proposalSchema)
      ),
      querystring: {type: "object", properties: olderPageQuery}
    },
    handler: async ({query}) => {
      const {page, next} = await readOlder(query, ({before, limit}) => policies.history(before, limit));
      return {proposals: page, next};
    }
  });
  app.post<{Body: ProposalBody}>("/v1/policy/proposals", {
    config: {role: "officer"},
    schema: {
      ...describe("Proposes another cut-off", proposal, "POLICY_INVALID", ...BODY_PROBLEMS),
      body: proposalBodySchema
    },
    handler: async ({body, caller}) => policies.propose(actorOf(caller, body.by), body)
  });
  app.get<{Params: {id: string}}>("/v1/policy/proposals/:id", {
    config: {role: "analyst"},
    schema: {...describe("Gives a proposal", proposal, "RECORD_UNKNOWN"), params: recordParams},
    handler: async ({params: {id}}) => policies.read(parseRecordId(id))
  });
  for (const [word, verdict, summary] of [
    ["approve", "approved", "Approves what somebody else has proposed, which is effective at once"],
    ["reject", "rejected", "Rejects a proposal"]
  ] as const)
    app.post<{Params: {id: string}; Body: {note?: string; by?: string}}>(`/v1/policy/proposals/:id/${word}`, {
      config: {role: "officer", mayHaveNoBody: true},
      schema: {
        ...describe(
          summary,
          proposal,
          "RECORD_UNKNOWN",
          "RECORD_TAKEN",
          "SECOND_PERSON_NEEDED",
          ...BODY_PROBLEMS
        ),
        params: recordParams,
        body: secondBodySchema
      },
      handler: async ({params: {id}, body, caller}) =>
        policies.settle(actorOf(caller, body.by), parseRecordId(id), verdict, body.note ?? "")
    });
}
