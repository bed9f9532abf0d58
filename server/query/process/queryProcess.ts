import {type ChildProcess, fork} from "node:child_process";
import type {Readable} from "node:stream";
import {fileURLToPath} from "node:url";
import {ScorebookError} from "../../../src/core/errors.ts";
import type {Clock} from "../../clock.ts";
import type {QueryAnswer} from "../answers/answer.ts";
import type {QueryLimits} from "../limits.ts";
import type {QueryTable} from "../tables.ts";
import {ANSWER_PIPE, type FromProcess, type QueryRequest, type ToProcess} from "./protocol.ts";

/** A process that answers one query at a time. */
export interface QueryProcess {
  readonly pid: number | undefined;
  /** Whether it can take another query. */
  isAlive(): boolean;
  /**
   * Answers a query, or tells which tables must be made first. A query that is cancelled or takes too long is
   * interrupted, and its process killed when that does not help.
   * @throws QUERY_INVALID, QUERY_REFUSED, QUERY_LIMIT
   */
  run(request: QueryRequest, signal: AbortSignal): Promise<QueryAnswer | {needs: string[]}>;
  kill(): void;
}

const HEAP_MIB = 512;

/** Starts a process that reads the tables of the data set in `folder`, with no variable of this environment. */
export function startQueryProcess(parts: {
  folder: string;
  tables: QueryTable[];
  limits: QueryLimits;
  clock: Clock;
}): QueryProcess {
  const {folder, tables, limits, clock} = parts;
  const child = fork(fileURLToPath(new URL("./process.ts", import.meta.url)), {
    cwd: folder,
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MIB}`, "--import", import.meta.resolve("tsx")],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "pipe", "ipc"]
  });
  const pipe = child.stdio[ANSWER_PIPE] as Readable;
  let alive = true;
  let isKilled = false;
  const send = (message: ToProcess) => child.connected && child.send(message, () => {});
  child.on("error", () => {
    alive = false;
  });
  child.on("exit", () => {
    alive = false;
  });
  const opened = told(child);
  opened.catch(() => {});
  send({type: "open", tables, limits});

  async function run(request: QueryRequest, signal: AbortSignal) {
    await opened.catch(() => {
      throw new Error("A query process could not start.");
    });
    const answered = told(child);
    send({type: "run", ...request});
    let cancelKill: (() => void) | undefined;
    const stop = () => {
      if (cancelKill) return;
      send({type: "stop"});
      cancelKill = clock.after(limits.graceMs, kill);
    };
    const cancelTimer = clock.after(limits.timeMs, stop);
    signal.addEventListener("abort", stop, {once: true});
    try {
      const message = await answered;
      if (message.type === "needs") return {needs: message.tables};
      if (message.type === "problem") throw new ScorebookError(message.code, message.detail);
      if (message.type === "stopped") throw stopped(signal, limits);
      const {bytes, rows, truncated} = message as Extract<FromProcess, {type: "done"}>;
      return {body: await readBytes(pipe, bytes), rows, truncated};
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      alive = false;
      throw isKilled ? stopped(signal, limits) : ended();
    } finally {
      cancelTimer();
      cancelKill?.();
      signal.removeEventListener("abort", stop);
    }
  }
  function kill() {
    alive = false;
    isKilled = true;
    child.kill("SIGKILL");
  }
  return {pid: child.pid, isAlive: () => alive, run, kill};
}

/** The process ended before it answered. */
class Ended extends Error {}

function told(child: ChildProcess): Promise<FromProcess> {
  return new Promise((resolve, reject) => {
    const settle = () => child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
    const onMessage = (message: unknown) => {
      settle();
      resolve(message as FromProcess);
    };
    const onEnd = () => {
      settle();
      reject(new Ended());
    };
    child.on("message", onMessage).on("exit", onEnd).on("error", onEnd);
  });
}

async function readBytes(pipe: Readable, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let missing = bytes;
  while (missing > 0) {
    const part = pipe.read() as Buffer | null;
    if (part) {
      parts.push(part);
      missing -= part.length;
    } else if (pipe.readableEnded || pipe.destroyed) throw new Ended();
    else await readable(pipe);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, bytes);
}

function readable(pipe: Readable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      pipe.off("readable", settle).off("end", settle).off("close", settle);
      resolve();
    };
    pipe.on("readable", settle).on("end", settle).on("close", settle);
  });
}

const ended = () =>
  new ScorebookError(
    "QUERY_LIMIT",
    "The query needs more memory than one may have, and its process ended; fewer rows at once were expected."
  );

function stopped(signal: AbortSignal, {timeMs}: QueryLimits): ScorebookError {
  const why = signal.aborted
    ? "The query was stopped because nobody waits for it"
    : `The query took longer than ${timeMs / 1000} s and was stopped; fewer rows or a condition were expected`;
  return new ScorebookError("QUERY_LIMIT", `${why}.`);
}
