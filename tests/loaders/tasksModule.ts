import {ScorebookError} from "../../src/core/errors.ts";

/** Squares a number in a worker; refuses negative ones, fails for NaN, and ends the worker for 0. */
export function runTask(task: number): number {
  if (task === 0) process.exit(3);
  if (Number.isNaN(task)) throw new Error("not a number");
  if (task > 0) return task * task;
  const issue = {code: "TABLE_INVALID", path: "/", message: "negative"};
  throw new ScorebookError("TABLE_INVALID", `${task} is negative.`, [issue]);
}
