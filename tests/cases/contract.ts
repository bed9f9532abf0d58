import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {changeCase, newCase} from "../../server/cases/change.ts";
import {type CaseStore, KEPT_CHANGES} from "../../server/cases/store.ts";
import {applyCaseFact, caseFactOf} from "../../src/core/cases/difference.ts";
import type {CaseChange, CaseState} from "../../src/core/schema/case.ts";

const at = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString();

/** Changes a case in a store until nobody comes between. */
export async function put(
  store: CaseStore,
  clientId: number,
  change: CaseChange,
  by = "Ann",
  i = 0
): Promise<CaseState> {
  for (;;) {
    const before = (await store.read(clientId)) ?? newCase(clientId, {by, at: at(i)});
    const after = changeCase(before, change, {by, at: at(i)});
    if (await store.write(after, caseFactOf(before.version === 0 ? null : before, after))) return after;
  }
}

/** What every store of cases keeps to; `open` opens the same cases each time within one test. */
export function caseContract(name: string, createPlace: () => {open(): Promise<CaseStore>; remove(): void}) {
  const withCases = async (work: (store: CaseStore, open: () => Promise<CaseStore>) => Promise<void>) => {
    const place = createPlace();
    const opened: CaseStore[] = [];
    const open = async () => {
      const store = await place.open();
      opened.push(store);
      return store;
    };
    try {
      await work(await open(), open);
    } finally {
      for (const store of opened) store.close();
      place.remove();
    }
  };

  describe(`cases in ${name}`, () => {
    test("write(state) keeps what read gives back, also when it is opened again, and tells who listens", () =>
      withCases(async (store, open) => {
        const heard: number[] = [];
        store.onWrite(({version}) => heard.push(version));
        assert.equal(await store.read(1), null);
        const first = await put(store, 1, {note: "é \u{1F600}", claim: true});
        const second = await put(store, 1, {set: {features: {a: 1}}, save: "s"});
        assert.deepEqual([first.version, second.version, heard], [1, 2, [1, 2]]);
        assert.deepEqual(await store.read(1), second);
        assert.deepEqual(await (await open()).read(1), second);
      }));

    test("of two writes upon one version the second is refused, so that fifty at once lose nothing", () =>
      withCases(async (store, open) => {
        const state = await put(store, 1, {note: "one"});
        assert.equal(await store.write(state, caseFactOf(null, state)), false);
        const stores = [store, await open()];
        await Promise.all(Array.from({length: 50}, (_, i) => put(stores[i % 2]!, 1, {note: `note ${i}`})));
        const {version, notes} = (await store.read(1))!;
        assert.deepEqual([version, new Set(notes.map(({text}) => text)).size], [51, 51]);
      }));

    test("since(client, version) leads to the newest state, and is null where changes are forgotten", () =>
      withCases(async (store) => {
        const known = await put(store, 1, {note: "a", set: {features: {a: 1, b: 2}}});
        await put(store, 1, {set: {features: {a: 3, c: null}}, unset: ["feature/b"]});
        await put(store, 1, {save: "s", claim: true});
        const facts = (await store.since(1, known.version))!;
        assert.deepEqual(facts.reduce(applyCaseFact, known), await store.read(1));
        assert.deepEqual(await store.since(1, 3), []);
        assert.equal(await store.since(1, 9), null);
        for (let i = 0; i < KEPT_CHANGES; i++) await put(store, 1, {claim: true});
        assert.equal(await store.since(1, 1), null);
        assert.equal((await store.since(1, 3))?.length, KEPT_CHANGES);
      }));

    test("list(filter) narrows by status and by who works on it, newest change first, page by page", () =>
      withCases(async (store) => {
        for (let i = 1; i <= 5; i++) await put(store, i, i % 2 ? {claim: true} : {note: "n"}, "Ann", i);
        const of = async (filter: Partial<Parameters<CaseStore["list"]>[0]>) =>
          (await store.list({limit: 10, ...filter})).map(({clientId}) => clientId);
        assert.deepEqual(await of({}), [5, 4, 3, 2, 1]);
        assert.deepEqual(await of({claimedBy: "Ann"}), [5, 3, 1]);
        assert.deepEqual(await of({claimedBy: null, status: "open"}), [4, 2]);
        assert.deepEqual(await of({status: "decided"}), []);
        assert.deepEqual(await of({after: {changedAt: at(3), clientId: 3}, limit: 1}), [2]);
        assert.deepEqual((await store.some([2, 9, 5])).map(({clientId}) => clientId).sort(), [2, 5]);
      }));

    test("list(filter) follows a case that is taken and given back, and pages through cases of one moment", () =>
      withCases(async (store) => {
        for (const i of [9, 10, 100]) await put(store, i, {claim: true}, "Ann", 1);
        await put(store, 10, {claim: false}, "Ann", 1);
        const of = async (filter: Partial<Parameters<CaseStore["list"]>[0]>) =>
          (await store.list({limit: 10, ...filter})).map(({clientId}) => clientId);
        assert.deepEqual([await of({claimedBy: "Ann"}), await of({claimedBy: null})], [[100, 9], [10]]);
        assert.deepEqual(await of({limit: 2}), [100, 10]);
        assert.deepEqual(await of({after: {changedAt: at(1), clientId: 10}}), [9]);
      }));
  });
}
