import {Ajv, type AnySchema} from "ajv";
import type {FastifyServerOptions} from "fastify";

type Compilers = NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

/**
 * Builds the compiler of request schemas: bodies are checked as they came, with every fault told. Addresses
 * (path and query) are checked by the routes, whose sentences say more; their schemas only document them.
 */
export const buildValidator = ((shared: Record<string, AnySchema>) => {
  const ajv = new Ajv({allErrors: true, strict: false, schemas: Object.values(shared)});
  return ({schema, httpPart}: {schema: AnySchema; httpPart?: string}) =>
    httpPart === "body" ? ajv.compile(schema) : () => true;
}) as unknown as NonNullable<Compilers["buildValidator"]>;
