import assert from "node:assert/strict";
import {execFileSync, spawnSync} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {buildLibrary} from "../tools/buildLibrary.ts";

const root = new URL("..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "scorebook-library-"));
after(() => rmSync(folder, {recursive: true, force: true}));

/** Makes a program's folder in which the packed library is installed. */
function install(): string {
  const built = join(folder, "lib");
  const program = join(folder, "program");
  buildLibrary(built);
  mkdirSync(program, {recursive: true});
  writeFileSync(join(program, "package.json"), '{"type": "module"}');
  const env = {...process.env, NODE_OPTIONS: ""};
  const npm = (args: string[]) =>
    execFileSync("npm", args, {cwd: program, encoding: "utf8", env, shell: process.platform === "win32"});
  const [{filename}] = JSON.parse(npm(["pack", built, "--json", "--ignore-scripts"])) as [{filename: string}];
  npm(["install", `./${filename}`, "--offline", "--no-audit", "--no-fund"]);
  cpSync(join(root, "tests/golden/models/multiclass/model.txt"), join(program, "model.txt"));
  return program;
}

const program = install();

const PROGRAM = `import {readFileSync} from "node:fs";
import {createExplainer, createInteractions, createRowReader, createScorer, createWhatIf, parseModel, predict, type Booster} from "scorebook/lightgbm";

const booster: Booster = parseModel(readFileSync("model.txt"));
const row: Float64Array = createRowReader(booster)(Object.fromEntries(booster.featureNames.map((name, i) => [name, i - 2])));
const explainer = createExplainer(booster);
const values: Float64Array = explainer.explain(row).slice();
const sum: number = values.subarray(0, row.length).reduce((total, value) => total + value, explainer.baseValues[0]!);
const whatIf = createWhatIf(explainer, row).change([{feature: 0, value: 3}]);
const matrix = createInteractions(explainer).interactions(row);
console.log(JSON.stringify({
  probabilities: [...predict(booster, row)],
  missed: Math.abs(sum - createScorer(booster)(row)),
  kernel: explainer.parts.kernel.name,
  changed: whatIf.rawScores.length,
  pairs: matrix.length,
  columns: row.length
}));
`;

/** The program without its types. */
const javaScript = PROGRAM.replace(/: (?:Booster|Float64Array|number)(?= =)|, type Booster|!/g, "");

test('import("scorebook/lightgbm") of the installed package parses, scores and explains in a plain Node process', () => {
  writeFileSync(join(program, "program.js"), javaScript);
  const env = {...process.env, NODE_OPTIONS: ""};
  const answer = JSON.parse(
    execFileSync(process.execPath, ["program.js"], {cwd: program, encoding: "utf8", env})
  );
  const {probabilities, missed, columns, ...rest} = answer;
  assert.ok(Math.abs(probabilities.reduce((sum: number, p: number) => sum + p, 0) - 1) < 1e-12);
  assert.ok(missed < 1e-12, `base and contributions miss the score by ${missed}`);
  assert.deepEqual(rest, {kernel: "simd", changed: 3, pairs: 3 * columns ** 2});
});

/** What the compiler says of a program that uses the library, checking the library's declarations too. */
function typeErrors(source: string, moduleResolution: "nodenext" | "bundler"): string {
  writeFileSync(join(program, "program.ts"), source);
  const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    module,
    "--moduleResolution",
    moduleResolution,
    "--target",
    "es2023"
  ];
  const types = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node"];
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const {stdout} = spawnSync(process.execPath, [compiler, ...options, ...types, "program.ts"], {
    cwd: program,
    encoding: "utf8"
  });
  return stdout;
}

for (const resolution of ["nodenext", "bundler"] as const)
  test(`the types of scorebook/lightgbm hold in a strict program that resolves modules as ${resolution}`, () => {
    assert.equal(typeErrors(PROGRAM, resolution), "");
    assert.match(typeErrors(PROGRAM.replace("value: 3", 'value: "3"'), resolution), /TS2322/);
  });

test("package.json exports the library from where npm run library puts it, with the same entry as the package of its own", () => {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  const entry = read(join(root, "package.json")).exports["./lightgbm"];
  const own = read(join(program, "node_modules/scorebook/package.json"));
  const moved = Object.fromEntries(
    Object.entries(own.exports["./lightgbm"]).map(([k, v]) => [k, String(v).replace("./", "./lib/")])
  );
  assert.deepEqual(entry, moved);
  assert.equal(own.dependencies, undefined);
});
