import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {PLAN} from "../../loaders/features/all.ts";
import {columnsOf} from "../../loaders/features/columns.ts";
import type {Node} from "../../loaders/features/expression.ts";
import {type Feature, feature, say} from "../../loaders/features/feature.ts";
import {planCatalogue} from "../../loaders/plan.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import {GROUP_LEVELS, GROUP_MEASURES} from "../../src/core/fitted/groupMedians.ts";
import {TARGET_MEAN_SOURCES} from "../../src/core/fitted/targetMeans.ts";
import type {FittedStatistics} from "../../src/core/schema/manifest.ts";

/** What a raw column tells of a person, in whichever table it stands. */
const TOLD: Readonly<Record<string, string>> = {
  CODE_GENDER: "gender",
  NAME_FAMILY_STATUS: "familyStatus",
  CNT_CHILDREN: "familyStatus",
  CNT_FAM_MEMBERS: "familyStatus",
  NAME_TYPE_SUITE: "familyStatus",
  DAYS_BIRTH: "age"
};

function columnsRead(root: Node): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (seen.has(n)) return;
    seen.add(n);
    if (n.op === "column") found.add(n.column!);
    n.args.forEach(visit);
  };
  visit(root);
  return found;
}

/** Tells what of a person the raw columns of an expression tell. */
const toldBy = (expression: Node): string[] => [
  ...new Set([...columnsRead(expression)].flatMap((name) => TOLD[name] ?? []))
];

/** Lists the features that tell something else of a person than they declare. */
const undeclared = (features: readonly Feature[]): string[] =>
  features.flatMap((f) => {
    const [told, declared] = [toldBy(f.expression).join(" and "), f.protected ?? ""];
    return told === declared
      ? []
      : [`${f.name} tells ${told || "nothing"}, declares ${declared || "nothing"}`];
  });

describe("the protected traits of PLAN", () => {
  test("every feature of PLAN declares what its raw columns tell of a person, and nothing else", () => {
    assert.deepEqual(undeclared(PLAN), []);
    const told = new Set(PLAN.flatMap((f) => f.protected ?? []));
    assert.deepEqual([...told].sort(), ["age", "familyStatus", "gender"]);
  });

  test("the comparison finds a planted feature that reads a protected column without saying so", () => {
    const app = columnsOf("application");
    const words = say("planted", "ajoutée");
    const hidden = app("AMT_CREDIT").over(app("CNT_FAM_MEMBERS").plus(1));
    const planted = feature("app_planted", "income", "ratio", words, words, hidden);
    const wrong = feature("app_wrong", "income", "ratio", words, words, hidden, {protected: "age"});
    assert.deepEqual(undeclared([planted, wrong]), [
      "app_planted tells familyStatus, declares nothing",
      "app_wrong tells familyStatus, declares age"
    ]);
  });

  test("planCatalogue() passes traits on, and the risk falls with age", () => {
    const {features} = planCatalogue();
    const traits = (name: string) => {
      const entry = features.find((one) => one.name === name)!;
      return [entry.protected, entry.direction];
    };
    assert.deepEqual(traits("app_age"), ["age", "falling"]);
    assert.deepEqual(traits("app_gender"), ["gender", undefined]);
    assert.deepEqual(traits("app_income_per_member"), ["familyStatus", undefined]);
    assert.deepEqual(traits("app_income"), [undefined, undefined]);
  });
});

describe("the protected traits of fitted features", () => {
  const {features} = planCatalogue();
  const planned = new Map(PLAN.map((f) => [f.name, f]));
  const statistics: FittedStatistics = {
    groupMedians: GROUP_MEASURES.map(({name, measure}) => ({
      name,
      measure,
      levels: GROUP_LEVELS.map((by) => ({by: [...by], medians: {}}))
    })),
    targetMeans: TARGET_MEAN_SOURCES.map(({name, source}) => ({name, source, prior: 0, means: {}}))
  };

  /** Lists what of a person the sources of a fitted feature tell. */
  const toldBySources = ({groupMedians, targetMeans}: FittedStatistics): (readonly [string, string])[] => {
    const told = (names: string[]) =>
      [...new Set(names.flatMap((name) => toldBy(planned.get(name)!.expression)))].join(" and ");
    return [
      ...groupMedians.map(({name, measure, levels}) => {
        return [name, told([measure, ...levels.flatMap(({by}) => by)])] as const;
      }),
      ...targetMeans.map(({name, source}) => [name, told([source])] as const)
    ];
  };
  const declared = (given: FittedStatistics) =>
    describeFitted(given, features).map((f) => [f.name, f.protected ?? ""] as const);

  test("describeFitted(statistics, features) declares what the sources of each fitted feature tell", () => {
    assert.deepEqual(declared(statistics), toldBySources(statistics));
    assert.ok(declared(statistics).some(([, trait]) => trait === "age"));
  });

  test("describeFitted(statistics, features) of rates by gender and of groups without age declares just that", () => {
    const others: FittedStatistics = {
      groupMedians: [{name: "peer_income", measure: "app_income", levels: [{by: [], medians: {}}]}],
      targetMeans: [{name: "rate_gender", source: "app_gender", prior: 0, means: {}}]
    };
    assert.deepEqual(declared(others), [
      ["peer_income", ""],
      ["rate_gender", "gender"]
    ]);
    const both = [
      {name: "peer_income", measure: "app_income", levels: [{by: ["app_age", "app_gender"], medians: {}}]}
    ];
    assert.deepEqual(declared({groupMedians: both, targetMeans: []}), [["peer_income", "gender"]]);
  });
});
