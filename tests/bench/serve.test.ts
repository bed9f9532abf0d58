import assert from "node:assert/strict";
import {test} from "node:test";
import {askAt, askFast, findKnee, keepsUp, type Measured, slope} from "../../bench/serving/openLoop.ts";

const call = {method: "GET", path: "/"} as const;

test("askAt(…) counts what a halted server made wait from when each request was due", async () => {
  let release = () => {};
  const halted = new Promise<void>((resolve) => {
    release = resolve;
  });
  setTimeout(() => release(), 300);
  const {p50, failed, offered} = await askAt(
    async () => {
      await halted;
      return 200;
    },
    () => call,
    {rate: 200, seconds: 0.25}
  );
  assert.deepEqual([failed, offered], [0, 200]);
  assert.ok(p50 > 100, `the median caller waited ${p50} ms, though it was due before the halt ended`);
});

test("askAt(…) counts other statuses and lost connections as failed, and keepsUp(…) is false then", async () => {
  let i = 0;
  const measured = await askAt(
    async () => {
      i++;
      if (i % 3 === 0) throw new Error("lost");
      return i % 3 === 1 ? 200 : 503;
    },
    () => call,
    {rate: 300, seconds: 0.1}
  );
  assert.equal(measured.failed, 20);
  assert.equal(keepsUp(measured, 1e9), false);
});

test("askFast(…) takes 304 for a good answer to whoever has it, and no other status beyond 299", async () => {
  const of = (status: number) =>
    askFast(
      async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return status;
      },
      () => ({...call, headers: {"if-none-match": 'W/"a"'}}),
      {callers: 2, seconds: 0.02}
    );
  assert.ok((await of(304)) > 0 && (await of(202)) > 0);
  assert.deepEqual([await of(301), await of(404), await of(503)], [0, 0, 0]);
});

/** A server that answers so many a second: p99 grows as the wait in a queue does, and beyond it a backlog does. */
const curve =
  (capacity: number) =>
  (rate: number): Measured => ({
    offered: rate,
    achieved: Math.min(rate, capacity),
    failed: 0,
    p50: 1,
    p95: 1,
    p99: rate < capacity ? 4 / (1 - rate / capacity) : 5000
  });
/** The same with a halt of the machine in the tries of these numbers, from 0. */
const halted = (capacity: number, tries: readonly number[]) => {
  let at = 0;
  return async (rate: number): Promise<Measured> => {
    const measured = curve(capacity)(rate);
    return tries.includes(at++) ? {...measured, p99: 150} : measured;
  };
};
const RATES = [125, 250, 500, 1000, 2000, 4000];

test("findKnee(measure, rates, p99) is the last rate of a planted curve whose p99 is within the bound", async () => {
  assert.equal(await findKnee(halted(2500, []), RATES, 100), 2000);
  assert.equal(await findKnee(halted(2050, []), RATES, 100), 1000);
  assert.equal(await findKnee(halted(1e6, []), RATES, 100), 4000);
  assert.equal(await findKnee(halted(100, []), RATES, 100), 0);
  const dropping = async (rate: number) => ({...curve(1e6)(rate), failed: rate > 500 ? 1 : 0});
  assert.equal(await findKnee(dropping, RATES, 100), 500);
});

test("findKnee(…) does not take one planted halt for the knee, wherever it falls, and does take a server that halts again", async () => {
  for (let at = 0; at < 6; at++) assert.equal(await findKnee(halted(2500, [at]), RATES, 100), 2000);
  assert.equal(await findKnee(halted(2500, [1, 2]), RATES, 100), 125);
  assert.equal(await findKnee(halted(2500, [1, 3]), RATES, 100), 125);
});

test("slope(points) is that of a line, and sees a planted growth among steady noise", () => {
  assert.equal(
    slope([
      [0, 1],
      [1, 3],
      [2, 5]
    ]),
    2
  );
  const noise = (growth: number) =>
    Array.from({length: 600}, (_, i) => [i / 60, 200 + 10 * Math.sin(i) + (growth * i) / 60] as const);
  assert.ok(Math.abs(slope(noise(0))) < 0.1);
  assert.ok(slope(noise(2)) > 1);
});
