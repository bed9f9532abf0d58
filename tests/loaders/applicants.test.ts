import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {scanApplicants, sortIds} from "../../loaders/history/applicants.ts";
import {temporaryFolder} from "./tablesFixture.ts";

function scan(text: string): number[] | undefined {
  const path = join(temporaryFolder(), "application_train.csv");
  writeFileSync(path, text);
  const ids = scanApplicants(path);
  return ids && [...ids];
}

test("scanApplicants(path) reads the ids that lines begin with, with and without a last line break", () => {
  assert.deepEqual(scan("SK_ID_CURR,TARGET\n100002,1\n7,0\n999999999,1\n"), [100002, 7, 999999999]);
  assert.deepEqual(scan("SK_ID_CURR,TARGET\n100002,1\n100003,0"), [100002, 100003]);
  assert.deepEqual(scan("SK_ID_CURR,TARGET\n"), []);
  assert.deepEqual(scan("SK_ID_CURR,TARGET"), []);
});

test("scanApplicants(path) reads more than fits into its memory at once", () => {
  const rest = `,${"x".repeat(900)}\n`;
  const ids = Array.from({length: 12_000}, (_, i) => 100_000 + 3 * i);
  assert.deepEqual(scan(`SK_ID_CURR${rest}${ids.join(rest)}${rest}`), ids);
});

test("scanApplicants(path) tells nothing of a table in another form", () => {
  for (const text of [
    "",
    "TARGET,SK_ID_CURR\n1,100002\n",
    "SK_ID_CURR;TARGET\n100002;1\n",
    'SK_ID_CURR,TARGET\n"100002",1\n',
    "SK_ID_CURR,TARGET\n100002.0,1\n",
    "SK_ID_CURR,TARGET\n-5,1\n",
    "SK_ID_CURR,TARGET\n,1\n",
    "SK_ID_CURR,TARGET\n1000000000,1\n",
    "SK_ID_CURR,TARGET\n100002,1\n\n",
    `SK_ID_CURR,TARGET\n${"1,".repeat(5_000_000)}`
  ])
    assert.equal(scan(text), undefined, text.slice(0, 40));
});

test("sortIds(lists) puts them in ascending order, in memory that threads share", () => {
  const ids = sortIds([Int32Array.of(5, 1), new Int32Array(0), Int32Array.of(3, -2)]);
  assert.deepEqual([...ids], [-2, 1, 3, 5]);
  assert.ok(ids.buffer instanceof SharedArrayBuffer);
});
