import {writeFileSync} from "node:fs";
import {Socket} from "node:net";
import {setPriority} from "node:os";
import type {DuckDBConnection} from "@duckdb/node-api";
import {ScorebookError} from "../../../src/core/errors.ts";
import {type QueryAnswer, writeAnswer} from "../answers/answer.ts";
import {createArrowWriter} from "../answers/arrow.ts";
import {createJsonWriter} from "../answers/json.ts";
import type {QueryLimits} from "../limits.ts";
import {checkExpression, checkStatement, checkText} from "../statement.ts";
import {openDatabase, type QueryDatabase} from "./database.ts";
import {duckdbError} from "./duckdbError.ts";
import {ANSWER_PIPE, type FromProcess, type QueryRequest, type ToProcess} from "./protocol.ts";

const WATCH_MS = 25;
const LOW_PRIORITY = 10;

const pipe = new Socket({fd: ANSWER_PIPE, readable: false, writable: true});
let database: Promise<QueryDatabase>;
let limits: QueryLimits;
let names: ReadonlySet<string>;
let running: DuckDBConnection | undefined;
let isStopped = false;

process.on("disconnect", () => process.exit());
process.on("message", (message: ToProcess) => {
  switch (message.type) {
    case "open":
      limits = message.limits;
      names = new Set(message.tables.map(({name}) => name));
      yieldToOthers();
      database = openDatabase(message.tables, limits);
      database.then(() => process.send!({type: "ready"} satisfies FromProcess));
      return;
    case "stop":
      isStopped = true;
      return running?.interrupt();
    case "run":
      isStopped = false;
      answer(message).then((told) => process.send!(told));
  }
});

/** Lets scoring go first, and the system take this process before the server when memory ends. */
function yieldToOthers() {
  setPriority(LOW_PRIORITY);
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Only Linux has it.
  }
  setInterval(() => {
    if (process.memoryUsage.rss() > limits.processMib * 2 ** 20) process.exit(1);
  }, WATCH_MS).unref();
}

async function answer(request: QueryRequest): Promise<FromProcess> {
  try {
    const result = await run(request);
    if ("needs" in result) return {type: "needs", tables: result.needs};
    const {body, rows, truncated} = result;
    pipe.write(body);
    return {type: "done", bytes: body.length, rows, truncated};
  } catch (error) {
    if (isStopped) return {type: "stopped"};
    const {code, detail} = duckdbError(error);
    return {type: "problem", code, detail};
  }
}

async function run({sql, where, format}: QueryRequest): Promise<QueryAnswer | {needs: string[]}> {
  checkText(sql, limits.statementLength);
  const {instance, open, parse} = await database;
  if (where !== undefined) checkExpression(await parse(`SELECT (${where}\n)`), where);
  const {tables, showsTables} = checkStatement(await parse(sql), names);
  const needs = await open(tables);
  if (needs.length > 0) return {needs};
  const connection = await instance.connect();
  running = connection;
  try {
    const statement = await connection.prepare(showsTables ? showTables() : sql);
    stopIfAsked();
    const result = await statement.stream();
    const writer = format === "json" ? createJsonWriter(result) : createArrowWriter(result);
    return await writeAnswer(result, writer, limits);
  } finally {
    running = undefined;
    connection.closeSync();
  }
}

function stopIfAsked() {
  if (isStopped) throw new ScorebookError("QUERY_LIMIT", "The statement was stopped.");
}

const showTables = () => `SELECT unnest([${[...names].map((name) => `'${name}'`).join(", ")}]) AS name`;
