import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {Ajv} from "ajv";
import type {JobKind} from "../../server/scoring/engine.ts";
import type {Ack} from "../../src/core/protocol.ts";
import {explanationSchema} from "../../src/core/schema/explanation.ts";
import {scoreSchema} from "../../src/core/schema/score.ts";
import {createFakeEngine} from "../server/kit/fakes.ts";
import {BROKEN, serveContract, UNEXPLAINABLE} from "./served.ts";
import {createRestWire, createSocketWire, type Wire} from "./wires.ts";

const ajv = new Ajv({strict: false});
const schemas = {score: ajv.compile(scoreSchema), explanation: ajv.compile(explanationSchema)};

let served: Awaited<ReturnType<typeof serveContract>>;
let wires: {REST: Wire; socket: Wire};

before(async () => {
  served = await serveContract();
  const {address} = served;
  wires = {REST: await createRestWire(address), socket: await createSocketWire(address)};
});
after(async () => {
  await wires.REST.close();
  await wires.socket.close();
  await served.close();
});

const problemOf = (answer: Ack<unknown>) => {
  assert.equal(answer.ok, false, "expected a problem");
  return (answer as Extract<typeof answer, {ok: false}>).problem;
};

for (const name of ["REST", "socket"] as const) {
  describe(`through ${name}`, () => {
    for (const kind of ["score", "explanation"] as const satisfies JobKind[]) {
      test(`ask("${kind}", 100002) answers a body that fits the schema`, async () => {
        const answer = await wires[name].ask(kind, 100002);
        assert.ok(answer.ok);
        assert.equal(answer.body.clientId, 100002);
        assert.equal(answer.body.score, 562);
        assert.ok(schemas[kind](answer.body), JSON.stringify(schemas[kind].errors));
        assert.deepEqual(answer.body, JSON.parse(JSON.stringify(createFakeEngine().compute(kind, 100002))));
      });

      test(`ask("${kind}", 424242) answers CLIENT_UNKNOWN for a client that is not there`, async () => {
        const problem = problemOf(await wires[name].ask(kind, 424242));
        assert.deepEqual([problem.status, problem.code], [404, "CLIENT_UNKNOWN"]);
        assert.match(problem.detail, /424242/);
      });

      for (const id of [undefined, "abc", 0, -1, 1.5, "", "1e5", " 100002"]) {
        test(`ask("${kind}", ${JSON.stringify(id)}) answers CLIENT_ID_INVALID`, async () => {
          const problem = problemOf(await wires[name].ask(kind, id));
          assert.deepEqual([problem.status, problem.code], [400, "CLIENT_ID_INVALID"]);
          assert.equal(problem.issues.length, 1);
          assert.match(problem.detail, /expected one positive integer/);
        });
      }

      test(`ask("${kind}", …) answers the engine's own problem when it refuses`, async () => {
        const problem = problemOf(await wires[name].ask(kind, UNEXPLAINABLE));
        assert.deepEqual([problem.status, problem.code], [501, "EXPLANATION_UNSUPPORTED"]);
        assert.equal(problem.detail, "A linear tree cannot be explained.");
      });

      test(`ask("${kind}", …) answers INTERNAL and keeps the cause to itself when the engine breaks`, async () => {
        const problem = problemOf(await wires[name].ask(kind, BROKEN));
        assert.deepEqual([problem.status, problem.code], [500, "INTERNAL"]);
        assert.doesNotMatch(JSON.stringify(problem), /secret/);
        assert.ok(problem.requestId.length > 0);
      });
    }
  });
}

test("ask(kind, id) answers the same body and the same problem through both wires", async () => {
  for (const kind of ["score", "explanation"] as const)
    for (const id of [100001, 100028, 424242, UNEXPLAINABLE]) {
      const [rest, socket] = [await wires.REST.ask(kind, id), await wires.socket.ask(kind, id)];
      assert.deepEqual(anonymous(rest), anonymous(socket));
    }
});

test("the comparison of wires notices a planted difference", async () => {
  const rest = anonymous(await wires.REST.ask("score", 100001));
  const other = anonymous(await wires.socket.ask("score", 100028));
  assert.throws(() => assert.deepEqual(rest, other));
});

function anonymous(answer: Ack<unknown>) {
  return answer.ok ? answer : {...answer, problem: {...answer.problem, requestId: ""}};
}
