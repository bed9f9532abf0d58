import {ScorebookError} from "../../src/core/errors.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";
import type {Clock} from "../clock.ts";
import type {QueryAnswer} from "./answers/answer.ts";
import type {QueryLimits} from "./limits.ts";
import type {QueryRequest} from "./process/protocol.ts";
import type {QueryProcess} from "./process/queryProcess.ts";

/** Answers statements over the data set's tables. */
export interface Queries {
  /** The columns of the table clients, clientId aside. */
  readonly columns: readonly string[];
  /** Those of them that the table features has as well. */
  readonly features: ReadonlySet<string>;
  /**
   * Answers one SELECT; a table that was never asked for is made first.
   * @param signal aborts when nobody waits for the answer
   * @throws QUERY_INVALID, QUERY_REFUSED, QUERY_LIMIT, QUERY_BUSY
   */
  run(request: QueryRequest, signal: AbortSignal): Promise<NamedAnswer>;
  /** Reads the tables as they are declared now from the next query on; those that run are answered as they began. */
  refresh(): void;
  close(): void;
}

/** An answer, and the model whose scores the tables held. */
export type NamedAnswer = QueryAnswer & {model: ModelRef};

/** Makes files that statements need. */
export interface TableMaker {
  /** Makes the files of a table unless they are there; the same work is never done twice at a time. */
  make(table: string): Promise<void>;
  close(): void;
}

/**
 * Creates queries on a pool of processes, each of which answers one query at a time: what one statement does to its
 * process reaches no other statement and not the server.
 */
export function createQueries(parts: {
  start: () => QueryProcess;
  maker: TableMaker;
  /** Whose scores the tables hold now. */
  model: () => ModelRef;
  limits: QueryLimits;
  clock: Clock;
}): Pick<Queries, "run" | "refresh" | "close"> {
  const {start, maker, model, limits, clock} = parts;
  const idle: QueryProcess[] = [];
  const busy = new Set<QueryProcess>();
  /** Processes that read the tables as they were. */
  const stale = new WeakSet<QueryProcess>();
  const models = new WeakMap<QueryProcess, ModelRef>();
  let refreshes = 0;
  let waiting: (() => void)[] = [];
  let isClosed = false;

  async function takeProcess(signal: AbortSignal): Promise<QueryProcess> {
    if (busy.size >= limits.processes) await turn(signal);
    if (isClosed) throw gone();
    let taken = idle.pop();
    while (taken && !taken.isAlive()) taken = idle.pop();
    taken ??= startOne();
    busy.add(taken);
    return taken;
  }

  function startOne(): QueryProcess {
    const started = start();
    models.set(started, model());
    return started;
  }

  function giveBack(process: QueryProcess) {
    busy.delete(process);
    if (process.isAlive() && !isClosed && !stale.has(process)) idle.push(process);
    else process.kill();
    waiting.shift()?.();
  }

  function turn(signal: AbortSignal): Promise<void> {
    if (waiting.length >= limits.waiting) throw new ScorebookError("QUERY_BUSY", BUSY);
    return new Promise((resolve, reject) => {
      const settle = (error?: ScorebookError) => {
        cancel();
        signal.removeEventListener("abort", onAbort);
        waiting = waiting.filter((waiter) => waiter !== onTurn);
        if (error) reject(error);
        else resolve();
      };
      const onTurn = () => settle();
      const onAbort = () => settle(gone());
      const cancel = clock.after(limits.waitMs, () => settle(new ScorebookError("QUERY_BUSY", BUSY)));
      signal.addEventListener("abort", onAbort, {once: true});
      waiting.push(onTurn);
    });
  }

  async function once(request: QueryRequest, signal: AbortSignal) {
    const process = await takeProcess(signal);
    try {
      const answer = await process.run(request, signal);
      return "needs" in answer ? answer : {...answer, model: models.get(process)!};
    } finally {
      giveBack(process);
    }
  }

  return {
    async run(request, signal) {
      const made = new Set<string>();
      let asOf = refreshes;
      for (;;) {
        if (asOf !== refreshes) made.clear();
        asOf = refreshes;
        if (signal.aborted) throw gone();
        const answer = await once(request, signal);
        if (!("needs" in answer)) return answer;
        for (const table of answer.needs) {
          if (made.has(table)) throw lacking(table);
          await inTime(maker.make(table), table);
          made.add(table);
        }
      }
    },
    refresh() {
      refreshes++;
      for (const process of busy) stale.add(process);
      for (const process of idle.splice(0)) process.kill();
    },
    close() {
      isClosed = true;
      maker.close();
      for (const process of [...idle, ...busy]) process.kill();
      for (const onTurn of waiting) onTurn();
    }
  };

  function inTime(made: Promise<void>, table: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(limits.waitMs, () =>
        reject(
          new ScorebookError(
            "QUERY_BUSY",
            `The table ${table} is being prepared for the first time; ask again in some seconds.`
          )
        )
      );
      made.then(resolve, reject).finally(cancel);
    });
  }
}

const BUSY = "As many queries as may run are running, and others wait; ask again in some seconds.";
const lacking = (table: string) =>
  new ScorebookError(
    "FEATURES_MISSING",
    `The files of the table ${table} are not there; compute the features again with npm run features.`
  );
const gone = () => new ScorebookError("QUERY_LIMIT", "The query was stopped because nobody waits for it.");
