import assert from "node:assert/strict";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {openHistoryOf} from "../../../loaders/history/read.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import {createSystemClock} from "../../../server/clock.ts";
import {type ClientEngine, createClientEngine} from "../../../server/scoring/clientEngine.ts";
import {readModel} from "../../../server/scoring/modelStore.ts";
import {type RecourseAction, recourseActions} from "../../../server/scoring/recourse/actions.ts";
import {createRecourse, MARGIN, type RecourseAnswer} from "../../../server/scoring/recourse/recourse.ts";
import {searchRecourse} from "../../../server/scoring/recourse/search.ts";
import {createWorkbench} from "../../../server/scoring/workbench.ts";
import {recourse} from "../../../src/core/schema/answers.ts";
import {createDemoSet} from "../kit/demoSet.ts";

/** All that an action may change; who somebody is and what has happened is not among it. */
const CHANGEABLE: Record<string, readonly string[]> = {
  application: [
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_GOODS_PRICE",
    "FLAG_EMAIL",
    "FLAG_WORK_PHONE",
    "FLAG_PHONE",
    "FLAG_DOCUMENT_3"
  ],
  bureau: [
    "CREDIT_ACTIVE",
    "AMT_CREDIT_SUM_DEBT",
    "AMT_CREDIT_SUM_OVERDUE",
    "CREDIT_DAY_OVERDUE",
    "DAYS_ENDDATE_FACT"
  ],
  credit_card_balance: ["AMT_BALANCE"]
};
/** Lists the cells that actions change and may not. */
const forbidden = (actions: readonly {edits: readonly object[]}[]): string[] =>
  actions
    .flatMap(({edits}) => edits as {op: string; table: string; values: object}[])
    .flatMap(({op, table, values}) =>
      op === "edit"
        ? Object.keys(values)
            .filter((name) => !CHANGEABLE[table]?.includes(name))
            .map((name) => `${table}.${name}`)
        : [`${op} ${table}`]
    );

describe("what a declined client could change", () => {
  let set: Awaited<ReturnType<typeof createDemoSet>>;
  let engine: ClientEngine;
  let close: () => void;
  let answers: RecourseAnswer[];
  let workbench: ReturnType<typeof createWorkbench>;
  before(async () => {
    set = await createDemoSet(300);
    const store = openFeatureStore(set.config.data);
    const history = openHistoryOf(set.config.data);
    // A dear default, so that the cut-off lies among many clients.
    engine = createClientEngine({
      files: readModel(join("models", set.config.model)),
      store,
      history,
      config: {cost: {falseNegative: 20, falsePositive: 1}, score: {}},
      clock: createSystemClock()
    });
    workbench = createWorkbench({engine, store});
    close = () => {
      store.close();
      history.close();
    };
    answers = [...store.ids].map((id) => workbench.recourse(id));
  });
  after(() => {
    close();
    set.remove();
  });

  test("recourse(id) gives options whose edits, asked as a what-if, approve the client with the margin", () => {
    const found = answers.filter(({options}) => options.length > 0);
    assert.ok(found.length > 0, "no declined client of the set has an option");
    for (const {clientId, goal, options, message} of found) {
      assert.equal(message, null);
      assert.ok(options.length <= 3);
      assert.equal(goal, Math.ceil(engine.policy.cutoff.score) + MARGIN);
      for (const {actions, score, decision} of options) {
        const rows = actions.flatMap(({edits}) => edits);
        const {before, after} = workbench.whatIf(clientId, {rows});
        assert.equal(before.decision, "decline");
        assert.equal(after.decision, "approve");
        assert.equal(after.score, score);
        assert.equal(decision, "approve");
        assert.ok(score >= goal);
      }
    }
  });

  test("recourse(id) lists options that differ, the cheapest first", () => {
    for (const {options} of answers) {
      const lists = options.map(({actions}) => JSON.stringify(actions.map(({edits}) => edits)));
      assert.equal(new Set(lists).size, lists.length);
      assert.deepEqual(
        options.map(({cost}) => cost),
        options.map(({cost}) => cost).sort((a, b) => a - b)
      );
    }
  });

  test("recourse(id) of others says that there is nothing to change, or that none was found within the bounds", () => {
    for (const {decision, options, message} of answers.filter((answer) => answer.options.length === 0)) {
      assert.deepEqual(options, []);
      assert.match(
        message!.en,
        decision === "approve" ? /approved already/ : /^No action was found within these bounds\.$/
      );
    }
    const declined = answers.find(({decision}) => decision === "decline")!;
    const none = workbench.recourse(declined.clientId, {leastAmount: 1, longestTerm: 1, settledLoans: 0});
    assert.ok(
      none.options.every(({actions}) =>
        actions.every(({kind}) => kind !== "change_request" && kind !== "settle_loan")
      )
    );
  });

  test("recourse(id) without an option tells the bounds, what there was to choose from, and what came nearest", () => {
    const missed = answers.filter(({decision, options}) => decision === "decline" && options.length === 0);
    assert.ok(missed.length > 0);
    let near = 0;
    for (const {clientId, goal, bounds, searched, nearest, score} of missed) {
      assert.deepEqual(bounds, {leastAmount: 0.5, longestTerm: 1.5, settledLoans: 5, mostActions: 6});
      const sum = Object.values(searched).reduce((all, n) => all + n, 0);
      assert.equal(sum, recourseActions(engine.rows(clientId)).length);
      if (!nearest) continue;
      near++;
      assert.ok(nearest.score < goal && nearest.score >= score, `${clientId}`);
      const rows = nearest.actions.flatMap(({edits}) => edits);
      assert.equal(workbench.whatIf(clientId, {rows}).after.score, nearest.score);
    }
    assert.ok(near > 0);
    const [approved] = answers.filter(({decision}) => decision === "approve");
    assert.deepEqual([approved!.nearest, approved!.searched], [null, {}]);
  });

  test("the schema of the answer names everything that recourse(id) tells, so that nothing is lost on the way", () => {
    const lost = (answer: object, properties: object) =>
      Object.keys(answer).filter((name) => !(name in properties));
    for (const answer of answers) {
      assert.deepEqual(lost(answer, recourse.properties), []);
      assert.deepEqual(lost(answer.bounds, recourse.properties.bounds.properties), []);
    }
    assert.deepEqual(lost({...answers[0], planted: 1}, recourse.properties), ["planted"]);
  });

  test("recourseActions(rows) never touches who a client is or what has happened", () => {
    for (const {clientId} of answers) assert.deepEqual(forbidden(recourseActions(engine.rows(clientId))), []);
  });

  test("the check of what actions touch finds a planted change of age and a removed row", () => {
    const planted = [
      {edits: [{op: "edit", table: "application", index: 0, values: {DAYS_BIRTH: -20000}}]},
      {edits: [{op: "remove", table: "bureau", index: 0}]}
    ];
    assert.deepEqual(forbidden(planted), ["application.DAYS_BIRTH", "remove bureau"]);
  });

  test("createRecourse(engine) would refuse an option that its verification does not approve", () => {
    const declined = answers.find(({options}) => options.length > 0)!;
    const doubting = {...engine, assess: () => ({...engine.compute("score", declined.clientId)})};
    assert.deepEqual(createRecourse(doubting)(declined.clientId).options, []);
  });
});

test("searchRecourse(actions, assess, points, goal) takes what is needed, and of one slot the cheaper step that is enough", () => {
  const action = (slot: string, cost: number): RecourseAction => ({
    kind: "complete_file",
    slot,
    cost,
    text: {en: slot, fr: slot},
    edits: []
  });
  const actions = [action("a", 2), action("a", 6), action("b", 1), action("c", 1), action("d", 1)];
  const gains = new Map([
    [actions[0], 5],
    [actions[1], 9],
    [actions[2], 1],
    [actions[3], 4],
    [actions[4], -3]
  ]);
  const points = (chosen: readonly object[]) =>
    90 + chosen.reduce((sum: number, one) => sum + (gains.get(one as never) ?? 0), 0);
  const {options, nearest} = searchRecourse(actions, (chosen) => chosen, points, 99);
  const [first] = options;
  assert.equal(nearest, null);
  assert.deepEqual(new Set(first!.actions.map(({slot, cost}) => `${slot}${cost}`)), new Set(["a2", "c1"]));
  assert.equal(first!.cost, 3);
  const missed = searchRecourse(actions, (chosen) => chosen, points, 200);
  assert.deepEqual(missed.options, []);
  assert.ok(missed.nearest, "what came highest is told");
  assert.equal(points(missed.nearest.actions), 90 + 9 + 4 + 1);
  const nothing = searchRecourse(actions.slice(4), (chosen) => chosen, points, 200);
  assert.deepEqual(nothing, {options: [], nearest: null});
});
