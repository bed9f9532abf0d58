import assert from "node:assert/strict";
import {test} from "node:test";
import {runTasks} from "../../loaders/tasks/runTasks.ts";
import {createWorkerPool} from "../../loaders/tasks/workerPool.ts";
import {ScorebookError} from "../../src/core/errors.ts";

const MODULE = new URL("./tasksModule.ts", import.meta.url);
const THREADS = new URL("./threadModule.ts", import.meta.url);

test("runTasks(module, tasks) gives the results in the order of the tasks", async () => {
  const tasks = [5, 4, 3, 2, 1];
  assert.deepEqual(await runTasks(MODULE, tasks), [25, 16, 9, 4, 1]);
  assert.deepEqual(await runTasks(MODULE, []), []);
});

test("runTasks(module, tasks) throws what the first failing task threw, with its code", async () => {
  await assert.rejects(runTasks(MODULE, [1, -2, -3]), (error) => {
    assert.ok(error instanceof ScorebookError);
    assert.deepEqual(
      [error.code, error.detail, error.issues.length],
      ["TABLE_INVALID", "-2 is negative.", 1]
    );
    return true;
  });
  await assert.rejects(runTasks(MODULE, [Number.NaN]), /^Error: not a number$/);
});

test("runTasks(module, tasks) rejects when a worker ends before its task", async () => {
  await assert.rejects(runTasks(MODULE, [0, 1]), /A worker ended with code 3 before its task/);
});

test("createWorkerPool().run(module, tasks) keeps its threads for the next tasks, runTasks() does not", async () => {
  const waits = Array.from({length: 8}, () => 20);
  const pool = createWorkerPool();
  try {
    const first = new Set(await pool.run<number, number>(THREADS, waits));
    assert.deepEqual(await pool.run<number, number>(MODULE, [3, 2]), [9, 4]);
    for (const thread of await pool.run<number, number>(THREADS, waits)) assert.ok(first.has(thread));
    for (const thread of await runTasks<number, number>(THREADS, waits)) assert.ok(!first.has(thread));
  } finally {
    await pool.close();
  }
});

test("createWorkerPool().run(module, tasks) starts other threads after one has died", async () => {
  const pool = createWorkerPool();
  try {
    await assert.rejects(pool.run(MODULE, [0, 1]), /A worker ended with code 3 before its task/);
    assert.deepEqual(await pool.run<number, number>(MODULE, [3, 2]), [9, 4]);
  } finally {
    await pool.close();
  }
});
