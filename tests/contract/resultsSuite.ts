import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Keep, PendingJob, Results} from "../../server/results/results.ts";

/** One place for results: what one process writes there, the next one finds. */
export interface Place {
  open(keep?: Keep): Promise<Results>;
  /** Forgets that the process lived that opened last, as if it had been killed. */
  kill(results: Results): Promise<void>;
}

export const job = (name: string, clientId: number, kind: PendingJob["kind"] = "score"): PendingJob => ({
  job: name,
  kind,
  clientId,
  requestedAt: "2026-01-01T00:00:00.000Z"
});
export const outcome = (
  name: string,
  {body = `"${name}"`, status = "done" as "done" | "failed", at = "2026-01-01T00:00:01.000Z"} = {}
) => ({job: name, status, finishedAt: at, body});
const finish = async (results: Results, ...names: string[]) => {
  for (const name of names) await results.finish([outcome(name)]);
};

/** What every store of results does. `createPlace` answers a place that nobody has used. */
export function describeResults(name: string, createPlace: () => Promise<Place>): void {
  describe(`results in ${name}`, () => {
    test("last(kind, clientId) follows the order of requests, not of ends", async () => {
      const results = await (await createPlace()).open();
      assert.equal(await results.last("score"), null);
      await results.begin([job("a", 1), job("b", 2)]);
      assert.deepEqual(await results.last("score"), {status: "pending"});
      await finish(results, "b");
      assert.deepEqual(await results.last("score"), {status: "done", body: '"b"'});
      assert.deepEqual(await results.last("score", 1), {status: "pending"});
      await finish(results, "a");
      assert.deepEqual(await results.last("score"), {status: "done", body: '"b"'});
      assert.deepEqual(await results.last("score", 1), {status: "done", body: '"a"'});
      assert.equal(await results.last("explanation"), null);
      assert.equal(await results.last("score", 3), null);
      await results.close();
    });

    test("finish(…) answers which outcomes were the first of their job, and keeps no other", async () => {
      const results = await (await createPlace()).open();
      await results.begin([job("a", 1), job("b", 2)]);
      const first = await results.finish([
        outcome("a"),
        outcome("a", {body: '"again"'}),
        outcome("never begun")
      ]);
      assert.deepEqual(first, [true, false, false]);
      assert.deepEqual(await results.finish([outcome("a", {body: '"later"'}), outcome("b")]), [false, true]);
      assert.deepEqual(await results.last("score", 1), {status: "done", body: '"a"'});
      assert.equal(await results.job("never begun"), null);
      assert.deepEqual(await results.finish([]), []);
      await results.close();
    });

    test("finish(…) keeps each client's latest of a kind, and at most keep.older of those before", async () => {
      const results = await (await createPlace()).open({older: 2, days: 7});
      const names = ["a", "b", "c", "d", "e"];
      await results.begin([...names.map((one) => job(one, 1)), job("x", 1, "explanation"), job("y", 2)]);
      await finish(results, "x", "y", ...names);
      const kept = await Promise.all(
        [...names, "x", "y"].map(async (one) => (await results.job(one)) !== null)
      );
      assert.deepEqual(kept, [false, false, true, true, true, true, true]);
      assert.deepEqual(await results.last("score", 1), {status: "done", body: '"e"'});
      assert.deepEqual(await results.last("explanation", 1), {status: "done", body: '"x"'});
      assert.deepEqual(await results.last("score", 2), {status: "done", body: '"y"'});
      await results.close();
    });

    test("finish(…) of an earlier job after a later one keeps the later as the latest", async () => {
      const results = await (await createPlace()).open({older: 0, days: 7});
      await results.begin([job("a", 1), job("b", 1)]);
      await finish(results, "b", "a");
      assert.deepEqual(await results.last("score", 1), {status: "done", body: '"b"'});
      assert.equal(await results.job("a"), null);
      await results.close();
    });

    test("finish(…) forgets what a later job has followed for keep.days, never the latest", async () => {
      const results = await (await createPlace()).open({older: 10, days: 2});
      await results.begin([job("a", 1), job("b", 1), job("c", 2), job("d", 3)]);
      await results.finish([outcome("a"), outcome("c")]);
      await results.finish([outcome("b", {at: "2026-01-02T00:00:00.000Z"})]);
      assert.notEqual(await results.job("a"), null);
      await results.finish([outcome("d", {at: "2026-01-03T00:00:02.000Z"})]);
      assert.equal(await results.job("a"), null);
      assert.notEqual(await results.job("b"), null);
      assert.deepEqual(await results.last("score", 2), {status: "done", body: '"c"'});
      await results.close();
    });

    test("job(id) tells a job while it waits, when it is done and when it failed", async () => {
      const results = await (await createPlace()).open();
      await results.begin([job("a", 1), job("b", 2, "explanation"), job("c", 3)]);
      await results.finish([
        outcome("b", {body: '"é and \\u0000"'}),
        outcome("c", {status: "failed", body: "{}"})
      ]);
      const finishedAt = "2026-01-01T00:00:01.000Z";
      assert.deepEqual(await results.job("a"), {...job("a", 1), status: "pending"});
      assert.deepEqual(await results.job("b"), {
        ...job("b", 2, "explanation"),
        status: "done",
        finishedAt,
        body: '"é and \\u0000"'
      });
      assert.deepEqual(await results.job("c"), {...job("c", 3), status: "failed", finishedAt, body: "{}"});
      assert.equal(await results.job("d"), null);
      await results.close();
    });

    test("begin([a, a]) writes nothing when one of the jobs cannot be written", async () => {
      const results = await (await createPlace()).open();
      await assert.rejects(results.begin([job("x", 1), job("x", 2)]));
      assert.deepEqual(await results.pending(), []);
      assert.equal(await results.last("score"), null);
      await results.close();
    });

    test("open(…) finds pending and finished jobs of a process that was killed, and adopt() takes each over once", async () => {
      const place = await createPlace();
      const earlier = await place.open();
      await earlier.begin([job("a", 1), job("b", 2), job("c", 3), job("d", 4)]);
      await earlier.finish([outcome("b"), outcome("c", {status: "failed", body: '{"code":"INTERNAL"}'})]);
      await place.kill(earlier);
      const later = await place.open();
      assert.deepEqual(await later.pending(), [job("a", 1), job("d", 4)]);
      assert.deepEqual(await later.last("score", 2), {status: "done", body: '"b"'});
      assert.deepEqual(await later.last("score", 3), {status: "failed", body: '{"code":"INTERNAL"}'});
      assert.deepEqual(await later.adopt(), [job("a", 1), job("d", 4)]);
      assert.deepEqual(await later.adopt(), []);
      await later.begin([job("e", 5)]);
      assert.deepEqual(await later.adopt(), [], "its own jobs are in its own hands");
      await finish(later, "a", "d", "e");
      assert.deepEqual(await later.pending(), []);
      await later.check();
      await later.close();
    });
  });
}
