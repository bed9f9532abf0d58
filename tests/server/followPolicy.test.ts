import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {openChain} from "../../server/audit/sqlite.ts";
import {followPolicy, LOOK_MS} from "../../server/policy/follow.ts";
import {createCurrentLimits} from "../../server/policy/limits.ts";
import {createPolicies} from "../../server/policy/policies.ts";
import {createFakeEngine, createFakeEvidence, createManualClock, silent} from "./kit/fakes.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Two replicas that share a file of the chain, of which only the second looks at what the first has approved. */
function createTwo() {
  const clock = createManualClock();
  const folder = mkdtempSync(join(tmpdir(), "scorebook-chain-"));
  const chains = [0, 1].map(() => openChain(join(folder, "audit.sqlite")));
  const replica = (chain: ReturnType<typeof openChain>) => {
    const limits = createCurrentLimits();
    const {policy} = createFakeEvidence(createFakeEngine(), limits);
    return {policy, policies: createPolicies({chain, limits, policy, clock})};
  };
  const close = () => {
    for (const chain of chains) chain.close();
    rmSync(folder, {recursive: true});
  };
  return {clock, close, first: replica(chains[0]!), second: replica(chains[1]!)};
}

async function approve({policies}: ReturnType<typeof createTwo>["first"], cutoff: number) {
  const {id} = await policies.propose({name: "Ada", role: "officer"}, {cutoff, note: "a test"});
  await policies.settle({name: "Grace", role: "officer"}, id, "approved", "");
}

test("a cut-off approved on one replica holds on the others within a second, and not before they look", async () => {
  const {clock, close, first, second} = createTwo();
  const stop = followPolicy(second.policies, clock, silent);
  await approve(first, 655);
  assert.equal(first.policy().cutoff.score, 655);
  assert.notEqual(second.policy().cutoff.score, 655);
  clock.advance(LOOK_MS);
  await settled();
  assert.equal(second.policy().cutoff.score, 655);
  await approve(first, 665);
  clock.advance(LOOK_MS);
  await settled();
  assert.equal(second.policy().cutoff.score, 665);
  stop();
  close();
});

test("a chain that cannot be read for a while is looked at again", async () => {
  const {clock, close, first, second} = createTwo();
  let fails = true;
  const restore = async () => {
    if (fails) throw new Error("not now");
    await second.policies.restore();
  };
  const stop = followPolicy({restore}, clock, silent);
  await approve(first, 655);
  clock.advance(LOOK_MS);
  await settled();
  assert.notEqual(second.policy().cutoff.score, 655);
  fails = false;
  clock.advance(LOOK_MS);
  await settled();
  assert.equal(second.policy().cutoff.score, 655);
  stop();
  clock.advance(10 * LOOK_MS);
  close();
});
