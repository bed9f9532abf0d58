import type {FastifyError, FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {
  ERRORS,
  type ErrorCode,
  EXPECTED_KINDS,
  errorToProblem,
  type Issue,
  type Problem,
  ScorebookError
} from "../../src/core/errors.ts";
import {cut} from "../../src/core/shown.ts";
import {dropRest} from "../edge/dropRest.ts";

/** RFC 9457 problem details, the body of every error. */
export const problemSchema = {
  $id: "Problem",
  type: "object",
  required: ["type", "title", "status", "code", "detail", "issues", "requestId"],
  properties: {
    type: {type: "string", description: "where the code is described"},
    title: {type: "string"},
    status: {type: "integer"},
    code: {type: "string", enum: Object.keys(ERRORS)},
    detail: {type: "string", description: "what happened, where, and what was expected"},
    issues: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "path", "message"],
        properties: {
          code: {type: "string"},
          path: {type: "string"},
          message: {type: "string"},
          expected: {
            type: "object",
            description: "what a refused value had to be, in parts; null, for missing, unless it is an id",
            required: ["kind"],
            properties: {
              kind: {type: "string", enum: EXPECTED_KINDS},
              least: {type: "number"},
              most: {type: "number"},
              nullCode: {type: "number", description: "stands for missing, beyond the bounds"},
              categories: {type: "array", items: {type: "string"}}
            }
          }
        }
      }
    },
    requestId: {type: "string", description: "the same as in the x-request-id header and in the log"}
  }
} as const;

/** What may be wrong with what is stored, features and results alike. */
export const STORAGE_PROBLEMS = [
  "STORAGE_DAMAGED",
  "STORAGE_FULL",
  "STORAGE_LOCKED",
  "STORAGE_UNREACHABLE",
  "STORAGE_INVALID"
] as const;

/** What may be wrong with any body. */
export const BODY_PROBLEMS = ["PAYLOAD_TOO_LARGE", "MEDIA_UNSUPPORTED"] as const;

/** Describes the problems a route may answer with, by status, for the OpenAPI document. */
export function problemResponses(...codes: ErrorCode[]): Record<number, unknown> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, "INTERNAL"] as const) {
    const {status} = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      {
        description: of.map((code) => `${code}: ${ERRORS[code].title}.`).join(" "),
        content: {"application/problem+json": {schema: {$ref: "Problem#"}}}
      }
    ])
  );
}

/** Seconds after which what was refused for now may be tried again. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  RATE_LIMITED: 1,
  TOO_BUSY: 1,
  QUERY_BUSY: 5,
  STORAGE_UNREACHABLE: 2
};

/** Sends a problem with its status and media type. */
export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const problem = errorToProblem(error, reply.request.id);
  const retryAfter = RETRY_AFTER[problem.code];
  if (retryAfter !== undefined && !reply.hasHeader("retry-after")) reply.header("retry-after", retryAfter);
  return reply
    .code(problem.status)
    .header("x-request-id", problem.requestId)
    .type("application/problem+json")
    .send(Buffer.from(JSON.stringify(isInference(reply.request.url) ? withError(problem) : problem)));
}

const isInference = (url: string) => /^\/v2(\/|\?|$)/.test(url);
/** The Open Inference Protocol has the sentence of an error under its own name. */
const withError = (problem: Problem) => ({...problem, error: problem.detail});

/** Makes every error of an app leave it as a problem: ours as they are, the framework's translated, others as INTERNAL. */
export function useProblems(app: FastifyInstance) {
  app.addSchema(problemSchema);
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const known = frameworkError(error, request);
    if (!(known instanceof ScorebookError)) request.log.error({err: error}, "a request failed");
    if (await dropRest(request.raw)) reply.removeHeader("connection");
    return sendProblem(reply, known);
  });
}

/** Makes the error for an address or method that nothing answers. */
export function routeUnknown({method, url}: FastifyRequest): ScorebookError {
  const path = url.split("?", 1)[0] as string;
  return new ScorebookError(
    "ROUTE_UNKNOWN",
    `Nothing answers ${method} ${cut(path, 200)}; /openapi.json lists what does.`
  );
}

/** Answers that nothing is at an address, or, when there is something for other methods, which those are. */
export function sendUnanswered(reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  const {request} = reply;
  if (allowed.length === 0 || allowed.includes(request.method))
    return sendProblem(reply, routeUnknown(request));
  const path = cut(request.url.split("?", 1)[0] as string, 200);
  const words = allowed.join(", ");
  return sendProblem(
    reply.header("allow", words),
    new ScorebookError("METHOD_NOT_ALLOWED", `${path} does not take ${request.method}; it takes ${words}.`)
  );
}

const MAX_ISSUES = 20;
const MAX_MESSAGE = 200;

/** Makes the error of a request part (body, querystring) that is wrong in these places; the first ones are told. */
export function invalidRequest(part: string, faults: readonly Omit<Issue, "code">[]): ScorebookError {
  const issues = faults.slice(0, MAX_ISSUES).map(
    ({path, message}): Issue => ({
      code: "REQUEST_INVALID",
      path: cut(path, MAX_MESSAGE),
      message: cut(message, MAX_MESSAGE)
    })
  );
  const told = issues.map(({path, message}) => `${path} ${message}`).join("; ");
  const more = faults.length > issues.length ? `; and ${faults.length - issues.length} more` : "";
  return new ScorebookError("REQUEST_INVALID", `The ${part} is refused: ${told}${more}.`, issues);
}

function frameworkError(error: FastifyError | ScorebookError, request: FastifyRequest): unknown {
  if (error instanceof ScorebookError) return error;
  if (error.validation) return invalidRequest(error.validationContext ?? "request", validationFaults(error));
  switch (error.code) {
    case "FST_ERR_NOT_FOUND":
      return routeUnknown(request);
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ScorebookError(
        "PAYLOAD_TOO_LARGE",
        `The body is larger than ${Math.floor((request.routeOptions.bodyLimit ?? 2 ** 20) / 2 ** 20)} MiB; send less at once.`
      );
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ScorebookError(
        "MEDIA_UNSUPPORTED",
        `The body is ${cut(request.headers["content-type"] ?? "of no stated type", 100)}; expected application/json.`
      );
    case "EMFILE":
    case "ENFILE":
      return new ScorebookError("TOO_BUSY", "The server has too many files open; ask again in a moment.");
    default:
      if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
        return new ScorebookError(
          "REQUEST_INVALID",
          `The request cannot be read: ${cut(error.message, MAX_MESSAGE)}.`.replace("..", ".")
        );
      return error;
  }
}

function validationFaults({validation = []}: FastifyError): Omit<Issue, "code">[] {
  return validation.map(({instancePath, message, params}) => {
    const {additionalProperty: key, allowedValues: allowed} = params as {
      additionalProperty?: string;
      allowedValues?: unknown[];
    };
    const more = key === undefined ? (allowed ? `: ${allowed.join(", ")}` : "") : ` (${key})`;
    return {path: instancePath || "/", message: `${message ?? "is invalid"}${more}`};
  });
}
