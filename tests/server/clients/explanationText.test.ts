import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {explanationBytes} from "../../../server/rest/answers/explanationText.ts";

const label = fc.record({en: fc.string({unit: "grapheme"}), fr: fc.string({unit: "grapheme"})});
const number = fc.double({noDefaultInfinity: true, noNaN: true});
const feature = fc.record({
  name: fc.string(),
  label,
  cause: fc.string(),
  value: fc.oneof(number, fc.string({unit: "grapheme"}), fc.constant(null)),
  contribution: number,
  points: number
});

test("explanationBytes(explanation) is what JSON.stringify writes, to the byte, also for labels that it has seen", () => {
  fc.assert(
    fc.property(fc.array(feature, {maxLength: 8}), fc.jsonValue(), number, (features, other, rawScore) => {
      const first = {clientId: 1, rawScore, other, missing: undefined, features, reasonCodes: []};
      assert.equal(String(explanationBytes(first)), JSON.stringify(first));
      const again = {...first, features: features.map((one) => ({...one, value: 2, points: -1.5}))};
      assert.equal(String(explanationBytes(again)), JSON.stringify(again));
    })
  );
});

test("explanationBytes(explanation) notices a planted label that two features share", () => {
  const shared = {en: "a", fr: "b"};
  const of = (name: string, cause: string) => ({
    name,
    label: shared,
    cause,
    value: 1,
    contribution: 0,
    points: 0
  });
  const explanation = {features: [of("x", "c"), of("y", "c"), of("y", "d")]};
  assert.equal(String(explanationBytes(explanation)), JSON.stringify(explanation));
});
