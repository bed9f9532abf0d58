import type {FastifyReply} from "fastify";
import type {ModelRef} from "../../../src/core/schema/score.ts";

/** The header that names the model of an answer whose body has no room for it. */
export const MODEL_HEADER = "x-model";

/** Describes the header for the OpenAPI document. */
export const modelHeader = {
  [MODEL_HEADER]: {
    type: "string",
    description: "the model of scores and contributions in the answer: NAME; version=…; sha256=…"
  }
} as const;

/** Names the model of an answer. */
export const nameModel = (reply: FastifyReply, {name, version, sha256}: ModelRef): FastifyReply =>
  reply.header(MODEL_HEADER, `${name}; version=${version}; sha256=${sha256}`);
