import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {createQuerySet} from "../server/kit/queryFixture.ts";
import {type Cluster, createCluster, runContracts} from "./cluster.ts";
import {createRedisServer, type RedisServer, skipWithout} from "./redisServer.ts";

const skip = skipWithout("redis-server", "nginx");

/** Asks for what is made on the first demand; false when that takes longer than a caller waits. */
async function answersSql(replica: string): Promise<boolean> {
  const sql = "SELECT count(*) FROM clients JOIN bureau USING (clientId) JOIN contributions USING (clientId)";
  const response = await fetch(`${replica}/v1/sql`, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({sql})
  });
  await response.body?.cancel();
  assert.ok(response.ok || response.status === 503, String(response.status));
  return response.ok;
}

describe("three replicas of a data set behind nginx", {skip}, () => {
  let set: Awaited<ReturnType<typeof createQuerySet>>;
  let redis: RedisServer;
  let cluster: Cluster;
  before(async () => {
    set = await createQuerySet(30);
    redis = await createRedisServer();
    cluster = await createCluster(redis, "real", "honest", set.data);
    for (const replica of cluster.replicas) while (!(await answersSql(replica)));
  });
  after(async () => {
    await cluster?.close();
    await redis?.remove();
    set?.remove();
  });

  test("the contract suites of cases and of SQL pass against them", async () => {
    const passed = await runContracts(["cases", "query"], {
      SCOREBOOK_ADDRESS: cluster.address,
      SCOREBOOK_DATA: set.data
    });
    assert.ok(passed > 20, `${passed} passed`);
  });
});
