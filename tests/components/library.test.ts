import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {tableFromArrays} from "apache-arrow";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import {joinBatches} from "../../src/components/library/batches.ts";
import {dependenceData} from "../../src/components/library/charts/dependenceBins.ts";
import {rateGroups} from "../../src/components/library/charts/rateGroups.ts";
import {beeswarmData} from "../../src/components/library/charts/swarmDots.ts";
import {clientsPath} from "../../src/components/library/clientsPath.ts";
import {valuesOf} from "../../src/components/library/rows.ts";
import {
  type Address,
  createSelection,
  parseSelection,
  selectionToQuery
} from "../../src/components/library/selection.ts";
import {sqlText} from "../../src/components/library/sqlText.ts";
import {createStream} from "../../src/components/library/stream.ts";
import {languageBlocks} from "../../tools/pages/languageBlocks.ts";
import {leaveTablesOut, leftOutNotice} from "../../tools/pages/leftOutTables.ts";
import {notebookClients, parseRequest} from "../../tools/pages/notebookClients.ts";
import {notebookList} from "../../tools/pages/notebookList.ts";
import {readNotebooks} from "../../tools/pages/notebooks.ts";
import {pageImports} from "../../tools/pages/pageImports.ts";

const sql = (strings: TemplateStringsArray, ...values: unknown[]) => sqlText(strings, ...values);

test("sqlText(strings, ...values) writes each kind of value as a literal that stands by itself", () => {
  assert.equal(sql`SELECT ${"O'Hara"}`, "SELECT 'O''Hara'");
  assert.equal(sql`SELECT 1 -${-5}`, "SELECT 1 -(-5)");
  assert.equal(sql`SELECT ${null}, ${true}, ${7n}`, "SELECT NULL, TRUE, (7)");
  assert.equal(sql`SELECT ${Number.NaN}`, "SELECT 'NaN'::DOUBLE");
  assert.equal(sql`x IN ${["a", 1]}`, "x IN ('a', (1))");
  assert.equal(sql`x IN ${[]}`, "x IN (SELECT NULL WHERE false)");
  assert.equal(sql`SELECT ${new Date(0)}`, "SELECT TIMESTAMP '1970-01-01T00:00:00.000Z'");
  assert.throws(() => sql`SELECT ${{a: 1}}`, /number 1 of a statement is an object/);
  assert.throws(() => sql`SELECT ${new Date("x")}`, /an invalid date/);
});

test("sqlText(strings, value) refuses a value inside quotes or a comment, and takes one behind them", () => {
  assert.throws(() => sql`SELECT '${"x"}'`, /stands inside quotes/);
  assert.throws(() => sql`SELECT "${"x"}"`, /stands inside quotes/);
  assert.throws(() => sql`SELECT 1 -- ${"x"}`, /stands inside a comment/);
  assert.throws(() => sql`SELECT /* ${"x"} */ 1`, /stands inside a comment/);
  assert.throws(() => sql`SELECT E'\\' ${"x"}'`, /stands inside quotes/);
  assert.throws(() => sql`SELECT $$ ${"x"} $$`, /stands inside quotes/);
  assert.equal(
    sql`SELECT 'it''s', "a", -- so
    ${1} /* and */ + ${2}`,
    `SELECT 'it''s', "a", -- so\n    (1) /* and */ + (2)`
  );
});

test("sqlText(strings, text) never lets a text end its quotes", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = sqlText(["SELECT ", ""], value);
      assert.match(text, /^SELECT '(?:[^']|'')*'$/s);
      assert.equal(text.slice("SELECT '".length, -1).replaceAll("''", "'"), value);
    })
  );
});

test("parseSelection(selectionToQuery(selection)) is the selection, a list of one being its value", () => {
  const selection = {gender: "F", age: [20, 30], name: "a&b=c", note: "", zip: "007"};
  assert.deepEqual(parseSelection(selectionToQuery(selection)), selection);
  assert.deepEqual(parseSelection(selectionToQuery({a: ["x"], b: null, c: [], d: undefined})), {a: "x"});
});

/** An address in memory. */
function memory(query = ""): Address & {query: string; move(to: string): void} {
  let changed = () => {};
  const address = {
    query,
    read: () => address.query,
    write(to: string) {
      address.query = to;
    },
    onMove(call: () => void) {
      changed = call;
    },
    move(to: string) {
      address.query = to;
      changed();
    }
  };
  return address;
}

test("select(change) changes the selection, its address and who waits for it; going back changes it too", async () => {
  const address = memory("gender=F");
  const {selection, select} = createSelection(address);
  assert.deepEqual((await selection.next()).value, {gender: "F"});
  const next = selection.next();
  select({age: [20, 30]});
  assert.deepEqual((await next).value, {gender: "F", age: [20, 30]});
  assert.equal(address.query, "age=20&age=30&gender=F");
  address.move("age=40");
  assert.deepEqual((await selection.next()).value, {age: 40});
  selection.value = {};
  assert.deepEqual(selection.value, {});
  assert.equal(address.query, "");
});

test("select(the same again) neither writes the address nor runs a cell anew", async () => {
  const address = memory("a=1");
  const {selection, select} = createSelection(address);
  await selection.next();
  address.write = () => assert.fail("written");
  select({a: 1});
  const {stream} = {stream: selection};
  const first = await Promise.race([stream.next(), Promise.resolve("nothing")]);
  assert.equal(first, "nothing");
});

test("stream.return() answers a reader who waits, at once, and ends what feeds it once", async () => {
  let ended = 0;
  const {stream, push} = createStream<number[]>(
    (a, b) => [...a, ...b],
    () => void ended++
  );
  push([1]);
  push([2]);
  assert.deepEqual(await stream.next(), {done: false, value: [1, 2]});
  const waiting = stream.next();
  await stream.return();
  await stream.return();
  assert.deepEqual(await waiting, {done: true, value: undefined});
  assert.equal(ended, 1);
  push([3]);
  assert.deepEqual(await stream.next(), {done: true, value: undefined});
});

test("joinBatches(earlier, later) keeps the newest thousand scores and counts the others", () => {
  const batch = (n: number) => ({
    scores: Array.from({length: n}, () => ({}) as never),
    dropped: 1,
    viewers: n
  });
  const {scores, dropped, viewers} = joinBatches(batch(700), batch(400));
  assert.deepEqual([scores.length, dropped, viewers], [1000, 102, 400]);
});

test("rateGroups(rows, by) parts numbers into tenths, keeps equal values together and the missing apart", () => {
  const rows = Array.from({length: 100}, (_, i) => ({x: i, target: i < 10 ? 1 : 0}));
  const groups = rateGroups(rows, "x");
  assert.equal(groups.length, 10);
  assert.deepEqual(groups[0], {category: null, low: 0, high: 9, clients: 10, labelled: 10, bads: 10});
  const tied = rateGroups([...rows, ...rows.map((row) => ({...row, x: 5}))], "x");
  assert.equal(tied.filter(({low, high}) => low! <= 5 && high! >= 5).length, 1);
  const withMissing = rateGroups([...rows, {x: null, target: null}], "x");
  assert.deepEqual(withMissing.at(-1), {
    category: null,
    low: null,
    high: null,
    clients: 1,
    labelled: 0,
    bads: 0
  });
  fc.assert(
    fc.property(fc.array(fc.double()), fc.integer({min: 1, max: 12}), (values, bins) => {
      const all = rateGroups(
        values.map((x) => ({x, target: 1})),
        "x",
        "target",
        bins
      );
      assert.equal(
        all.reduce((sum, {clients}) => sum + clients, 0),
        values.length
      );
      assert.ok(all.length <= bins + 1);
    })
  );
});

test("rateGroups(Arrow table, by) reads columns, rows and words as it reads objects", () => {
  const table = tableFromArrays({x: ["a", "b", "a"], target: Int32Array.of(1, 0, 0)});
  const expected = [
    {category: "a", low: null, high: null, clients: 2, labelled: 2, bads: 1},
    {category: "b", low: null, high: null, clients: 1, labelled: 1, bads: 0}
  ];
  assert.deepEqual(rateGroups(table, "x"), expected);
  assert.deepEqual(
    rateGroups(table, (row) => row.x),
    expected
  );
  assert.throws(() => valuesOf(table, "y"), /no column y; expected one of x, target/);
});

test("beeswarmData(rows) shows the strongest features, at most 300 dots each", () => {
  const rows = Array.from({length: 1200}, (_, i) => ({
    feature: ["a", "b", "c"][i % 3]!,
    points: (i % 3) * 2 - 1
  }));
  const dots = beeswarmData(rows, "feature", "points", 2);
  assert.deepEqual([...new Set(dots.map(({feature}) => feature))], ["c", "a"]);
  assert.equal(dots.length, 600);
  assert.ok(
    dots.every(({offset}) => offset >= -1.000001 && offset <= 1.000001),
    "a row keeps its dots, however many are of the same points"
  );
  assert.equal(new Set(dots.filter(({feature}) => feature === "c").map(({offset}) => offset)).size, 300);
});

test("clientsPath(request) and notebookClients(folder, path) ask for what the notebook's own call asks", () => {
  const path = "/v1/features.arrow?columns=clientId%2Ctarget&where=app_age+%3C+30";
  assert.equal(clientsPath({columns: ["target"], where: "app_age < 30"}), path);
  assert.deepEqual(notebookClients("src/notebooks", "/notebooks/women-under-30"), [
    clientsPath({
      columns: ["AMT_CREDIT", "AMT_ANNUITY", "target"],
      where: "CODE_GENDER = 'F' AND app_age < 30"
    })
  ]);
  assert.deepEqual(notebookClients("src/notebooks", "/fr/client"), []);
  assert.deepEqual(parseRequest('{columns: ["a"], limit: 3}'), {columns: ["a"], limit: 3});
  assert.equal(
    parseRequest("{columns: [...names]}"),
    null,
    "what depends on something is not asked for early"
  );
});

test("dependenceData(rows, x, y) summarises about as many rows each, and leaves the missing out", () => {
  const rows = Array.from({length: 40}, (_, i) => ({x: i, points: 2 * i}));
  const bins = dependenceData([...rows, {x: Number.NaN, points: 1}], "x", "points", 4);
  assert.deepEqual(
    bins.map(({clients}) => clients),
    [10, 10, 10, 10]
  );
  assert.deepEqual([bins[0]!.low, bins[0]!.high, bins[0]!.x], [0, 9, 4.5]);
});

const cellsOf = (page: string) => {
  const md = pageImports(new MarkdownIt());
  return md
    .parse(page, {})
    .filter(({type}) => type === "fence")
    .map(({info, content}) => `${info}: ${content.trim()}`);
};

test("pageImports(md) gives sql and Inputs to the pages that use them without an import", () => {
  const given =
    'js: import {sql} from "/scorebook.js";\nimport {Inputs} from "/components/library/inputs.js";';
  assert.equal(cellsOf("```sql id=x\nSELECT 1\n```").at(-1), given);
  assert.equal(cellsOf("$" + "{await sql`SELECT 1`}").at(-1), 'js: import {sql} from "/scorebook.js";');
  assert.deepEqual(cellsOf("# Nothing\n\nNo word of it."), []);
  const own = '```js\nimport {badRate, sql} from "../scorebook.ts";\nsql`SELECT 1`\n```';
  assert.deepEqual(cellsOf(own), ['js: import {badRate, sql} from "../scorebook.js";\nsql`SELECT 1`']);
});

test("leaveTablesOut(data) takes tables off the front matter and leftOutNotice() names them", () => {
  const data: Record<string, unknown> = {title: "x", sql: {gaia: "./<b>.parquet"}};
  leaveTablesOut(data);
  assert.ok(!("sql" in data));
  assert.match(leftOutNotice("en", data), /names tables of its own \(gaia\)/);
  assert.equal(leftOutNotice("en", {title: "x"}), "");
});

/** Counts the lines of code of a notebook: those in its cells that are not empty. */
const codeLines = (page: string): number =>
  [...page.matchAll(/^```(?:js|ts|sql)\b[^\n]*\n([\s\S]*?)^```/gm)]
    .flatMap(([, code]) => code!.split("\n"))
    .filter((line) => line.trim() !== "").length;

test("codeLines(each notebook) is at most ten, and each imports from the library alone", () => {
  const folder = "src/notebooks";
  const files = readdirSync(folder).filter((file) => file.endsWith(".md"));
  assert.ok(files.length >= 8, `only ${files.length} notebooks`);
  for (const file of files) {
    const page = readFileSync(join(folder, file), "utf8");
    assert.ok(codeLines(page) <= 10, `${file} has ${codeLines(page)} lines of code`);
    for (const [, from] of page.matchAll(/\bfrom\s+"([^"]+)"/g)) assert.equal(from, "../scorebook.ts", file);
  }
  assert.equal(codeLines(`\`\`\`js\n${"x;\n".repeat(11)}\`\`\`\n`), 11);
});

test("readNotebooks(folder) reads a title and what stands below it of each", () => {
  const [en, fr] = [readNotebooks("src/notebooks", "en"), readNotebooks("src/notebooks", "fr")];
  for (const notebooks of [en, fr]) {
    assert.equal(new Set(notebooks.map(({title}) => title)).size, notebooks.length);
    for (const {path, title, lead} of notebooks) {
      assert.match(path, /^\/notebooks\/[a-z0-9-]+$/);
      assert.ok(title.endsWith("?") && lead.length > 20, path);
    }
  }
  for (const {path, title, lang} of fr) {
    assert.equal(lang, "fr", path);
    assert.notEqual(title, en.find((other) => other.path === path)!.title);
  }
});

test("notebookList(md, read) puts the notebooks where the page wants them, in every language", () => {
  const read = () => [{path: "/notebooks/x", title: "A < B?", lead: "So.", lang: "en" as const}];
  const md = notebookList(languageBlocks(new MarkdownIt()), read);
  for (const lang of ["en", "fr"]) {
    const page = md.render(":::fr\nNon\n:::\n\n:::notebooks\n:::\n\nEnd", {path: `/${lang}/notebooks/index`});
    assert.match(page, /<a href="\/(en|fr)\/notebooks\/x">A &lt; B\?<\/a><p>So\.<\/p>/);
    assert.ok(page.includes(`<li${lang === "fr" ? ' lang="en"' : ""}><a href="/${lang}/`));
    assert.match(page, /End/);
    assert.equal(page.includes("Non"), lang === "fr");
  }
});
