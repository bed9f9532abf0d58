import assert from "node:assert/strict";
import {test} from "node:test";
import {readDecimal} from "../../src/core/booster/decimal.ts";
import {below, createRandom, EDGES, gaussian, pick, type Random} from "./boosterRandom.ts";

const encoder = new TextEncoder();
const read = (text: string, decimal = readDecimal) => {
  const bytes = encoder.encode(` ${text} `);
  return decimal(bytes, 1, bytes.length - 1);
};

/** Draws any finite double, by its bits. */
function anyDouble(random: Random): number {
  const bits = Uint32Array.of(below(random, 2 ** 32), below(random, 2 ** 32));
  const [value] = new Float64Array(bits.buffer);
  return Number.isFinite(value) ? value! : 0;
}

/** Draws a decimal as model files have them, or one that lies close to the middle between two doubles. */
function drawDecimal(random: Random): string {
  const kind = below(random, 6);
  if (kind === 0) return gaussian(random).toPrecision(17);
  if (kind === 1) return anyDouble(random).toPrecision(17);
  if (kind === 2) return anyDouble(random).toExponential(below(random, 18));
  if (kind === 3) return String(below(random, 2 ** 31) / pick(random, [1, 2, 7, 1000, 1e9]));
  if (kind === 4) return `${below(random, 1e9)}${below(random, 1e9)}e${below(random, 240) - 120}`;
  // 2⁵³ + 1 lies in the middle; 18 digits come as close to such places as decimals of this length do.
  return `${2 ** 53 + 2 * below(random, 1e6) + 1}${pick(random, ["", ".0", ".1", "e-9", "e3"])}`;
}

/** How many of the decimals are read to other bits than Number() gives, and how many are left to it. */
function compare(count: number, decimal = readDecimal): {wrong: string[]; left: number} {
  const random = createRandom(11);
  const wrong: string[] = [];
  let left = 0;
  for (let i = 0; i < count; i++) {
    const text = drawDecimal(random);
    const value = read(text, decimal);
    if (Number.isNaN(value)) left++;
    else if (!Object.is(value, Number(text))) wrong.push(text);
  }
  return {wrong, left};
}

test("readDecimal(bytes, start, end) has the bits of Number(text), or leaves the text to it", (context) => {
  const {wrong, left} = compare(400_000);
  assert.deepEqual(wrong.slice(0, 5), []);
  context.diagnostic(`${left} of 400,000 left to Number()`);
  for (const value of EDGES.filter(Number.isFinite)) {
    const found = read(String(value));
    assert.ok(
      Number.isNaN(found) || Object.is(found, Number(String(value))),
      `${value} was read as ${found}`
    );
  }
});

test("readDecimal(bytes, start, end) reads all that model files have without leaving any to Number()", () => {
  const random = createRandom(12);
  for (let i = 0; i < 10_000; i++)
    assert.ok(!Number.isNaN(read((gaussian(random) * 10 ** (below(random, 60) - 40)).toPrecision(17))));
  for (const text of ["0", "-0", "5.", ".5", "+1", "1e5", "1E-05", "1.0000000180025095e-35", "007"])
    assert.ok(Object.is(read(text), Number(text)), text);
});

test("readDecimal(bytes, start, end) takes nothing for a number that is none", () => {
  for (const text of [
    "",
    "-",
    ".",
    "e5",
    "1e",
    "1e+",
    "1e-",
    "1f3",
    "1.2.3",
    "0x10",
    "1e123456",
    "inf",
    "nan",
    "--1",
    "1-"
  ])
    assert.ok(Number.isNaN(read(text)), text);
});

test("the comparison with Number() notices a product that was rounded twice", () => {
  const careless: typeof readDecimal = (bytes, start, end) => {
    const [, digits, exponent = "0"] = /^(-?[\d.]+)(?:e(.*))?$/.exec(
      new TextDecoder().decode(bytes.slice(start, end))
    )!;
    return Number(digits) * 10 ** Number(exponent);
  };
  assert.ok(compare(20_000, careless).wrong.length > 100);
});
