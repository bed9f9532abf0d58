import {readFileSync} from "node:fs";
import {CLIENT_OPERATIONS} from "./clientOperations.ts";
import {DESK_OPERATIONS} from "./deskOperations.ts";
import {MODEL_OPERATIONS} from "./modelOperations.ts";
import type {Operation, Operations} from "./operation.ts";
import {OTHER_OPERATIONS} from "./otherOperations.ts";

/** Every operation that the reference has an example of. */
export const OPERATIONS: Operations = {
  ...CLIENT_OPERATIONS,
  ...OTHER_OPERATIONS,
  ...DESK_OPERATIONS,
  ...MODEL_OPERATIONS
};

/** Answers to the examples, shortened, as a server gave them: by method and address. */
export const readAnswers = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));

/** What is answered to whoever asks for less than the whole. */
const PART = {
  type: "object",
  additionalProperties: true,
  description: "what top, form and fields leave of it"
};

/** POSTs that take no notice of the key. */
const KEPT_NOWHERE = new Set(["/v1/batch", "/v1/sql", "/v1/session"]);
const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description: "1 to 200 visible characters; the same request with the same key is done once within 24 hours",
  schema: {type: "string", maxLength: 200}
};

type Content = Record<string, {schema?: object; example?: unknown; examples?: unknown}>;
interface Described {
  operationId?: string;
  description?: string;
  parameters?: {name: string; in?: string; example?: unknown}[];
  requestBody?: {required?: boolean; content: Content};
  responses: Record<string, {content?: Content}>;
}

/** Adds names, descriptions and examples to the operations of an OpenAPI document; what routes say themselves stays. */
export function describeOperations<D extends {paths?: object}>(document: D): D {
  const answers = readAnswers();
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(methods as Record<string, Described>)) {
      const key = `${method.toUpperCase()} ${path}`;
      const known = OPERATIONS[key];
      if (known) describe(operation, known, answers[key]);
      if (method === "post" && !KEPT_NOWHERE.has(path))
        operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
    }
  return document;
}

function describe(
  operation: Described,
  {id, text, params = {}, body, bodies = {}}: Operation,
  answer: unknown
) {
  operation.operationId ??= id;
  operation.description = operation.description ? `${text} ${operation.description}` : text;
  for (const parameter of operation.parameters ?? [])
    if (Object.hasOwn(params, parameter.name)) parameter.example ??= params[parameter.name];
  const examples = {...(body !== undefined && {"application/json": body}), ...bodies};
  if (Object.keys(examples).length > 0) {
    const any = {type: ["object", "string"]};
    operation.requestBody ??= {required: true, content: {}};
    const {content} = operation.requestBody;
    for (const [type, example] of Object.entries(examples)) {
      content[type] = {schema: any, ...content[type], example};
      delete content[type].examples;
    }
  }
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  const [first] = Object.values(success?.content ?? {});
  if (!first) return;
  if (operation.parameters?.some(({name}) => name === "form") && first.schema)
    first.schema = {anyOf: [first.schema, PART]};
  if (answer !== undefined) first.example = answer;
}
