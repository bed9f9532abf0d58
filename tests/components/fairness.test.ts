import assert from "node:assert/strict";
import {test} from "node:test";
import {groupsData} from "../../src/components/fairness/groups.ts";
import {ratioPlot} from "../../src/components/fairness/ratioPlot.ts";
import type {Portfolio} from "../../src/core/portfolio/portfolio.ts";
import {plotDocument} from "./snapshot.ts";

/** Women and men of given decisions and outcomes: [gender, score, target]. */
function portfolioOf(clients: readonly (readonly [number, number, number])[]): Portfolio {
  const size = clients.length;
  return {
    size,
    clientId: Int32Array.from({length: size}, (_, i) => i + 1),
    gender: Uint8Array.from(clients, ([gender]) => gender),
    familyStatus: new Uint8Array(size),
    education: new Uint8Array(size),
    familySize: new Uint8Array(size).fill(2),
    age: new Float32Array(size).fill(40),
    yearsEmployed: new Float32Array(size).fill(5),
    target: Int8Array.from(clients, ([, , target]) => target),
    probabilityOfDefault: new Float32Array(size).fill(0.25),
    score: Int16Array.from(clients, ([, score]) => score),
    outOfFold: new Uint8Array(size).fill(1),
    facts: {
      population: size,
      vocabularies: {gender: ["F", "M", ""], familyStatus: ["Married"], education: ["Higher education"]},
      cutoff: {probability: 0.1, score: 600},
      model: {name: "demo", version: "0", sha256: ""},
      dataAsOf: "2018-05-31",
      isGenerated: true
    }
  };
}
const many = <T>(n: number, client: T): T[] => new Array<T>(n).fill(client);

test("groupsData(portfolio, gender) counts approvals, good clients declined and defaults of each group", () => {
  const clients = [
    ...many(80, [0, 600, 0] as const),
    ...many(10, [0, 599, 0] as const),
    ...many(10, [0, 599, 1] as const),
    ...many(55, [1, 650, 0] as const),
    ...many(5, [1, 650, 1] as const),
    ...many(30, [1, 500, 0] as const),
    ...many(10, [1, 500, -1] as const)
  ];
  const [women, men, ...others] = groupsData(portfolioOf(clients), "gender");
  assert.equal(others.length, 0);
  assert.equal(women!.accepted.value, 0.8);
  assert.deepEqual(women!.ratio, {value: 1, interval: [1, 1]});
  assert.equal(women!.falseDeclined!.value, 10 / 90);
  assert.equal(women!.badRateAccepted!.value, 0);
  assert.equal(men!.accepted.value, 0.6);
  assert.ok(Math.abs(men!.ratio!.value - 0.75) < 1e-12);
  assert.equal(men!.badRate!.of, 90);
  assert.equal(men!.badRateAccepted!.value, 5 / 60);
  assert.equal(men!.falseDeclined!.value, 30 / 85);
  assert.equal(men!.predicted, 0.25);
  // Katz: ln 0.75 ± 1.96 · √(1/60 − 1/100 + 1/80 − 1/100)
  const half = 1.959963984540054 * Math.sqrt(1 / 60 - 1 / 100 + 1 / 80 - 1 / 100);
  assert.ok(Math.abs(men!.ratio!.interval[0] - 0.75 * Math.exp(-half)) < 1e-12);
  assert.ok(Math.abs(men!.ratio!.interval[1] - 0.75 * Math.exp(half)) < 1e-12);
});

test("groupsData(portfolio, gender) compares with no group of a handful, and bounds a group without approvals", () => {
  const clients = [
    ...many(3, [1, 700, 0] as const),
    ...many(200, [0, 610, 0] as const),
    ...many(100, [0, 500, 0] as const)
  ];
  const [women, men] = groupsData(portfolioOf(clients), "gender");
  assert.equal(women!.ratio!.value, 1);
  assert.ok(men!.ratio!.value > 1);
  const [, declined] = groupsData(
    portfolioOf([...many(200, [0, 610, 0] as const), ...many(150, [1, 500, 1] as const)]),
    "gender"
  );
  assert.equal(declined!.ratio!.value, 0);
  assert.ok(declined!.ratio!.interval.every(Number.isFinite));
  assert.equal(declined!.falseDeclined, null);
});

test("groupsData(portfolio, gender) compares nobody where nobody is accepted, and ratioPlot(…) draws no ratio then", () => {
  const document = plotDocument();
  const plotOf = (score: number) => {
    const groups = groupsData(
      portfolioOf([...many(200, [0, score, 0] as const), ...many(150, [1, 500, 1] as const)]),
      "gender"
    );
    const plot = ratioPlot(groups, ({name}) => JSON.stringify(name), {width: 600, lang: "en", document});
    return {ratios: groups.map(({ratio}) => ratio?.value ?? null), plot};
  };
  const none = plotOf(500);
  assert.deepEqual(none.ratios, [null, null]);
  assert.equal(none.plot.querySelectorAll("circle").length, 0);
  assert.doesNotMatch(none.plot.outerHTML, /NaN|Infinity/);
  const planted = plotOf(610);
  assert.deepEqual(planted.ratios, [1, 0]);
  assert.equal(planted.plot.querySelectorAll("circle").length, 2);
});
