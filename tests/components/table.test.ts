import assert from "node:assert/strict";
import {afterEach, beforeEach, test} from "node:test";
import {parseHTML} from "linkedom";
import {BLOCK_LENGTH} from "../../src/components/charts/tableBlocks.ts";

type Seen = (
  bodies: {target: Element; isIntersecting: boolean; boundingClientRect: {height: number}}[]
) => void;

let scroll: Seen;
const given = {document: globalThis.document, IntersectionObserver: globalThis.IntersectionObserver};

beforeEach(() => {
  const {document, Node, NodeFilter, NodeList} = parseHTML("<!doctype html><html><body></body></html>");
  const IntersectionObserver = class {
    constructor(seen: Seen) {
      scroll = seen;
    }
    observe() {}
  };
  const HTMLCollection = class {};
  Object.assign(globalThis, {document, Node, NodeFilter, NodeList, HTMLCollection, IntersectionObserver});
});
afterEach(() => Object.assign(globalThis, given));

async function tableOf(length: number, reveal?: number): Promise<HTMLElement> {
  const {dataTable} = await import("../../src/components/charts/dataTable.ts");
  const rows = Array.from({length}, (_, index) => index);
  return dataTable(rows, [{label: "place", cell: (index) => index}], {caption: "rows", reveal});
}

const drawn = (table: HTMLElement): string[] =>
  [...table.querySelectorAll("tbody tr:not(.unseen) td")].map(({textContent}) => textContent ?? "");

test("dataTable(2471 rows) draws the first hundred and a row for each hundred that is out of sight", async () => {
  const table = await tableOf(2471);
  assert.deepEqual(
    drawn(table),
    Array.from({length: BLOCK_LENGTH}, (_, index) => String(index))
  );
  const unseen = [...table.querySelectorAll("tr.unseen")].map(({textContent}) => textContent);
  assert.equal(unseen.length, 24);
  assert.equal(unseen.at(-1), "2401–2471 / 2471");
});

test("dataTable(rows) draws a hundred that comes into sight and lets one go that leaves it", async () => {
  const table = await tableOf(250);
  const [first, , last] = table.querySelectorAll("tbody");
  const boundingClientRect = {height: 3100};
  scroll([
    {target: first!, isIntersecting: false, boundingClientRect},
    {target: last!, isIntersecting: true, boundingClientRect}
  ]);
  assert.deepEqual(
    drawn(table),
    Array.from({length: 50}, (_, index) => String(200 + index))
  );
  assert.match(first!.innerHTML, /height:\s*3100px/);
});

test("dataTable(rows, {reveal}) draws the hundred of the row that is to be seen", async () => {
  assert.equal(drawn(await tableOf(1000, 512))[12], "512");
});

test("dataTable(100 rows) and fewer are drawn whole", async () => {
  for (const length of [0, 1, 100]) assert.equal(drawn(await tableOf(length)).length, length);
});
