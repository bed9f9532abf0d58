import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {
  KEPT,
  type KeptAnswer,
  type KeptAnswers,
  type KeptLimits
} from "../../../server/rest/answers/keptAnswers.ts";

const answer = (text: string): KeptAnswer => ({status: 202, type: "application/json", body: text});
const textOf = (claim: Awaited<ReturnType<KeptAnswers["claim"]>>) =>
  typeof claim === "string" ? claim : String(claim.body);

/**
 * What every keeper of answers keeps to. `create` makes a place; `open` opens the same one each time within one test, as
 * another process would where several can share it.
 */
export function keptAnswersContract(
  name: string,
  create: (limits: KeptLimits) => {open(): Promise<KeptAnswers>}
) {
  const withAnswers = async (
    work: (first: KeptAnswers, other: KeptAnswers) => Promise<void>,
    limits: Partial<KeptLimits> = {}
  ) => {
    const place = create({...KEPT, ...limits});
    const [first, other] = [await place.open(), await place.open()];
    await work(first, other);
    first.close();
    other.close();
  };

  describe(`kept answers in ${name}`, () => {
    test("claim(key, of) owns a new key, gives the answer of a settled one, and refuses another request", () =>
      withAnswers(async (first, other) => {
        assert.equal(await first.claim("a", "request"), "own");
        await first.settle("a", answer("é \u{1F600}"));
        const kept = await other.claim("a", "request");
        assert.ok(typeof kept !== "string");
        assert.deepEqual(
          [kept.status, kept.type, String(kept.body)],
          [202, "application/json", "é \u{1F600}"]
        );
        assert.equal(await other.claim("a", "another request"), "other");
        assert.equal(await other.claim("b", "another request"), "own");
      }));

    test("settle(key, null) frees a key, and bytes are given back as they were", () =>
      withAnswers(async (first, other) => {
        assert.equal(await first.claim("a", "x"), "own");
        await first.settle("a", null);
        assert.equal(await other.claim("a", "y"), "own");
        const bytes = Buffer.from([0, 255, 128, 10]);
        await other.settle("a", {...answer(""), body: bytes});
        const kept = await first.claim("a", "y");
        assert.ok(typeof kept !== "string" && bytes.equals(Buffer.from(kept.body as Buffer)));
      }));

    test("of fifty claims of one key at once one owns it, and the others wait for its answer", () =>
      withAnswers(async (first, other) => {
        let owners = 0;
        const told = await Promise.all(
          Array.from({length: 50}, async (_, i) => {
            const answers = i % 2 ? first : other;
            const claim = await answers.claim("a", "x");
            if (claim !== "own") return textOf(claim);
            owners++;
            await answers.settle("a", answer(`made by ${i}`));
            return `made by ${i}`;
          })
        );
        assert.deepEqual([owners, new Set(told).size], [1, 1]);
      }));

    test("an answer is forgotten in time, and the oldest go when there are too many or too large ones", async () => {
      const put = async (answers: KeptAnswers, key: string, body = "x") => {
        if ((await answers.claim(key, "x")) === "own") await answers.settle(key, answer(body));
      };
      await withAnswers(
        async (first) => {
          await put(first, "a");
          while ((await first.claim("a", "x")) !== "own") await new Promise((done) => setTimeout(done, 10));
        },
        {forMs: 60}
      );
      await withAnswers(
        async (first, other) => {
          for (const key of ["a", "b", "c", "d", "e"]) {
            await put(first, key);
            await new Promise((done) => setTimeout(done, 3));
          }
          assert.equal(textOf(await other.claim("e", "x")), "x");
          assert.equal(await other.claim("a", "x"), "own");
        },
        {most: 3}
      );
      await withAnswers(
        async (first) => {
          for (const key of ["a", "b", "c", "d"]) {
            await put(first, key, "x".repeat(1000));
            await new Promise((done) => setTimeout(done, 3));
          }
          assert.equal(textOf(await first.claim("d", "x")).length, 1000);
          assert.equal(await first.claim("a", "x"), "own");
        },
        {bytes: 3000}
      );
    });
  });
}
