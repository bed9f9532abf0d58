import swagger from "@fastify/swagger";
import type {FastifyInstance} from "fastify";
import {ERRORS} from "../../src/core/errors.ts";
import {configSchema} from "../../src/core/schema/config.ts";

const codes = Object.entries(ERRORS)
  .map(([code, {status, title}]) => `| \`${code}\` | ${status} | ${title} |`)
  .join("\n");

/** Collects the routes registered after it into an OpenAPI 3.1 document and serves it, and the published schemas. */
export async function useOpenApi(
  app: FastifyInstance,
  {version, basePath}: {version: string; basePath: string}
) {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Scorebook",
        version,
        description: `Scores, explanations and raw history of consumer credit clients.

Every error is an RFC 9457 problem with one of these codes:

| code | status | meaning |
|---|---|---|
${codes}`
      },
      servers: [{url: `${basePath}/`}],
      tags: [
        {name: "original", description: "start the work, fetch its result later"},
        {name: "clients", description: "one client: profile, history, score, explanation, what-if"},
        {name: "model", description: "the model, its features and the raw tables"},
        {name: "query", description: "SQL over every table, and columns of all clients"},
        {name: "notebooks", description: "notebooks that people keep, with their versions"},
        {name: "decisions", description: "what people decide, each a record of the chain"},
        {name: "policy", description: "the cut-off, and its changes by two people"},
        {name: "cases", description: "what officers work on together, client by client"},
        {name: "audit", description: "whether the chain of decisions is whole"},
        {name: "health", description: "whether the server lives and can do its work"},
        {name: "problems", description: "what a problem code means"},
        {name: "schemas", description: "published JSON Schemas"}
      ]
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, i) =>
        typeof schema.$id === "string" ? schema.$id : `def-${i}`
    }
  });
  app.get("/openapi.json", {schema: {hide: true}, handler: async () => app.swagger()});
  const published = {$schema: "http://json-schema.org/draft-07/schema#", ...configSchema};
  app.get("/schemas/config.json", {
    schema: {
      tags: ["schemas"],
      summary: "Publishes the JSON Schema of config.json",
      response: {200: {description: "A JSON Schema", type: "object", additionalProperties: true}}
    },
    handler: async () => published
  });
}
