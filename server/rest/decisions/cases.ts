import type {FastifyInstance, FastifyRequest} from "fastify";
import {type ErrorCode, ScorebookError} from "../../../src/core/errors.ts";
import {
  type CaseChange,
  caseAnswerSchema,
  caseFactSchema,
  caseResultSchema,
  caseStateSchema
} from "../../../src/core/schema/case.ts";
import {scoreSchema} from "../../../src/core/schema/score.ts";
import {actorOf} from "../../access/actor.ts";
import {caseChangeBody} from "../../cases/body.ts";
import type {Cases} from "../../cases/cases.ts";
import type {QueueItem, WorkQueue} from "../../cases/queue.ts";
import {parseClientId} from "../../scoring/clientId.ts";
import {parseInteger} from "../answers/parameters.ts";
import {clientParams} from "../clients/clients.ts";
import {BODY_PROBLEMS, problemResponses, STORAGE_PROBLEMS} from "../problems.ts";
import {parseText, parseWord} from "./records.ts";

const MAX_LIMIT = 200;
const MAX_NEAR = 1000;
const STATUSES = ["open", "awaiting", "decided", "declined", "failed"] as const;
const {version, status, claim, decision, changedAt, changedBy} = caseStateSchema.properties;
const nullableText = {type: ["string", "null"]} as const;

const itemSchema = {
  type: "object",
  required: ["clientId", "case", "score", "decision", "at", "job", "problem"],
  additionalProperties: false,
  properties: {
    clientId: {type: "integer"},
    case: {
      type: ["object", "null"],
      required: ["version", "status", "claim", "decision", "changedAt", "changedBy"],
      additionalProperties: false,
      properties: {version, status, claim, decision, changedAt, changedBy}
    },
    score: {type: ["integer", "null"]},
    decision: {type: ["string", "null"], enum: [...scoreSchema.properties.decision.enum, null]},
    at: nullableText,
    job: nullableText,
    problem: {...nullableText, description: "what went wrong, of a job that failed"}
  }
} as const;

interface Query {
  status?: unknown;
  claimed?: unknown;
  near?: unknown;
  after?: unknown;
  limit?: unknown;
}

/** Serves cases, which sockets change live, and the work queue. */
export async function serveCases(app: FastifyInstance, {cases, queue}: {cases: Cases; queue: WorkQueue}) {
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["cases"],
    summary,
    response: {200: success, ...problemResponses("REQUEST_INVALID", ...codes, ...STORAGE_PROBLEMS)}
  });

  app.get<{Querystring: Query}>("/v1/cases", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "Lists what there is to do: cases by status, or clients near the cut-off, declined or with a failed job",
        {
          description: "A page; next is null on the last one, and otherwise the next page's after",
          type: "object",
          required: ["items", "next"],
          properties: {items: {type: "array", items: itemSchema}, next: nullableText}
        },
        "FEATURES_MISSING",
        "QUERY_BUSY",
        "QUERY_LIMIT"
      ),
      querystring: {
        type: "object",
        properties: {
          status: {
            type: "string",
            enum: STATUSES,
            description:
              "of cases: open, awaiting a second person, or decided; else declined: newest declines, failed: newest failed jobs"
          },
          claimed: {type: "string", description: "cases that this person works on; none: that nobody does"},
          near: {
            type: "integer",
            minimum: 0,
            maximum: MAX_NEAR,
            description: "clients not decided within so many points of the cut-off, the nearest first"
          },
          after: {type: "string", description: "of a page of cases: what the page before told as next"},
          limit: {type: "integer", minimum: 1, maximum: MAX_LIMIT, default: 50}
        }
      }
    },
    handler: async (request) => page(request)
  });

  async function page({query, raw}: FastifyRequest<{Querystring: Query}>) {
    const limit = parseInteger(query.limit, "limit", 1, MAX_LIMIT) ?? 50;
    const near = parseInteger(query.near, "near", 0, MAX_NEAR);
    const wanted = parseWord(query.status, "status", STATUSES);
    const claimed = parseText(query.claimed, "claimed");
    const after = parseAfter(query.after);
    const others = (["status", "claimed", "after"] as const).filter((name) => query[name] !== undefined);
    if (near !== undefined) {
      alone("near", others);
      const stop = new AbortController();
      const abort = () => stop.abort();
      raw.socket?.once("close", abort);
      try {
        return {items: await queue.near(near, limit, stop.signal), next: null};
      } finally {
        // A page asks again and again over one connection.
        raw.socket?.off("close", abort);
      }
    }
    if (wanted === "declined" || wanted === "failed") {
      alone(
        `status=${wanted}`,
        others.filter((name) => name !== "status")
      );
      return {items: await queue[wanted](limit), next: null};
    }
    const claimedBy = claimed === "none" ? null : claimed;
    const items = await queue.cases({status: wanted, claimedBy, after, limit: limit + 1});
    const some = items.slice(0, limit);
    return {items: some, next: items.length > limit ? placeOf(some.at(-1)!) : null};
  }

  app.get<{Params: {id: string}; Querystring: {version?: unknown}}>("/v1/cases/:id", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "Gives a client's case, or what changed since a version",
        {...caseAnswerSchema, description: "The case"},
        "CLIENT_ID_INVALID",
        "CLIENT_UNKNOWN"
      ),
      params: clientParams,
      querystring: {
        type: "object",
        properties: {version: {type: "integer", minimum: 0, description: "the version that one knows"}}
      }
    },
    handler: async ({params: {id}, query}) =>
      cases.read(
        parseClientId(id, "/v1/cases/"),
        parseInteger(query.version, "version", 0, Number.MAX_SAFE_INTEGER)
      )
  });
  app.post<{Params: {id: string}; Body: CaseChange}>("/v1/cases/:id", {
    config: {role: "officer"},
    schema: {
      ...describe(
        "Changes a client's case, which opens it, and tells all who have it open",
        {
          ...caseFactSchema,
          description: "What changed",
          required: [...caseFactSchema.required, "result"],
          properties: {...caseFactSchema.properties, result: caseResultSchema}
        },
        "CLIENT_ID_INVALID",
        "CLIENT_UNKNOWN",
        "CASE_CHANGED",
        "CASE_LIMIT",
        "FEATURE_UNKNOWN",
        "FEATURES_MISSING",
        "OVERRIDE_UNEXPLAINED",
        ...BODY_PROBLEMS
      ),
      params: clientParams,
      body: caseChangeBody
    },
    handler: async ({params: {id}, body, caller}) =>
      cases.change(actorOf(caller, body.by), parseClientId(id, "/v1/cases/"), body)
  });
}

const placeOf = ({at, clientId}: QueueItem): string => `${at}/${clientId}`;

function parseAfter(text: unknown): {changedAt: string; clientId: number} | undefined {
  if (text === undefined) return undefined;
  const found = typeof text === "string" && /^([0-9T:.Z-]{10,30})\/(\d{1,10})$/.exec(text);
  if (found) return {changedAt: found[1]!, clientId: Number(found[2])};
  throw invalid("?after=", "?after= is not what a page told as next");
}

function alone(what: string, others: readonly string[]): void {
  if (others.length > 0)
    throw invalid(`?${others[0]}=`, `?${others[0]}= does not go with ${what}; ask for one of them`);
}

const invalid = (path: string, message: string) =>
  new ScorebookError("REQUEST_INVALID", `${message}.`, [{code: "REQUEST_INVALID", path, message}]);
