import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {sha256} from "../../server/audit/canonical.ts";
import {type Draft, GENESIS} from "../../server/audit/record.ts";
import type {ChainStore} from "../../server/audit/store.ts";
import {verifyChain} from "../../server/audit/verify.ts";
import type {ScorebookError} from "../../src/core/errors.ts";

export const ann = {name: "Ann", role: "officer"} as const;
export const bob = {name: "Bob", role: "admin"} as const;
export const draft = (clientId: number, more: Partial<Draft> = {}): Draft => ({
  kind: "decision",
  at: "2026-01-01T00:00:00.000Z",
  by: ann,
  body: {clientId, override: null, text: "é \u2028 \u{1F600}", number: 0.1 + 0.2},
  inputs: {rows: new TextEncoder().encode(`rows of ${clientId}`), model: new Uint8Array([0, 255, 1])},
  ...more
});

/**
 * What every store of the chain keeps to. `open` opens the same chain each time within one test; `others` opens it as
 * another process would, for stores that more than one may write.
 */
export function chainContract(
  name: string,
  createPlace: () => {open(): Promise<ChainStore>; remove(): void}
) {
  const withChain = async (work: (chain: ChainStore, open: () => Promise<ChainStore>) => Promise<void>) => {
    const place = createPlace();
    const opened: ChainStore[] = [];
    const open = async () => {
      const chain = await place.open();
      opened.push(chain);
      return chain;
    };
    try {
      await work(await open(), open);
    } finally {
      for (const chain of opened) chain.close();
      place.remove();
    }
  };

  describe(`the chain in ${name}`, () => {
    test("append(draft) links each record to the one before, and read, find and input give back what was kept", () =>
      withChain(async (chain) => {
        assert.deepEqual(await chain.head(), GENESIS);
        const first = await chain.append(draft(1, {once: "first"}));
        const second = await chain.append(draft(2));
        assert.deepEqual([first.seq, first.previous, second.seq], [1, GENESIS.hash, 2]);
        assert.equal(second.previous, first.hash);
        assert.deepEqual(await chain.read(1), first);
        assert.deepEqual(await chain.find("first"), first);
        assert.deepEqual([await chain.read(3), await chain.find("third")], [null, null]);
        assert.deepEqual(await chain.head(), {seq: 2, hash: second.hash});
        assert.deepEqual(await chain.input(first.inputs.model!), new Uint8Array([0, 255, 1]));
        assert.equal(first.inputs.model, second.inputs.model);
        assert.equal(await chain.input(sha256("nothing")), null);
        const [stored] = await chain.stored(0, 1);
        assert.equal(sha256(stored!.bytes), first.hash);
      }));

    test("a hundred appends at once from two openers make one chain: nothing lost, nothing doubled", () =>
      withChain(async (chain, open) => {
        const other = await open();
        const stores = [chain, other];
        const records = await Promise.all(
          Array.from({length: 100}, (_, i) => stores[i % 2]!.append(draft(i, {by: i % 2 ? bob : ann})))
        );
        assert.deepEqual(
          records.map(({seq}) => seq).sort((a, b) => a - b),
          Array.from({length: 100}, (_, i) => i + 1)
        );
        const listed = await chain.list({limit: 1000});
        assert.deepEqual(
          listed.map(({body}) => body.clientId as number).sort((a, b) => a - b),
          Array.from({length: 100}, (_, i) => i)
        );
        for (const record of records) assert.deepEqual(await other.read(record.seq), record);
        assert.deepEqual((await verifyChain(chain)).fault, null);
      }));

    test("of many who append the same `once` at once, one succeeds and the others get RECORD_TAKEN", () =>
      withChain(async (chain, open) => {
        const other = await open();
        const outcomes = await Promise.allSettled(
          Array.from({length: 20}, (_, i) => (i % 2 ? chain : other).append(draft(i, {once: "key"})))
        );
        const refused = outcomes.flatMap((outcome) =>
          outcome.status === "rejected" ? [outcome.reason] : []
        );
        assert.equal(refused.length, 19);
        assert.ok(refused.every((error: ScorebookError) => error.code === "RECORD_TAKEN"));
        assert.equal((await chain.head()).seq, 1);
      }));

    test("list(filter) narrows by kind, client, person, override and place, newest first", () =>
      withChain(async (chain) => {
        await chain.append(draft(1));
        await chain.append(draft(2, {by: bob, body: {clientId: 2, override: {reason: "other"}}}));
        await chain.append({kind: "policy:proposed", at: "2026-01-01", by: bob, body: {clientId: null}});
        await chain.append(draft(1, {by: bob}));
        const seqs = async (filter: Partial<Parameters<ChainStore["list"]>[0]>) =>
          (await chain.list({limit: 10, ...filter})).map(({seq}) => seq);
        assert.deepEqual(await seqs({}), [4, 3, 2, 1]);
        assert.deepEqual(await seqs({kinds: ["decision"], by: "Bob"}), [4, 2]);
        assert.deepEqual(await seqs({clientId: 1, before: 4}), [1]);
        assert.deepEqual(await seqs({overrides: true}), [2]);
        assert.deepEqual(await seqs({kinds: ["decision"], overrides: false}), [4, 1]);
        assert.deepEqual(await seqs({limit: 2}), [4, 3]);
        assert.deepEqual(await seqs({by: "Bob' OR '1'='1"}), []);
      }));

    test("onAppend(listener) is told of a record before its append is answered", () =>
      withChain(async (chain) => {
        const heard: number[] = [];
        const stop = chain.onAppend(({seq}) => heard.push(seq));
        await chain.append(draft(1));
        assert.deepEqual(heard, [1]);
        stop();
        await chain.append(draft(2));
        assert.deepEqual(heard, [1]);
      }));

    test("what was appended is there, link by link, when it is opened again", () =>
      withChain(async (chain, open) => {
        const record = await chain.append(draft(1));
        chain.close();
        const again = await open();
        assert.deepEqual(await again.read(1), record);
        assert.equal((await again.append(draft(2))).previous, record.hash);
        assert.equal((await verifyChain(again)).ok, true);
      }));
  });
}
