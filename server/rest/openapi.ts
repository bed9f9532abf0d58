import swagger from "@fastify/swagger";
import type {FastifyInstance, FastifySchema} from "fastify";
import {ERRORS} from "../../src/core/errors.ts";
import {configSchema} from "../../src/core/schema/config.ts";
import {SESSION_COOKIE} from "../access/access.ts";
import {describeOperations} from "../docs/describe.ts";
import {problemResponses} from "./problems.ts";

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
      components: {
        securitySchemes: {
          token: {
            type: "http",
            scheme: "bearer",
            description: "a token of npm run token; not where auth is off"
          },
          session: {type: "apiKey", in: "cookie", name: SESSION_COOKIE, description: "of POST /v1/session"}
        }
      },
      security: [{token: []}, {session: []}],
      tags: [
        {name: "applicants", description: "whoever is in no table: score, reasons, many at once"},
        {name: "clients", description: "one client: profile, history, score, explanation, what-if"},
        {name: "model", description: "the model, its features and the raw tables"},
        {
          name: "inference",
          description:
            "the Open Inference Protocol, version 2, as KServe, MLServer and Triton speak it; problems have the sentence under error as well"
        },
        {name: "query", description: "SQL over every table, and columns of all clients"},
        {name: "original", description: "start the work, fetch its result later"},
        {name: "notebooks", description: "notebooks that people keep, with their versions"},
        {name: "access", description: "who asks: signing in and out"},
        {name: "decisions", description: "what people decide, each a record of the chain"},
        {name: "policy", description: "the cut-off, and its changes by two people"},
        {name: "cases", description: "what officers work on together, client by client"},
        {name: "audit", description: "whether the chain of decisions is whole"},
        {name: "health", description: "whether the server lives and can do its work"},
        {name: "problems", description: "what a problem code means"},
        {name: "schemas", description: "published JSON Schemas"}
      ]
    },
    transformObject: (document) =>
      describeOperations(
        "openapiObject" in document ? document.openapiObject : document.swaggerObject
      ) as object,
    transform: ({schema, url, route}) => ({schema: withRole(schema, route.config?.role), url}),
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, i) =>
        typeof schema.$id === "string" ? schema.$id : `def-${i}`
    }
  });
  app.get("/openapi.json", {
    config: {role: "viewer"},
    schema: {hide: true},
    handler: async () => app.swagger()
  });
  const published = {$schema: "http://json-schema.org/draft-07/schema#", ...configSchema};
  app.get("/schemas/config.json", {
    config: {role: "viewer"},
    schema: {
      tags: ["schemas"],
      summary: "Publishes the JSON Schema of config.json",
      response: {200: {description: "A JSON Schema", type: "object", additionalProperties: true}}
    },
    handler: async () => published
  });
}

/** Adds to a route's description who may ask it, and what others are answered. */
function withRole(schema: FastifySchema = {}, role: string | undefined): FastifySchema {
  if (schema.hide || role === "anyone") return {...schema, security: []};
  const least = `Least role: ${role}.`;
  const response = schema.response as Record<string, {description?: string}> | undefined;
  const problems = problemResponses("UNAUTHENTICATED", "FORBIDDEN", "HOST_REFUSED", "ORIGIN_REFUSED");
  const refused = problems[403] as {description: string};
  const own = response?.[403]?.description;
  return {
    ...schema,
    description: schema.description ? `${schema.description} ${least}` : least,
    response: {
      401: problems[401],
      ...response,
      403: {...refused, description: own ? `${own} ${refused.description}` : refused.description}
    }
  };
}
