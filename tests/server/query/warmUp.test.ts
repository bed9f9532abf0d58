import assert from "node:assert/strict";
import {test} from "node:test";
import {setImmediate} from "node:timers/promises";
import {FIRST_QUESTIONS, MOST_CLIENTS, warmUp} from "../../../server/app/warmUp.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {ScorebookError} from "../../../src/core/errors.ts";

/** Warms up with what answers each statement, at a time that the test chooses. */
function warming(answer: (sql: string) => Promise<void>, clients = MOST_CLIENTS) {
  const asked: string[] = [];
  const warned: unknown[] = [];
  let begin: () => void = () => {};
  const run: Queries["run"] = async ({sql}) => {
    asked.push(sql!);
    await answer(sql!);
    return {} as Awaited<ReturnType<Queries["run"]>>;
  };
  const stop = warmUp({
    clients,
    queries: {run},
    clock: {
      after(_, callback) {
        begin = callback;
        return () => {
          begin = () => {};
        };
      }
    },
    log: {warn: (...told: unknown[]) => void warned.push(told)}
  });
  /** Waits for more turns of the event loop than all questions take. */
  const settled = async () => {
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  };
  return {asked, warned, stop, begin: () => begin(), settled};
}

test("warmUp(parts) asks nothing at the start, then one question after the other", async () => {
  let running = 0;
  const {asked, warned, begin, settled} = warming(async () => {
    assert.equal(++running, 1);
    await setImmediate();
    running--;
  });
  assert.deepEqual(asked, []);
  begin();
  await settled();
  assert.deepEqual([asked, warned], [FIRST_QUESTIONS, []]);
});

test("warmUp(parts) goes on after what cannot be made, and tells the log of what nobody expected", async () => {
  const faults = [new ScorebookError("QUERY_BUSY", "is being prepared"), new Error("planted")];
  const {asked, warned, begin, settled} = warming(async () => {
    const fault = faults.shift();
    if (fault) throw fault;
  });
  begin();
  await settled();
  assert.deepEqual([asked, warned.length], [FIRST_QUESTIONS, 1]);
});

test("warmUp(parts)() stops before its time and between two questions", async () => {
  const early = warming(async () => {});
  early.stop();
  early.begin();
  const between = warming(async () => between.stop());
  between.begin();
  await between.settled();
  assert.deepEqual([early.asked, between.asked], [[], FIRST_QUESTIONS.slice(0, 1)]);
});

test("warmUp(parts) leaves the tables of many clients to whoever asks for them", async () => {
  const {asked, begin, settled} = warming(async () => {}, MOST_CLIENTS + 1);
  begin();
  await settled();
  assert.deepEqual(asked, []);
});
