import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";

const root = new URL("../../", import.meta.url).pathname;

/** Blanks comments, strings and patterns, so that brackets in them do not count; what `${}` holds stays. */
const strip = (code: string) =>
  code.replace(
    /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=[=(,:?&|!]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/g,
    (part) => part.replace(/[^\n]/g, " ")
  );

/** Finds the bracket that closes the one at `open`. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ("([{".includes(code[at]!)) depth++;
    if (")]}".includes(code[at]!) && --depth === 0) return at;
  }
  return code.length;
}

/** Lists the calls whose arguments are spread, `f(...values)`: each value takes a place on the stack. */
function spreadCalls(text: string): string[] {
  const code = strip(text);
  const found: string[] = [];
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    if ("([{".includes(code[at]!)) open.push(at);
    else if (")]}".includes(code[at]!)) open.pop();
    else if (code.startsWith("...", at)) {
      const start = open.at(-1) ?? 0;
      const isCall = code[start] === "(" && /[\w$)\]>!]\s*$/.test(code.slice(0, start));
      const isDeclaration = /^\s*(?:=>|[:{])/.test(code.slice(closing(code, start) + 1));
      const line = code.slice(0, at).split("\n").length;
      if (isCall && !isDeclaration) found.push(`line ${line}: ${text.split("\n")[line - 1]!.trim()}`);
      at += 2;
    }
  }
  return found;
}

const files = [
  ...readdirSync(join(root, "src/core"), {recursive: true, encoding: "utf8"}).map((f) => join("src/core", f)),
  ...readdirSync(join(root, "server/scoring"), {recursive: true, encoding: "utf8"}).map((f) =>
    join("server/scoring", f)
  ),
  ...readdirSync(join(root, "models"))
    .filter((f) => f.startsWith("explainBatch"))
    .map((f) => join("models", f))
].filter((file) => file.endsWith(".ts"));

test("spreadCalls(text) is empty for all that reads models and explains: no data go through the stack", () => {
  assert.ok(files.length > 60, `only ${files.length} files were found`);
  const found = files.flatMap((file) =>
    spreadCalls(readFileSync(join(root, file), "utf8")).map((call) => `${file}, ${call}`)
  );
  assert.deepEqual(found, []);
});

test("spreadCalls(text) sees spreads into calls of every form, and leaves literals and declarations alone", () => {
  for (const call of [
    "sets.push(...words);",
    "const most = Math.max(1, ...games.map((game) => game.most));",
    "String.fromCharCode(...bytes.subarray(0, 9))",
    "new Set<number>([1]), list.splice(0, 1, ...rest)",
    "values!.unshift(\n  ...more\n)"
  ])
    assert.equal(spreadCalls(call).length, 1, call);
  for (const other of [
    "const all = [...first, ...second];",
    "f({...options, x: 1}, [...values]);",
    "function f(...values: number[]): void {}",
    "interface Exports { configure(...addresses: number[]): void; }",
    "const f = (...values: number[]) => values;",
    'const text = "push(...x)"; // max(...x)'
  ])
    assert.deepEqual(spreadCalls(other), [], other);
});
