import {Ajv, type AnySchema} from "ajv";
import type {FastifyServerOptions} from "fastify";
import {invalidRequest} from "./rest/problems.ts";

type Compilers = NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

/**
 * Builds the compiler of request schemas: bodies are checked as they came, sizes before contents, with every fault
 * found. Addresses (path and query) are checked by the routes, whose sentences say more; their schemas only document
 * them.
 */
export const buildValidator = ((shared: Record<string, AnySchema>) => {
  const ajv = new Ajv({allErrors: true, strict: false, schemas: Object.values(shared)});
  return ({schema, httpPart}: {schema: AnySchema; httpPart?: string}) => {
    if (httpPart !== "body") return () => true;
    const validate = ajv.compile(schema);
    const check = (body: unknown) => {
      const fault = findOversize(schema as Sized, body);
      if (fault) return {error: invalidRequest("body", [fault])};
      const isValid = validate(body);
      check.errors = validate.errors;
      return isValid;
    };
    check.errors = validate.errors;
    return check;
  };
}) as unknown as NonNullable<Compilers["buildValidator"]>;

/** What a JSON Schema says about sizes. */
interface Sized {
  maxItems?: number;
  maxProperties?: number;
  additionalProperties?: unknown;
  properties?: Record<string, Sized>;
  items?: Sized;
}

/** Unknown keys of a closed object up to this number are told one by one. */
const UNKNOWN_KEYS = 20;

/** Finds the first array or object with more in it than its schema takes, without looking at what is in it. */
export function findOversize(
  schema: Sized,
  value: unknown,
  path = ""
): {path: string; message: string} | null {
  const too = (has: number, what: string, most: number) => ({
    path: path || "/",
    message: `has ${has} ${what}; expected at most ${most}`
  });
  if (Array.isArray(value)) {
    const {maxItems = Number.POSITIVE_INFINITY, items} = schema;
    if (value.length > maxItems) return too(value.length, "items", maxItems);
    return items ? firstOf(value.keys(), (i) => findOversize(items, value[i], `${path}/${i}`)) : null;
  }
  if (typeof value !== "object" || value === null) return null;
  const {properties = {}, additionalProperties, maxProperties = Number.POSITIVE_INFINITY} = schema;
  const declared = Object.keys(properties);
  const isClosed = additionalProperties === false;
  const most = isClosed ? declared.length + UNKNOWN_KEYS : maxProperties;
  const {length} = Object.keys(value);
  if (length > most) return too(length, "keys", isClosed ? declared.length : maxProperties);
  return firstOf(declared, (key) =>
    findOversize(properties[key] as Sized, (value as Record<string, unknown>)[key], `${path}/${key}`)
  );
}

function firstOf<In, Out>(all: Iterable<In>, find: (one: In) => Out | null): Out | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}
