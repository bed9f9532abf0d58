import type {FastifyInstance} from "fastify";
import type {ChainStore} from "../audit/store.ts";
import {verifyChain} from "../audit/verify.ts";
import {problemResponses, STORAGE_PROBLEMS} from "./problems.ts";

const head = {
  type: "object",
  required: ["seq", "hash"],
  additionalProperties: false,
  properties: {
    seq: {type: "integer", description: "0 for a chain without a record"},
    hash: {type: "string"}
  }
} as const;

/** Serves the chain's head, to be kept elsewhere, and its verification. */
export async function serveAudit(app: FastifyInstance, {chain}: {chain: ChainStore}) {
  /** A verification reads everything: those who ask while one runs get its answer. */
  let verifying: ReturnType<typeof verifyChain> | null = null;

  app.get("/v1/audit/head", {
    config: {role: "viewer"},
    schema: {
      tags: ["audit"],
      summary: "Tells the newest record of the chain, to be held against it later",
      response: {200: {...head, description: "Its place and hash"}, ...problemResponses(...STORAGE_PROBLEMS)}
    },
    handler: async () => {
      const {seq, hash} = await chain.head();
      return {seq, hash};
    }
  });
  app.get("/v1/audit/verify", {
    config: {role: "officer"},
    schema: {
      tags: ["audit"],
      summary: "Reads the whole chain through, and names the first link that is broken",
      response: {
        200: {
          description: "What was found",
          type: "object",
          required: ["ok", "records", "inputs", "head", "fault"],
          properties: {
            ok: {type: "boolean"},
            records: {type: "integer", description: "that are whole, from the first on"},
            inputs: {type: "integer"},
            head,
            fault: {
              type: ["object", "null"],
              required: ["seq", "field", "what"],
              properties: {
                seq: {type: ["integer", "null"]},
                field: {type: "string"},
                what: {type: "string"}
              }
            }
          }
        },
        ...problemResponses(...STORAGE_PROBLEMS)
      }
    },
    handler: () => {
      verifying ??= verifyChain(chain).finally(() => {
        verifying = null;
      });
      return verifying;
    }
  });
}
