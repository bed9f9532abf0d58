import assert from "node:assert/strict";
import {test} from "node:test";
import {
  FIRST_VIEW,
  nextItem,
  type QueueItem,
  shownItems,
  viewFromAddress,
  viewToAddress
} from "../../src/components/queue/queueData.ts";

const at = "2026-01-01T00:00:00.000Z";
function item(clientId: number, parts: {claim?: string; awaits?: string} = {}): QueueItem {
  const {claim, awaits} = parts;
  const decision = awaits ? {id: 1, decision: "approve" as const, by: awaits, at, status: "awaiting"} : null;
  const open = {
    version: 1,
    status: awaits ? ("awaiting" as const) : ("open" as const),
    claim: claim ? {by: claim, at} : null,
    decision,
    changedAt: at,
    changedBy: "Ada"
  };
  const isOpen = claim !== undefined || awaits !== undefined;
  return {
    clientId,
    case: isOpen ? open : null,
    score: 601,
    decision: "approve",
    at,
    job: null,
    problem: null
  };
}
const ids = (items: readonly QueueItem[]) => items.map(({clientId}) => clientId);

test("viewFromAddress(viewToAddress(view)) is the view, and an address that says nothing known is the first view", () => {
  const view = {list: "awaiting", client: "1000", owner: "none", near: 20} as const;
  assert.deepEqual(viewFromAddress(viewToAddress(view)), view);
  assert.equal(viewToAddress(FIRST_VIEW), "");
  assert.deepEqual(viewFromAddress("?list=all&client=<b>&owner=&near=7"), FIRST_VIEW);
});

test("shownItems(items, view, me) filters by the id's first digits and by who works on the case, in the list's order", () => {
  const items = [item(1003), item(1001, {claim: "Ada"}), item(2001, {claim: "Grace"}), item(1002)];
  const shown = (view: Partial<typeof FIRST_VIEW>) => ids(shownItems(items, {...FIRST_VIEW, ...view}, "Ada"));
  assert.deepEqual(shown({}), [1003, 1001, 2001, 1002]);
  assert.deepEqual(shown({client: "100"}), [1003, 1001, 1002]);
  assert.deepEqual(shown({owner: "none"}), [1003, 1002]);
  assert.deepEqual(shown({owner: "me"}), [1001]);
  assert.deepEqual(shown({owner: "others"}), [2001]);
});

test("nextItem(items, me, after) passes over those whom others work on and what oneself decided, and goes round", () => {
  const items = [
    item(1, {claim: "Grace"}),
    item(2, {awaits: "Ada"}),
    item(3, {awaits: "Grace"}),
    item(4, {claim: "Ada"}),
    item(5)
  ];
  assert.equal(nextItem(items, "Ada")?.clientId, 3);
  assert.equal(nextItem(items, "Ada", 3)?.clientId, 4);
  assert.equal(nextItem(items, "Ada", 5)?.clientId, 3, "after the last the first is next");
  assert.equal(nextItem(items, "Ada", 99)?.clientId, 3, "after one who has left the list as well");
  assert.equal(nextItem(items.slice(0, 2), "Ada"), null);
  assert.equal(nextItem([item(5)], "Ada", 5), null, "not the same again");
});

test("the check of nextItem sees a queue that gives two officers the same client", () => {
  const items = [item(1), item(2)];
  const taken = nextItem(items, "Ada")!.clientId;
  const after = items.map((one) => (one.clientId === taken ? item(taken, {claim: "Ada"}) : one));
  assert.notEqual(nextItem(after, "Grace")!.clientId, taken);
  assert.equal(nextItem(items, "Grace")!.clientId, taken, "without the claim it would be");
});
