import assert from "node:assert/strict";
import {test} from "node:test";
import {differentAnswers, tableOf} from "../../bench/aggregation/growth.ts";
import type {TaskResult} from "../../bench/aggregation/growthTask.ts";

/** Results of two tasks, of which the second has two stages; `cpu` in seconds. */
function measured(clients: number, cpu: number, answers: Record<string, string> = {}): TaskResult[] {
  const cost = {wall: cpu, cpu, clients};
  return [
    {stages: {generate: cost}, answers: {generate: "g"}, rss: 0.25},
    {stages: {check: cost, compute: cost}, answers: {check: "c", compute: "f", ...answers}, rss: 0.5}
  ];
}

const rowOf = (sizes: Parameters<typeof tableOf>[0], name: string) =>
  tableOf(sizes).rows.find((row) => row.name === name)!;

test("differentAnswers(one, other) is empty when every stage gave the same answer", () => {
  assert.deepEqual(differentAnswers(measured(1000, 1), measured(1000, 2)), []);
});

test("differentAnswers(one, other) names a stage whose answer was changed, was left out or came to it", () => {
  const one = measured(1000, 1);
  assert.deepEqual(differentAnswers(one, measured(1000, 1, {compute: "planted"})), ["compute"]);
  assert.deepEqual(differentAnswers(one, one.slice(1)), ["generate"]);
  assert.deepEqual(differentAnswers(one, measured(1000, 1, {planted: "p"})), ["planted"]);
});

test("tableOf(sizes) shows equal costs of a client when time is linear", () => {
  const sizes = [1000, 10_000].map((clients) => ({clients, results: measured(clients, clients / 1000)}));
  const {rows, notes} = tableOf(sizes);
  const stages = rows.filter(({unit}) => unit === "CPU ms a client");
  assert.equal(stages.length, 6);
  for (const {ours} of stages) assert.equal(ours, 1);
  assert.equal(rowOf(sizes, "check, 10,000 clients").ratio, 1);
  assert.equal(rowOf(sizes, "largest process, 10,000 clients").ours, 0.5);
  assert.ok(notes!.includes("One more client costs, in CPU ms: generate 1.00, check 1.00, compute 1.00."));
});

test("tableOf(sizes) shows a planted stage that grows with the square of the clients", () => {
  const [small, large] = [measured(1000, 1), measured(10_000, 10)];
  large[1]!.stages.compute = {wall: 100, cpu: 100, clients: 10_000};
  const sizes = [
    {clients: 1000, results: small},
    {clients: 10_000, results: large}
  ];
  const row = rowOf(sizes, "compute, 10,000 clients");
  assert.equal(row.ours, 10);
  assert.equal(row.peer, 1);
  assert.equal(row.ratio, 0.1);
  assert.equal(rowOf(sizes, "check, 10,000 clients").ratio, 1);
  assert.match(tableOf(sizes).notes!.join(" "), /check 1\.00, compute 11\.0\./);
});
