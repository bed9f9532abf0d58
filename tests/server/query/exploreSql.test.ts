import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {tableFromIPC} from "apache-arrow";
import {exploreJson} from "../../../loaders/site/explore.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {exploreSql, readSums, type SumRow} from "../../../src/components/explore/exploreSql.ts";
import {EVERYBODY, keepCondition} from "../../../src/components/explore/keep.ts";
import {type ProfileRow, profileSql, readProfile} from "../../../src/components/explore/profileSql.ts";
import type {Column} from "../../../src/core/explore/column.ts";
import type {DescribedColumn} from "../../../src/core/explore/described.ts";
import {type Cut, cutBy, type Explored, exploredOf} from "../../../src/core/explore/explored.ts";
import {exploreRows} from "../../../src/core/explore/exploreRows.ts";
import type {ExploreStart} from "../../../src/core/explore/exploreStart.ts";
import {type Profile, profileOf} from "../../../src/core/explore/profile.ts";
import {ask, askJson, createQuerySet, openTestQueries} from "../kit/queryFixture.ts";

let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
let start: ExploreStart;
before(async () => {
  set = await createQuerySet();
  queries = openTestQueries(set.data);
  start = JSON.parse(exploreJson({data: set.data}));
});
after(() => {
  queries.close();
  set.remove();
});

const described = (name: string): DescribedColumn => start.columns.find((column) => column.name === name)!;

/** Asks for columns as rows: what sums are judged by. */
async function rowsOf(names: readonly string[], condition = ""): Promise<Column[]> {
  const select = `SELECT ${names.map((name) => `"${name}"`).join(", ")} FROM clients ${condition && `WHERE ${condition}`}`;
  const {body} = await ask(queries, select, "arrow");
  const table = tableFromIPC(body);
  return names.map((name, i): Column => {
    const cells = [...table.getChildAt(i)!];
    if (described(name).kind === "number")
      return {kind: "number", values: cells.map((cell) => (cell === null ? Number.NaN : Number(cell)))};
    const words = [...new Set(cells.filter((cell) => cell !== null))] as string[];
    return {kind: "category", words, codes: cells.map((cell) => words.indexOf(cell as string))};
  });
}

async function profilesBySql(names: readonly string[]): Promise<Profile[]> {
  const {rows} = await askJson(queries, profileSql(names.map(described)));
  const found = new Map((rows as ProfileRow[]).map(readProfile));
  return names.map((name) => found.get(name)!);
}

/** Rounds what is summed in another order. */
const rounded = ({points, ...cut}: Explored): Explored => {
  const round = (value: number) => Number(value.toPrecision(9));
  return {
    ...cut,
    points: points.map(({value, interval, ...point}) => ({
      ...point,
      value: round(value),
      interval: interval && [round(interval[0]), round(interval[1])]
    }))
  };
};

test("describeColumns(features, application) names exactly the columns that statements may read", async () => {
  const {rows} = await askJson(queries, "DESCRIBE clients");
  const names = rows.map(([name]) => name as string).filter((name) => name !== "clientId");
  assert.deepEqual(start.columns.map(({name}) => name).sort(), names.sort());
  const inFeatures = new Set(queries.features);
  for (const {name, from} of start.columns) assert.equal(from === "features", inFeatures.has(name), name);
  const types = new Map(rows.map(([name, type]) => [name, String(type)]));
  for (const {name, kind} of start.columns)
    assert.equal(kind === "category", /ENUM|VARCHAR/.test(types.get(name)!), `${name} is ${types.get(name)}`);
});

test("profileSql(columns) finds for every fifth column what profileOf(rows) does", async () => {
  const names = start.columns.map(({name}) => name).filter((_, i) => i % 5 === 1);
  assert.ok(names.length > 100);
  for (let first = 0; first < names.length; first += 8) {
    const some = names.slice(first, first + 8);
    const [found, columns] = [await profilesBySql(some), await rowsOf(some)];
    for (const [i, name] of some.entries()) assert.deepEqual(found[i], profileOf(columns[i]!), name);
  }
});

const PICTURES: [x: string, y: string, colour: string, facet: string, condition: string][] = [
  ["app_age", "target", "", "", ""],
  ["app_age", "", "", "", ""],
  ["AMT_CREDIT", "target", "CODE_GENDER", "NAME_EDUCATION_TYPE", ""],
  ["ORGANIZATION_TYPE", "AMT_INCOME_TOTAL", "FLAG_OWN_CAR", "", ""],
  ["EXT_SOURCE_2", "FLAG_OWN_CAR", "EXT_SOURCE_1", "decision", ""],
  ["CNT_CHILDREN", "probabilityOfDefault", "fold", "CNT_CHILDREN", ""],
  [
    "app_ext_mean",
    "target",
    "CODE_GENDER",
    "",
    keepCondition("OWN_CAR_AGE", {...EVERYBODY, from: 5, to: 20})
  ],
  ["EXT_SOURCE_1", "", "NAME_INCOME_TYPE", "", keepCondition("CODE_GENDER", {...EVERYBODY, words: ["F"]})]
];

for (const [x, y, colour, facet, condition] of PICTURES)
  test(`exploreSql(${[x, y, colour, facet, condition].filter(Boolean).join(", ")}) sums up as a plain loop does`, async () => {
    const {cut, explored} = await exploreBySql(x, y, colour, facet, condition);
    const named = [x, y, colour, facet].filter(Boolean);
    const kept = await rowsOf(named, condition);
    const all = new Map(named.map((name, i) => [name, kept[i]!]));
    const column = (name: string) => (name ? all.get(name)! : null);
    const expected = exploreRows({x: column(x)!, y: column(y), colour: column(colour), facet: column(facet)});
    if (condition === "") assert.deepEqual(rounded(explored), rounded(expected));
    // Groups are cut from everybody; what is kept is only counted in them.
    const count = ({points}: Explored) => points.reduce((sum, {n}) => sum + n, 0);
    assert.equal(count(explored), count(expected));
    assert.ok(cut.x.length > 1);
  });

test("rounded(explored) sees one client in the wrong group", async () => {
  const {explored} = await exploreBySql("app_age", "target", "", "", "");
  const [first, second, ...others] = explored.points;
  const moved = [{...first!, n: first!.n - 1}, {...second!, n: second!.n + 1}, ...others];
  assert.notDeepEqual(rounded(explored), rounded({...explored, points: moved}));
});

test("exploreJson(set) draws first what the statement of the same columns gives", async () => {
  const {explored} = await exploreBySql(start.first.x, start.first.y, "", "", "");
  assert.deepEqual(rounded(start.first.explored), rounded(explored));
  const names = Object.keys(start.profiles);
  assert.deepEqual(Object.values(start.profiles), await profilesBySql(names));
  const store = openFeatureStore(set.data);
  assert.equal(
    start.first.explored.points.reduce((sum, {n}) => sum + n, 0),
    store.targets.filter((target) => target >= 0).length
  );
  store.close();
});

async function exploreBySql(
  x: string,
  y: string,
  colour: string,
  facet: string,
  condition: string
): Promise<{cut: Cut; explored: Explored}> {
  const names = [x, y, colour, facet].filter(Boolean);
  const profiles = new Map((await profilesBySql(names)).map((profile, i) => [names[i], profile]));
  const profile = (name: string) => profiles.get(name) ?? null;
  const cut = cutBy({x: profile(x)!, y: profile(y), colour: profile(colour), facet: profile(facet)});
  const column = (name: string) => (name ? described(name) : null);
  const axes = {x: column(x)!, y: column(y), colour: column(colour), facet: column(facet)};
  const isOfFeatures = !condition && names.every((name) => described(name).from === "features");
  const sql = exploreSql(axes, cut, {condition, from: isOfFeatures ? "features" : "clients"});
  const {rows} = await askJson(queries, sql);
  return {cut, explored: exploredOf(cut, readSums(rows as SumRow[]))};
}
