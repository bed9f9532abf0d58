import assert from "node:assert/strict";
import {test} from "node:test";
import {worstWindow} from "../../bench/site/siteVisit.ts";

test("worstWindow(shifts) sums the shifts of a window and takes the worst", () => {
  assert.equal(worstWindow([]), 0);
  const shifts = [
    {at: 100, value: 0.25},
    {at: 900, value: 0.25},
    {at: 3000, value: 0.125}
  ];
  assert.equal(worstWindow(shifts), 0.5);
});

test("worstWindow(shifts) begins another window after 5 s, however small the gaps", () => {
  const shifts = Array.from({length: 12}, (_, i) => ({at: i * 900, value: 1}));
  assert.equal(worstWindow(shifts), 6);
});
