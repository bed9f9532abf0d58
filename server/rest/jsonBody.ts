import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {findJsonFaults} from "../../src/core/json/faults.ts";
import {invalidRequest} from "./problems.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether a request without a body is one whose fields are all left out. */
    mayHaveNoBody?: boolean;
  }
}

/**
 * Reads bodies of an app as JSON and nothing else; what JSON cannot say, or says twice, is refused by its name. No body
 * at all is an empty object on routes that say so.
 */
export function useJsonBodies(app: FastifyInstance) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    {parseAs: "buffer"},
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJsonBody(body))
  );
  app.addHook("preValidation", async (request) => {
    if (request.routeOptions.config.mayHaveNoBody && request.body === undefined) request.body = {};
  });
}

/** Parses the bytes of a body. @throws REQUEST_INVALID */
export function parseJsonBody(body: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", {fatal: true}).decode(body);
  } catch {
    throw new ScorebookError("REQUEST_INVALID", "The body is not UTF-8; expected JSON in UTF-8.");
  }
  const faults = findJsonFaults(text);
  if (faults.length > 0) throw invalidRequest("body", faults);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScorebookError("REQUEST_INVALID", `The body is not JSON: ${(error as Error).message}.`);
  }
}
