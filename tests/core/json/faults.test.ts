import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {findJsonFaults} from "../../../src/core/json/faults.ts";
import {shown} from "../../../src/core/shown.ts";

for (const [text, expected] of [
  ['{"a": [1, {"b": NaN}]}', ["/a/1/b is NaN"]],
  ["NaN", ["/ is NaN"]],
  ['{"a": -Infinity, "b": 1e400, "c": -1e400}', ["/a is -Infinity", "/b is 1e400", "/c is -1e400"]],
  ['{"a": 1, "\\u0061": 2}', ["/a is given more than once"]],
  ['{"__proto__": 1}', ["/__proto__ is a key that is not accepted"]],
  ['{"a/b": {"~": NaN}}', ["/a~1b/~0 is NaN"]],
  ['{"NaN": "NaN", "b": ["Infinity", "\\"NaN"]}', []],
  ['[{"a": 1}, {"a": 1}]', []],
  ["]}{[,:", []],
  ["", []]
] as const)
  test(`findJsonFaults(${text}) finds ${expected.join(", ") || "nothing"}`, () => {
    const found = findJsonFaults(text).map(({path, message}) => `${path} ${message}`);
    assert.equal(found.length, expected.length);
    for (const [i, start] of expected.entries()) assert.ok(found[i]?.startsWith(start), found[i]);
  });

test("findJsonFaults(text) finds nothing in what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      if (!text.includes("__proto__")) assert.deepEqual(findJsonFaults(text), []);
    })
  );
});

test("findJsonFaults(text) takes any text, however deep, and stops at its limit", () => {
  fc.assert(fc.property(fc.string(), (text) => void findJsonFaults(text)));
  assert.equal(findJsonFaults(`${"[".repeat(200_000)}NaN`)[0]?.path.length, 120);
  assert.equal(findJsonFaults(`[${"NaN,".repeat(1000)}1]`, 20).length, 20);
});

test("shown(value) is short for whatever it is given", () => {
  const deep = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
  const values = [
    deep,
    "x".repeat(1e6),
    Number.NaN,
    undefined,
    null,
    {a: 1},
    Array(1000).fill(1),
    10n ** 5n > 1
  ];
  for (const value of values) assert.ok(shown(value).length <= 60);
  assert.equal(shown(Number.POSITIVE_INFINITY), "Infinity");
  assert.equal(shown({a: [1, "b"]}), '{"a":[1,"b"]}');
});
