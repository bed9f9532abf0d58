import assert from "node:assert/strict";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {tell} from "../../src/core/credit/statements/tell.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import {realDataSet, realSkip} from "../loaders/planFixture.ts";
import {createJudge, type Judge} from "./judge.ts";
import {demoFeatures, demoSet, medians, type Opened, openEngine} from "./portfolio.ts";
import {type RawClient, readRawClients} from "./rawCsv.ts";

interface Tally {
  clients: number;
  declines: number;
  reasons: number;
  contradictedDeclines: number;
  /** "client: what is contradicted". */
  faults: string[];
}

/** Explains every client and holds each against the raw rows. */
function judgeAll({engine, store}: Opened, raw: ReadonlyMap<number, RawClient>, judge: Judge): Tally {
  const tally: Tally = {clients: 0, declines: 0, reasons: 0, contradictedDeclines: 0, faults: []};
  for (const id of store.ids) {
    const explanation = engine.compute("explanation", id);
    const faults = [...judge(explanation, raw.get(id)!), ...disagreements(explanation)];
    tally.clients++;
    tally.reasons += explanation.reasonCodes.length;
    if (explanation.decision === "decline") tally.declines++;
    if (explanation.decision === "decline" && faults.length > 0) tally.contradictedDeclines++;
    tally.faults.push(...faults.map((fault) => `${id}: ${fault}`));
  }
  return tally;
}

/** Lists where waterfall and reasons of one explanation differ. */
function disagreements({basePoints, causes, score, features, reasonCodes, decision}: Explanation): string[] {
  const adverse = causes
    .filter(({contribution}) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution);
  const total = causes.reduce((sum, {points}) => sum + points, basePoints);
  const unequal = causes.filter(
    ({code, points}) =>
      features.reduce((sum, one) => sum + (one.cause === code ? one.points : 0), 0) !== points
  );
  return [
    ...(total === score ? [] : [`base and causes make ${total}, the score is ${score}`]),
    ...unequal.map(({code}) => `${code} is not the sum of its features`),
    ...reasonCodes.flatMap(({code, points}, i) =>
      adverse[i]?.code === code && adverse[i].points === points
        ? []
        : [`reason ${i + 1} is not the cause ${adverse[i]?.code}`]
    ),
    ...(decision === "decline" && adverse.length > 0 && reasonCodes.length === 0
      ? ["a decline without a reason"]
      : [])
  ];
}

/** Says of some clients what would be said if any feature were the one that costs most, and judges that. */
function judgeEveryFeature(
  {engine, store}: Opened,
  raw: ReadonlyMap<number, RawClient>,
  judge: Judge,
  step: number
): string[] {
  return [...store.ids]
    .filter((_, i) => i % step === 0)
    .flatMap((id) => {
      const explanation = engine.compute("explanation", id);
      const values = new Map(explanation.features.map(({name, value}) => [name, value]));
      const client = {rows: engine.rows(id), value: (name: string) => values.get(name)};
      const reasonCodes = demoFeatures.map((driver, i) => {
        const {name, cause, label} = driver;
        return {rank: i + 1, code: cause, label, feature: name, points: -1, ...tell(driver, client)};
      });
      return judge({features: explanation.features, reasonCodes}, raw.get(id)!).map(
        (fault) => `${id}: ${fault}`
      );
    });
}

function report(name: string, {clients, declines, reasons, contradictedDeclines, faults}: Tally): void {
  const share = declines === 0 ? 0 : contradictedDeclines / declines;
  console.log(
    `${name}: ${reasons} reasons of ${clients} clients judged, ${faults.length} contradictions; ` +
      `${contradictedDeclines} of ${declines} declines (${(100 * share).toFixed(1)} %) with a contradicted reason`
  );
}

describe("the reasons of every demo client", () => {
  let set: Awaited<ReturnType<typeof demoSet>>;
  let opened: Opened;
  let raw: Map<number, RawClient>;
  let judge: Judge;
  before(async () => {
    set = await demoSet();
    opened = openEngine(set.dir);
    raw = readRawClients(join(set.dir, "raw"));
    judge = createJudge(demoFeatures, medians(opened.store));
  });
  after(() => {
    opened.close();
    set.remove();
  });

  test('engine.compute("explanation", id) says nothing that the raw rows contradict, and its waterfall is its reasons', () => {
    const tally = judgeAll(opened, raw, judge);
    report("demo", tally);
    assert.deepEqual(tally.faults.slice(0, 40), []);
    assert.ok(tally.declines > 500 && tally.reasons > 10_000, JSON.stringify(tally));
  });

  test("tell(driver, client) says nothing untrue whichever feature weighs most, for 100 demo clients", () => {
    assert.deepEqual(judgeEveryFeature(opened, raw, judge, 100).slice(0, 40), []);
  });
});

describe("the reasons of the 265 real clients", {skip: realSkip}, () => {
  let sets: Awaited<ReturnType<typeof demoSet>>[] = [];
  let trained: Opened;
  let opened: Opened;
  let raw: Map<number, RawClient>;
  let judge: Judge;
  before(async () => {
    const [real, demo] = [realDataSet(), await demoSet()];
    sets = [real, demo];
    await buildFeatures(real.dir);
    [trained, opened] = [openEngine(demo.dir), openEngine(real.dir)];
    raw = readRawClients(join(real.dir, "raw"));
    judge = createJudge(demoFeatures, medians(trained.store));
  });
  after(() => {
    trained.close();
    opened.close();
    for (const {remove} of sets) remove();
  });

  test('engine.compute("explanation", id) says nothing that the raw rows contradict', () => {
    const tally = judgeAll(opened, raw, judge);
    report("real", tally);
    assert.deepEqual(tally.faults.slice(0, 40), []);
    assert.equal(tally.clients, 265);
  });

  test("tell(driver, client) says nothing untrue whichever feature weighs most, for 53 real clients", () => {
    assert.deepEqual(judgeEveryFeature(opened, raw, judge, 5).slice(0, 40), []);
  });
});
