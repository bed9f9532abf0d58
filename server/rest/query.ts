import type {FastifyInstance, FastifyReply} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";
import type {QueryRequest} from "../query/process/protocol.ts";
import type {Queries} from "../query/queries.ts";
import {identifier} from "../query/tables.ts";
import {abortedWith} from "./answers/aborted.ts";
import {modelHeader, nameModel} from "./answers/modelHeader.ts";
import {parseInteger} from "./answers/parameters.ts";
import {problemResponses} from "./problems.ts";

const ARROW = "application/vnd.apache.arrow.stream";

const answerSchema = {
  type: "object",
  required: ["columns", "rows", "truncated"],
  properties: {
    columns: {
      type: "array",
      description: "with DuckDB's types",
      items: {
        type: "object",
        required: ["name", "type"],
        properties: {name: {type: "string"}, type: {type: "string"}}
      }
    },
    rows: {
      type: "array",
      description:
        "integers and decimals that no double holds, days, times, NaN and infinities are text; null is missing",
      items: {type: "array"}
    },
    truncated: {type: "boolean", description: "whether there were more rows than the limit"}
  }
} as const;
const arrowContent = {[ARROW]: {schema: {type: "string", contentEncoding: "binary"}}};
const truncatedHeader = {
  "x-truncated": {type: "string", description: "true when there were more rows than the limit"}
} as const;
const PROBLEMS = ["QUERY_INVALID", "QUERY_REFUSED", "QUERY_LIMIT", "QUERY_BUSY", "FEATURES_MISSING"] as const;

/** Serves SQL over every table, and columns of all clients as Arrow. */
export async function serveQuery(app: FastifyInstance, {queries}: {queries: Queries}) {
  app.post<{Body: {sql: string}}>("/v1/sql", {
    config: {role: "analyst", idempotency: false},
    schema: {
      tags: ["query"],
      summary: "Answers one SELECT over the data set's tables, in DuckDB's SQL",
      description:
        "Tables: clients, features, bureau, bureau_balance, previous_application, pos, card, installments, scores, " +
        `contributions; each has clientId. Accept: ${ARROW} asks for an Arrow stream instead of JSON.`,
      body: {
        type: "object",
        additionalProperties: false,
        required: ["sql"],
        properties: {
          sql: {type: "string", description: "one SELECT; WITH, VALUES, DESCRIBE and SUMMARIZE too"}
        }
      },
      response: {
        200: {
          description: "The rows",
          headers: {...truncatedHeader, ...modelHeader},
          content: {"application/json": {schema: answerSchema}, ...arrowContent}
        },
        ...problemResponses("REQUEST_INVALID", ...PROBLEMS, "PAYLOAD_TOO_LARGE", "MEDIA_UNSUPPORTED")
      }
    },
    handler: ({body: {sql}, headers}, reply) =>
      answer(queries, {sql, format: headers.accept?.includes(ARROW) ? "arrow" : "json"}, reply)
  });

  app.get<{Querystring: {columns?: unknown; where?: unknown; limit?: unknown}}>("/v1/features.arrow", {
    config: {role: "analyst"},
    schema: {
      tags: ["query"],
      summary: "Gives columns of all clients, by ascending clientId, as an Arrow stream",
      querystring: {
        type: "object",
        required: ["columns"],
        properties: {
          columns: {
            type: "string",
            description:
              "names of features, application columns, columns of scores, and target, separated by commas"
          },
          where: {type: "string", description: "a condition in SQL on the columns of the table clients"},
          limit: {type: "integer", minimum: 1, description: "at most so many clients, of the lowest ids"}
        }
      },
      response: {
        200: {
          description: "clientId and the columns asked for; categories are dictionaries of words",
          headers: {...truncatedHeader, ...modelHeader},
          content: arrowContent
        },
        ...problemResponses("REQUEST_INVALID", "FEATURE_UNKNOWN", ...PROBLEMS)
      }
    },
    handler: ({query}, reply) => {
      const columns = parseColumns(query.columns, queries.columns);
      const where = parseWhere(query.where);
      const limit = parseInteger(query.limit, "limit", 1, Number.MAX_SAFE_INTEGER);
      const names = ["clientId", ...columns].map(identifier).join(", ");
      // Without application columns there is nothing to join.
      const needsJoin = where !== undefined || columns.some((name) => !queries.features.has(name));
      const condition = where === undefined ? "" : ` WHERE (${where}\n)`;
      const sql = `SELECT ${names} FROM ${needsJoin ? "clients" : "features"}${condition} ORDER BY "clientId"${limit === undefined ? "" : ` LIMIT ${limit}`}`;
      return answer(queries, {sql, ...(where !== undefined && {where}), format: "arrow"}, reply);
    }
  });
}

async function answer(queries: Queries, request: QueryRequest, reply: FastifyReply) {
  const {body, truncated, model} = await queries.run(request, abortedWith(reply));
  nameModel(reply, model);
  if (truncated) reply.header("x-truncated", "true");
  return reply.type(request.format === "arrow" ? ARROW : "application/json; charset=utf-8").send(body);
}

function parseColumns(given: unknown, known: readonly string[]): string[] {
  if (typeof given !== "string" || given.trim() === "")
    throw invalid("?columns=", `${shown(given)}; names separated by commas were expected`);
  const names = [...new Set(given.split(",").map((name) => name.trim()))].filter(
    (name) => name !== "clientId"
  );
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  const issues = unknown.slice(0, 20).map((name) => {
    const near = nearestNames(name, known);
    const meant =
      near.length > 0 ? `; did you mean ${near.join(", ")}?` : "; /v1/features and /v1/tables list them.";
    return {
      code: "FEATURE_UNKNOWN",
      path: "?columns=",
      message: `There is no column ${name.slice(0, 100)}${meant}`
    };
  });
  throw new ScorebookError("FEATURE_UNKNOWN", issues.map(({message}) => message).join(" "), issues);
}

function parseWhere(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string" && given.trim() !== "") return given;
  throw invalid(
    "?where=",
    `${shown(given)}; one condition on columns was expected, such as AMT_CREDIT > 500000`
  );
}

const shown = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value).slice(0, 60));

function invalid(path: string, what: string): ScorebookError {
  const message = `${path} is ${what}`;
  return new ScorebookError("REQUEST_INVALID", `${message}.`, [{code: "REQUEST_INVALID", path, message}]);
}
