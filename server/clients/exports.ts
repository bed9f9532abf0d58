import {type Duplex, pipeline, Readable} from "node:stream";
import {setImmediate as nextTurn} from "node:timers/promises";
import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray
} from "apache-arrow";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {abortedWith} from "../rest/answers/aborted.ts";
import {asUnchanged, etagOf, isUnchanged} from "../rest/answers/etag.ts";
import {modelHeader, nameModel} from "../rest/answers/modelHeader.ts";
import {problemResponses} from "../rest/problems.ts";
import {type FilterQuery, filterProperties, parseFilter} from "./query.ts";
import type {ScoredColumns} from "./scoredColumns.ts";
import {DECISIONS, type ScoredSet} from "./scoredSet.ts";
import {filterClients, learnedFrom} from "./search.ts";

const ARROW = "application/vnd.apache.arrow.stream";
const COLUMNS = "clientId,score,decision,probabilityOfDefault,rawScore,inTraining";
const CLIENTS_AT_ONCE = 4096;

/** Serves the scores of all clients, or of those that a filter lets through, by ascending id. */
export async function serveExports(app: FastifyInstance, {scored}: {scored: ScoredSet}) {
  const formats = [
    ["csv", "text/csv; charset=utf-8", csvOf],
    ["arrow", ARROW, arrowOf]
  ] as const;
  for (const [name, type, write] of formats)
    app.get<{Querystring: FilterQuery}>(`/v1/scores.${name}`, {
      config: {role: "viewer"},
      schema: {
        tags: ["query"],
        summary: `Gives the scores of all clients as ${name === "csv" ? "CSV" : "an Arrow stream"}`,
        querystring: {type: "object", properties: filterProperties},
        response: {
          200: {
            description: `${COLUMNS}, by ascending clientId`,
            headers: modelHeader,
            content: {[type.split(";")[0] as string]: {schema: {type: "string"}}}
          },
          304: {description: "The scores are still those of If-None-Match", type: "null"},
          ...problemResponses(
            "REQUEST_INVALID",
            "QUERY_INVALID",
            "QUERY_REFUSED",
            "QUERY_LIMIT",
            "QUERY_BUSY",
            "FEATURES_MISSING"
          )
        }
      },
      handler: (request, reply) => send(request, reply, type, write)
    });

  async function send(
    request: FastifyRequest<{Querystring: FilterQuery}>,
    reply: FastifyReply,
    type: string,
    write: typeof csvOf | typeof arrowOf
  ) {
    const filter = parseFilter(request.query);
    const tagOf = (of: string) => etagOf(JSON.stringify([of, type, filter]));
    const present = tagOf(scored.etag);
    if (isUnchanged(request, present)) return asUnchanged(reply.header("etag", present)).send();
    const {scores, positions, etag, model} = await filterClients(scored, filter, abortedWith(reply));
    nameModel(reply, model);
    return reply.header("etag", tagOf(etag)).type(type).send(write(scores, positions));
  }
}

/** Writes slices of the clients, letting other requests have their turn after each. */
async function* slices<T>(positions: Int32Array, write: (slice: Int32Array) => T): AsyncGenerator<T> {
  for (let first = 0; first < positions.length; first += CLIENTS_AT_ONCE) {
    yield write(positions.subarray(first, first + CLIENTS_AT_ONCE));
    await nextTurn();
  }
}

function csvOf(scores: ScoredColumns, positions: Int32Array): Readable {
  const line = (at: number) =>
    `${scores.ids[at]},${scores.score[at]},${DECISIONS[scores.decision[at]!]},${scores.probabilityOfDefault[at]},${scores.rawScore[at]},${learnedFrom(scores, at) ?? ""}\n`;
  async function* lines() {
    yield `${COLUMNS}\n`;
    yield* slices(positions, (slice) => Array.from(slice, line).join(""));
  }
  return Readable.from(lines(), {objectMode: false});
}

const WORDS = new Dictionary(new Utf8(), new Int8(), 0);
const SCHEMA = new Schema([
  new Field("clientId", new Int32()),
  new Field("score", new Int16()),
  new Field("decision", WORDS),
  new Field("probabilityOfDefault", new Float64()),
  new Field("rawScore", new Float64()),
  new Field("inTraining", new Bool(), true)
]);

function arrowOf(scores: ScoredColumns, positions: Int32Array): Readable {
  const dictionary = vectorFromArray([...DECISIONS], new Utf8());
  const take = <T extends Int32Array | Int16Array | Float64Array | Uint8Array>(
    column: T,
    slice: Int32Array
  ): T => {
    const taken = new (column.constructor as new (length: number) => T)(slice.length);
    for (let i = 0; i < slice.length; i++) taken[i] = column[slice[i]!]!;
    return taken;
  };
  const batch = (slice: Int32Array) =>
    new RecordBatch(
      SCHEMA,
      makeData({
        type: new Struct(SCHEMA.fields),
        length: slice.length,
        nullCount: 0,
        children: [
          makeData({type: new Int32(), data: take(scores.ids, slice)}),
          makeData({type: new Int16(), data: take(scores.score, slice)}),
          makeData({type: WORDS, data: Int8Array.from(take(scores.decision, slice)), dictionary}),
          makeData({type: new Float64(), data: take(scores.probabilityOfDefault, slice)}),
          makeData({type: new Float64(), data: take(scores.rawScore, slice)}),
          vectorFromArray(
            Array.from(slice, (at) => learnedFrom(scores, at)),
            new Bool()
          ).data[0]!
        ]
      })
    );
  // An empty batch tells the columns when no client is let through.
  const batches = positions.length === 0 ? [batch(positions)] : slices(positions, batch);
  // Whoever goes away ends the slices as well; there is nobody left to be told of it.
  return pipeline(Readable.from(batches), RecordBatchStreamWriter.throughNode(), () => {}) as Duplex;
}
