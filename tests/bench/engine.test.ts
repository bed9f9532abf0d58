import assert from "node:assert/strict";
import {test} from "node:test";
import {BUNDLE_LIMIT, CREDIT, measureBundle} from "../../bench/engine/engineBundle.ts";
import {compare, formatResult, quantile} from "../../bench/result.ts";

test("measureBundle(credit) stays within 28 kB gzipped for browsers", async () => {
  const {gzipped} = await measureBundle(CREDIT);
  assert.ok(gzipped <= BUNDLE_LIMIT, `${gzipped} bytes`);
});

test("measureBundle(extra) notices a module that does not belong in the engine", async () => {
  const {gzipped} = await measureBundle([...CREDIT, "d3"]);
  assert.ok(gzipped > BUNDLE_LIMIT, `${gzipped} bytes`);
});

test("quantile(values, q) takes the value below which a share q lies", () => {
  assert.equal(quantile([5, 1, 4, 2, 3], 0.5), 3);
  assert.equal(quantile([1, 2], 0.95), 2);
  assert.equal(quantile([7], 0), 7);
});

test("formatResult(result) prints one line per row, with what is missing left empty", () => {
  const rows = [
    compare("a", "ms", 2, {name: "peer", value: 5, maxDifference: 1.5e-13}),
    compare("longer name", "bytes", 1234)
  ];
  assert.equal(
    formatResult({bench: "x", machine: "m", rows, notes: ["Note."]}),
    [
      "x on m",
      "",
      "| measured    | unit  |  ours | peer | peer's name | ratio | max difference |",
      "|-------------|-------|------:|-----:|-------------|------:|---------------:|",
      "| a           | ms    |     2 |    5 | peer        | 2.5 × |        1.5e-13 |",
      "| longer name | bytes | 1,230 |      |             |       |                |",
      "",
      "Note."
    ].join("\n")
  );
});
