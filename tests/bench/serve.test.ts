import assert from "node:assert/strict";
import {test} from "node:test";
import {askAt, findKnee, keepsUp, type Measured, slope} from "../../bench/openLoop.ts";

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

test("findKnee(…) answers the last rate at which the server keeps up", async () => {
  const upTo =
    (limit: number) =>
    async (rate: number): Promise<Measured> => ({
      offered: rate,
      achieved: Math.min(rate, limit),
      failed: 0,
      p50: 1,
      p95: 1,
      p99: rate > limit ? 500 : 5
    });
  assert.equal(await findKnee(upTo(1000), [250, 500, 1000, 2000], 100), 1000);
  assert.equal(await findKnee(upTo(100), [250, 500], 100), 0);
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
