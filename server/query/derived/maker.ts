import {type ChildProcess, fork} from "node:child_process";
import {fileURLToPath} from "node:url";
import {type ErrorCode, ScorebookError} from "../../../src/core/errors.ts";
import type {TableMaker} from "../queries.ts";
import type {MakeTask} from "./makeFiles.ts";

/** What the process of a task sends when it has failed in a known way. */
export interface MakeProblem {
  code: ErrorCode;
  detail: string;
}

/** Creates a maker that does each task in a process of its own and low priority, one after the other. */
export function createTableMaker(taskOf: (table: string) => MakeTask[]): TableMaker {
  const making = new Map<string, Promise<void>>();
  let turn: Promise<unknown> = Promise.resolve();
  let child: ChildProcess | undefined;
  let isClosed = false;

  function work(task: MakeTask): Promise<void> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new ScorebookError("QUERY_BUSY", "The server is ending; ask again later."));
      const started = fork(fileURLToPath(new URL("./makeProcess.ts", import.meta.url)), {
        execArgv: ["--import", import.meta.resolve("tsx")],
        serialization: "advanced",
        stdio: ["ignore", "ignore", "inherit", "ipc"]
      });
      child = started;
      let problem: Error | undefined;
      started.on("message", ({code, detail}: MakeProblem) => {
        problem = new ScorebookError(code, detail);
      });
      started.on("error", reject);
      started.on("exit", (code) => {
        if (code === 0) resolve();
        else reject(problem ?? new Error(`Making a table for queries ended with code ${code}.`));
      });
      started.send(task);
    });
  }

  return {
    make(table) {
      const tasks = taskOf(table);
      const key = tasks.map(({path}) => path).join();
      const known = making.get(key);
      if (known) return known;
      const made = turn.then(async () => {
        for (const task of tasks) await work(task);
      });
      turn = made.catch(() => {});
      making.set(key, made);
      const forget = () => making.delete(key);
      made.then(forget, forget);
      return made;
    },
    close() {
      isClosed = true;
      child?.kill("SIGKILL");
    }
  };
}
