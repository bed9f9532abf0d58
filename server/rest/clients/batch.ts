import {Readable} from "node:stream";
import {setImmediate as nextTurn} from "node:timers/promises";
import type {FastifyInstance, FastifyReply} from "fastify";
import {errorToProblem, ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";
import {type BatchItem, itemsOfCsv, itemsOfJson, itemsOfLines} from "../../scoring/batchItems.ts";
import type {JobKind, ScoringEngine} from "../../scoring/engine.ts";
import type {ComputePool} from "../../scoring/threads/pool.ts";
import type {Workbench} from "../../scoring/workbench.ts";
import {parseShape, type ShapeQuery, shapeQuery} from "../answers/explanationShape.ts";
import {parseJsonBody} from "../jsonBody.ts";
import {invalidRequest, problemResponses} from "../problems.ts";

const BODY_LIMIT = 16 * 2 ** 20;
const MOST_ITEMS = 400_000;
const TURN_MS = 8;
const NDJSON = "application/x-ndjson";

/** Items that a thread makes in one go. */
const ITEMS_OF_A_TASK = 32;

/** The JSON of what was asked for, or why there is none. */
type Told = {text: string} | {error: unknown};

type BatchBody = {ids?: unknown[]; applicants?: unknown[]} | {items: Iterable<BatchItem>};

/**
 * Serves many scores or explanations in one request, in the order of its items. Results are sent as they are made and
 * no faster than they are read; one that fails does not fail the others.
 */
export async function serveBatch(
  app: FastifyInstance,
  {engine, workbench, pool}: {engine: ScoringEngine; workbench: Workbench; pool: ComputePool | null}
) {
  const utf8 = (body: Buffer) => {
    try {
      return new TextDecoder("utf-8", {fatal: true}).decode(body);
    } catch {
      throw new ScorebookError("REQUEST_INVALID", "The body is not UTF-8; expected UTF-8.");
    }
  };
  const parseLine = (line: string) => parseJsonBody(Buffer.from(line));
  app.addContentTypeParser(NDJSON, {parseAs: "buffer"}, async (_request: unknown, body: Buffer) => ({
    items: itemsOfLines(utf8(body), parseLine)
  }));
  app.addContentTypeParser("text/csv", {parseAs: "buffer"}, async (_request: unknown, body: Buffer) => ({
    items: itemsOfCsv(utf8(body))
  }));

  function answer(kind: JobKind, item: BatchItem): object {
    if ("error" in item) throw item.error;
    if ("clientId" in item) return engine.compute(kind, item.clientId);
    return workbench.applicant(kind, item.applicant);
  }

  /** Answers an item here; what a thread has made of it already is taken as it is. */
  function tell(item: BatchItem, made: Uint8Array | null, answered: (item: BatchItem) => object): Told {
    if (made) return {text: Buffer.from(made).toString("utf8")};
    try {
      return {text: JSON.stringify(answered(item))};
    } catch (error) {
      return {error};
    }
  }

  /** Writes a result for each item, in order; so many lists of items are with the threads ahead of what is read. */
  async function* results(
    answered: (item: BatchItem) => object,
    items: Iterable<BatchItem>,
    {kind, query, requestId}: {kind: JobKind; query: ShapeQuery; requestId: string}
  ): AsyncGenerator<string> {
    const ahead: {list: readonly BatchItem[]; made: Promise<(Uint8Array | null)[]>}[] = [];
    const lists = listsOf(items, pool ? ITEMS_OF_A_TASK : 1);
    let index = 0;
    let turn = performance.now();
    for (;;) {
      while (ahead.length < (pool ? 2 * pool.threads : 1)) {
        const {value: list, done} = lists.next();
        if (done) break;
        ahead.push({list, made: makeAll(kind, list, query)});
      }
      const next = ahead.shift();
      if (!next) return;
      const made = await next.made;
      for (const [i, item] of next.list.entries()) {
        if (index >= MOST_ITEMS) return;
        const told = tell(item, made[i] ?? null, answered);
        yield "text" in told
          ? `{"index":${index},"ok":true,"body":${told.text}}`
          : JSON.stringify({index, ok: false, problem: errorToProblem(told.error, requestId)});
        index++;
        if (performance.now() - turn < TURN_MS) continue;
        await nextTurn();
        turn = performance.now();
      }
    }
  }

  /** Lets a thread make what is asked of known clients. */
  async function makeAll(kind: JobKind, list: readonly BatchItem[], query: ShapeQuery) {
    const clientIds = list.flatMap((item) => ("clientId" in item ? [item.clientId] : []));
    if (!pool || clientIds.length === 0) return [];
    const made = (await pool.make(kind, clientIds, query)).values();
    return list.map((item) => ("clientId" in item ? (made.next().value?.bytes ?? null) : null));
  }

  app.post<{Body: BatchBody; Querystring: {kind?: JobKind} & ShapeQuery}>("/v1/batch", {
    bodyLimit: BODY_LIMIT,
    config: {role: "analyst", idempotency: false},
    schema: {
      tags: ["applicants"],
      summary: "Scores or explains many clients and applicants; keeps nothing",
      description:
        `JSON {ids, applicants}; ${NDJSON}, one id or applicant a line; or text/csv, with SK_ID_CURR alone or with columns of the ` +
        `application. Answers in order as JSON, or with Accept: ${NDJSON} one result a line.`,
      querystring: {
        type: "object",
        properties: {
          kind: {type: "string", enum: ["score", "explanation"], default: "score"},
          ...shapeQuery.properties
        }
      },
      response: {
        200: {
          description: "A result for each item, in order",
          content: {
            "application/json": {schema: {type: "object", additionalProperties: true}},
            [NDJSON]: {schema: {type: "string"}}
          }
        },
        ...problemResponses("REQUEST_INVALID", "PAYLOAD_TOO_LARGE", "MEDIA_UNSUPPORTED", "FEATURES_MISSING")
      }
    },
    handler: async ({body, query, id, headers}, reply) => {
      const kind = kindOf(query.kind);
      const shape = parseShape(query);
      const told = shape && kind === "explanation" ? shape : (one: object) => one;
      const made = results((item) => told(answer(kind, item)), itemsOf(body), {kind, query, requestId: id});
      const isLines = String(headers.accept ?? "").includes(NDJSON);
      return send(
        reply,
        isLines ? toLines(made) : toJson(made),
        isLines ? NDJSON : "application/json; charset=utf-8"
      );
    }
  });
}

function kindOf(kind: unknown): JobKind {
  if (kind === undefined || kind === "score" || kind === "explanation") return kind ?? "score";
  throw invalidRequest("querystring", [
    {path: "?kind=", message: `is ${shown(kind)}; expected score or explanation`}
  ]);
}

function itemsOf(body: BatchBody): Iterable<BatchItem> {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalidRequest("body", [{path: "/", message: "is no object with ids or applicants"}]);
  if ("items" in body && !Array.isArray(body.items)) return body.items;
  const {ids, applicants, ...others} = body as {ids?: unknown[]; applicants?: unknown[]};
  const unknown = Object.keys(others);
  const isList = (list: unknown) => list === undefined || Array.isArray(list);
  if (unknown.length > 0 || !isList(ids) || !isList(applicants) || (!ids && !applicants))
    throw invalidRequest("body", [
      {
        path: unknown[0] ? `/${unknown[0]}` : "/",
        message: `${unknown[0] ? "is an unknown key" : "has no list of ids or applicants"}; {"ids": […], "applicants": […]} was expected`
      }
    ]);
  return itemsOfJson({...(ids && {ids}), ...(applicants && {applicants})});
}

/** Cuts items into lists of so many. */
function* listsOf(items: Iterable<BatchItem>, most: number): Generator<BatchItem[]> {
  let list: BatchItem[] = [];
  for (const item of items) {
    list.push(item);
    if (list.length < most) continue;
    yield list;
    list = [];
  }
  if (list.length > 0) yield list;
}

async function* toLines(results: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const result of results) yield `${result}\n`;
}

async function* toJson(results: AsyncIterable<string>): AsyncGenerator<string> {
  let before = '{"results":[';
  for await (const result of results) {
    yield before + result;
    before = ",";
  }
  yield before === "," ? "]}" : `${before}]}`;
}

const send = (reply: FastifyReply, lines: AsyncIterable<string>, type: string) =>
  reply.type(type).send(Readable.from(lines));
