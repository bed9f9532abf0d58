import assert from "node:assert/strict";
import {test} from "node:test";
import {createRandom} from "../../models/training/random.ts";
import {compareColumn, summariseDrift} from "../../src/core/drift/compare.ts";
import {binNumbers, countInto} from "../../src/core/drift/reference.ts";
import {chiSquareCritical, chiSquareTail} from "../../src/core/metrics/chiSquare.ts";
import {psi} from "../../src/core/metrics/psi.ts";

/** Draws counts of `n` clients over bins of the given shares. */
function draw(n: number, shares: readonly number[], random: () => number): number[] {
  const ends = shares.map((_, i) => shares.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const counts = shares.map(() => 0);
  for (let i = 0; i < n; i++) {
    const value = random();
    let bin = 0;
    while (bin < shares.length - 1 && value >= ends[bin]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

/** Draws counts of `n` clients over tenths. */
function drawTenths(n: number, random: () => number): number[] {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < n; i++) counts[Math.floor(10 * random())]!++;
  return counts;
}

/** The share of repetitions in which two sets of the same clients are told apart at 5 %. */
function falseAlarms(repeats: number, sets: () => [number[], number[]]): number {
  let alarms = 0;
  for (let i = 0; i < repeats; i++) {
    const {psi: value, critical} = psi(...sets());
    if (value > critical) alarms++;
  }
  return alarms / repeats;
}
const isFivePercent = (share: number, about: string) =>
  assert.ok(share >= 0.04 && share <= 0.06, `${about}: ${(100 * share).toFixed(2)} % false alarms`);

test("chiSquareCritical(0.05, degrees) and chiSquareTail(x, degrees) are those of SciPy", () => {
  // scipy.stats.chi2.ppf(0.95, d) and sf(x, d), SciPy 1.16
  const known = [
    [1, 3.841458820694124],
    [2, 5.991464547107979],
    [9, 16.918977604620448],
    [19, 30.14352720564616],
    [60, 79.08194448784874]
  ] as const;
  for (const [degrees, value] of known) assert.ok(Math.abs(chiSquareCritical(0.05, degrees) - value) < 1e-9);
  assert.ok(Math.abs(chiSquareTail(30, 9) - 0.00043872177097947936) < 1e-15);
  assert.ok(Math.abs(chiSquareTail(3.3, 3) - 0.3476426447322747) < 1e-13);
  assert.equal(chiSquareTail(0, 5), 1);
  assert.equal(chiSquareTail(Number.POSITIVE_INFINITY, 5), 0);
});

test("psi(reference, current) of halves against thirds is Σ (q − p)·ln(q / p)", () => {
  const {psi: value, bins} = psi([500, 500], [400, 800]);
  const expected = (1 / 3 - 1 / 2) * Math.log(1 / 3 / (1 / 2)) + (2 / 3 - 1 / 2) * Math.log(2 / 3 / (1 / 2));
  assert.ok(Math.abs(value - expected) < 1e-12);
  assert.equal(bins, 2);
});

test("psi(reference, current) of one distribution alarms 5 % ± 1 of the time, from 300 to 300,000 clients", () => {
  const sizes = [
    [300, 300, 12_000],
    [3_000, 300, 12_000],
    [300, 3_000, 12_000],
    [30_000, 3_000, 3_000],
    [300_000, 300_000, 1_200]
  ] as const;
  for (const [n, m, repeats] of sizes) {
    const random = createRandom(11);
    isFivePercent(
      falseAlarms(repeats, () => [drawTenths(n, random), drawTenths(m, random)]),
      `${n} against ${m}`
    );
  }
});

test("psi(reference, current) alarms as often with bins that hardly anybody is in", () => {
  const shares = [0.4, 0.2, 0.12, 0.08, 0.06, 0.04, 0.03, 0.02, 0.02, 0.01, 0.01, 0.01];
  const random = createRandom(12);
  isFivePercent(
    falseAlarms(12_000, () => [draw(300, shares, random), draw(300, shares, random)]),
    "rare words"
  );
});

test("binNumbers(values) and countInto(column, others) of one distribution alarm 5 % ± 1 of the time", () => {
  const random = createRandom(13);
  const values = (n: number) => Float64Array.from({length: n}, random);
  isFivePercent(
    falseAlarms(4_000, () => {
      const column = binNumbers("x", values(600));
      return [column.counts, countInto(column, values(400))];
    }),
    "tenths of the reference"
  );
});

test("a fixed limit of 0.1 cries out at 200 clients and sleeps at 300,000: the planted rule is found wrong", () => {
  const tenths = new Array<number>(10).fill(0.1);
  const random = createRandom(14);
  let alarms = 0;
  for (let i = 0; i < 2_000; i++)
    if (psi(draw(200, tenths, random), draw(200, tenths, random)).psi > 0.1) alarms++;
  assert.ok(alarms / 2_000 > 0.1, `${alarms / 2_000} of calm sets exceed 0.1 at 200 clients`);
  const shifted = [0.08, 0.12, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
  const {psi: value, critical} = psi(draw(300_000, tenths, random), draw(300_000, shifted, random));
  assert.ok(value < 0.1 && value > critical, "a true shift of 300,000 clients is below 0.1");
});

test("countInto(column, values) puts missing values last and edges into the bin below them", () => {
  const column = binNumbers("x", Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Number.NaN]));
  assert.equal(column.counts.at(-1), 1);
  assert.equal(
    column.counts.reduce((a, b) => a + b, 0),
    11
  );
  const counts = countInto(column, [column.edges![0]!, -1e9, 1e9, Number.NaN, Number.NaN]);
  assert.equal(counts[0], 2);
  assert.equal(counts.at(-2), 1);
  assert.equal(counts.at(-1), 2);
});

test("summariseDrift(columns) names the one that moved and not the twentieth by chance", () => {
  const random = createRandom(15);
  const tenths = new Array<number>(10).fill(0.1);
  const columns = Array.from({length: 200}, (_, i) => {
    const other = i === 7 ? [0.25, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] : tenths;
    const column = {
      name: `x${i}`,
      edges: [1, 2, 3, 4, 5, 6, 7, 8],
      categories: null,
      counts: draw(2_000, tenths, random)
    };
    return compareColumn(column, draw(2_000, other, random));
  });
  const {discoveries, beyondChance, expectedByChance} = summariseDrift(columns);
  assert.ok(discoveries.includes("x7") && discoveries.length <= 2, discoveries.join());
  assert.equal(expectedByChance, 10);
  assert.ok(beyondChance >= 2 && beyondChance <= 22, `${beyondChance}`);
});
