import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {CsvDecoder} from "../../loaders/history/decodeCsv.ts";
import {Dictionary} from "../../loaders/history/dictionary.ts";
import {createBlock, fieldOf, layOut} from "../../loaders/history/layout.ts";
import {partitionBits} from "../../loaders/history/partitions.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";

const TABLE = TABLES.installments_payments;
const LAYOUT = layOut(TABLE);

test("new CsvDecoder().decode() reads every decimal text as Number(text) does, to the last bit", () => {
  const decoder = new CsvDecoder(TABLE, LAYOUT, new Map());
  const block = createBlock(LAYOUT.width);
  const amount = fieldOf(LAYOUT, "AMT_PAYMENT").offset / 8;
  const decode = (text: string): number => {
    const bytes = new TextEncoder().encode(`1,2,3,4,5,6,7.5,${text}\n`);
    assert.deepEqual(decoder.decode(bytes, 0, bytes.length, block), {records: 1, next: bytes.length});
    return block.float64[amount]!;
  };
  const aText = fc.oneof(
    fc.double({noNaN: true, noDefaultInfinity: true}).map(String),
    fc.integer({min: -2e9, max: 2e9}).map((value) => String(value / 1000)),
    fc
      .tuple(fc.bigInt({min: 0n, max: 10n ** 20n}), fc.bigInt({min: 0n, max: 10n ** 20n}))
      .map(([a, b]) => `-${a}.${b}`)
  );
  fc.assert(
    fc.property(aText, (text) => {
      assert.ok(Object.is(decode(text), Number(text)), text);
    }),
    {seed: 17, numRuns: 3000}
  );
  for (const text of [
    "-0.0",
    "0.059000000000000004",
    "4.715439e-05",
    "123456789012345",
    "1234567890123456"
  ]) {
    assert.ok(Object.is(decode(text), Number(text)), text);
  }
});

test("new Dictionary(vocabulary) tells texts apart whose hashes are equal, and sorts what was not declared", () => {
  const dictionary = new Dictionary(["b", "d"]);
  const bytes = new TextEncoder().encode("acb");
  assert.deepEqual(
    [0, 1, 2].map((i) => dictionary.codeOfBytes(bytes, i, i + 1, 0)),
    [2, 3, 0]
  );
  assert.equal(dictionary.codeOfBytes(bytes, 1, 2, 0), 3);
  const {texts, newCodes} = dictionary.sorted();
  assert.deepEqual(texts, ["a", "b", "c", "d"]);
  assert.deepEqual([...newCodes!], [1, 3, 0, 2]);
  assert.equal(new Dictionary(["b"]).sorted().newCodes, undefined);
});

test("partitionBits(clients) keeps partitions few, however many clients there are", () => {
  assert.deepEqual(
    [0, 1, 10_000, 356_255, 3_562_550, 16_777_216].map(partitionBits),
    [12, 12, 12, 12, 14, 16]
  );
});
