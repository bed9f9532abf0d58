import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import type {PromotionAnswer} from "../../src/core/schema/models.ts";
import type {Score} from "../../src/core/schema/score.ts";
import {createDemoSet} from "../server/kit/demoSet.ts";
import {type Expected, mixed, row, type Told} from "../server/kit/mixedAnswers.ts";
import {createModels} from "../server/kit/otherModel.ts";
import {type Cluster, createCluster} from "./cluster.ts";
import {createRedisServer, type RedisServer, skipWithout} from "./redisServer.ts";

const skip = skipWithout("redis-server", "nginx");
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask<T>(url: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(url, options);
  const text = await response.text();
  assert.ok(response.ok, `${url} answered ${response.status} ${text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}

describe("a promotion on three replicas behind nginx", {skip}, () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  const models = createModels();
  let redis: RedisServer;
  let cluster: Cluster;
  let ids: number[];
  before(async () => {
    set = await createDemoSet();
    redis = await createRedisServer();
    cluster = await createCluster(redis, "promotion", "honest", set.config.data, models.folder);
    const {clients} = await ask<{clients: {clientId: number}[]}>(`${cluster.address}/v1/clients?limit=20`);
    ids = clients.map(({clientId}) => clientId);
  });
  after(async () => {
    await cluster?.close();
    await redis?.remove();
    set?.remove();
    models.remove();
  });

  /** Promotes a model on one replica and waits until each serves it. */
  async function promote(name: string, on: number): Promise<PromotionAnswer> {
    const path = `/v1/models/${name}/promote`;
    const promotion = await ask<PromotionAnswer>(cluster.replicas[on] + path, {method: "POST"});
    const serves = async (replica: string) =>
      (await ask<Score>(`${replica}/v1/clients/${ids[0]}/score`)).model.sha256 === promotion.model.sha256;
    for (const replica of cluster.replicas) while (!(await serves(replica))) await pass(25);
    return promotion;
  }

  /** What each model says of each client, asked of one replica while nothing changes. */
  async function expectedOf(names: readonly string[]): Promise<Expected> {
    const expected: Expected = new Map();
    for (const name of names) {
      const {model} = await promote(name, 0);
      const scores = ids.map((id) => ask<Score>(`${cluster.replicas[0]}/v1/clients/${id}/score`));
      const rows = (await Promise.all(scores)).map((one) => [one.clientId, row(one)] as const);
      expected.set(model.sha256, new Map(rows));
    }
    return expected;
  }

  test("all follow whoever promotes, no answer meanwhile is dropped or mixed, and the chain is whole", async () => {
    const expected = await expectedOf(["demo", "other"]);
    const [one, other] = [...expected.values()].map((said) => JSON.stringify([...said]));
    assert.notEqual(one, other);
    const told: Told[] = [];
    let isDone = false;
    const load = async (kind: "score" | "explanation", method: "GET" | "POST") => {
      for (let i = 0; !isDone; i++) {
        const url = `${cluster.address}/v1/clients/${ids[i % ids.length]}/${kind}`;
        const score = await ask<Score>(url, {method});
        told.push({kind: `${method} ${kind}`, model: score.model, rows: [score]});
      }
    };
    const loads = Promise.all([load("score", "GET"), load("score", "POST"), load("explanation", "GET")]);
    for (const [on, name] of ["demo", "other", "demo", "other"].entries())
      await Promise.race([promote(name, on % 3), loads]);
    isDone = true;
    await loads;
    assert.deepEqual(mixed(told, expected), []);
    for (const sha256 of expected.keys())
      for (const kind of ["GET score", "POST score", "GET explanation"])
        assert.ok(told.some((said) => said.kind === kind && said.model.sha256 === sha256));
    const {ok} = await ask<{ok: boolean}>(`${cluster.replicas[1]}/v1/audit/verify`);
    assert.equal(ok, true);

    const [demo, next] = [...expected.keys()];
    const planted = told.map((said) => ({
      ...said,
      model: {sha256: said.model.sha256 === demo ? next! : demo!}
    }));
    assert.equal(mixed(planted, expected).length > 0, true, "a planted replica that names the other model");
  });

  test("a replica that was away while a model was promoted serves it when it is back", async () => {
    await cluster.kill(1);
    const {model} = await ask<PromotionAnswer>(`${cluster.replicas[0]}/v1/models/demo/promote`, {
      method: "POST"
    });
    await cluster.start(1);
    const score = await ask<Score>(`${cluster.replicas[1]}/v1/clients/${ids[0]}/score`);
    assert.deepEqual(score.model, model);
  });
});
