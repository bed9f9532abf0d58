import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../../src/core/errors.ts";
import {chainRecordSchema} from "../../../src/core/schema/decision.ts";
import type {ChainStore} from "../../audit/store.ts";
import {verifyChain} from "../../audit/verify.ts";
import {problemResponses, STORAGE_PROBLEMS} from "../problems.ts";
import {parseRecordId, recordParams} from "./records.ts";

const head = {
  type: "object",
  required: ["seq", "hash"],
  additionalProperties: false,
  properties: {
    seq: {type: "integer", description: "0 for a chain without a record"},
    hash: {type: "string"}
  }
} as const;

/** Serves the chain's head, to be kept elsewhere, its records and its verification. */
export async function serveAudit(app: FastifyInstance, {chain}: {chain: ChainStore}) {
  app.addSchema(chainRecordSchema);
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
  app.get<{Params: {id: string}}>("/v1/audit/records/:id", {
    config: {role: "analyst"},
    schema: {
      tags: ["audit"],
      summary: "Gives a record of the chain as it was hashed, whatever its kind",
      params: recordParams,
      response: {
        200: {description: "The record", $ref: "ChainRecord#"},
        ...problemResponses("REQUEST_INVALID", "RECORD_UNKNOWN", ...STORAGE_PROBLEMS)
      }
    },
    handler: async ({params: {id}}) => {
      const record = await chain.read(parseRecordId(id));
      if (record) return record;
      throw new ScorebookError(
        "RECORD_UNKNOWN",
        `There is no record ${id} in the chain; its newest is at /v1/audit/head.`
      );
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
