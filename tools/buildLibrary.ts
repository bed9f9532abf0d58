import {spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const HELP = `npm run library — makes lib/, the engine as plain JavaScript modules with their types.

It is what package.json exports as scorebook/lightgbm, and also a package of its own without dependencies:
"npm pack ./lib" makes its archive, "npm install path/to/scorebook/lib" installs it.

  --out DIR   where it goes (default: lib)
  --help      this text`;

/**
 * Compiles src/core/lightgbm.ts and what it imports, and puts modules, declarations and a package.json in place.
 * @throws Error with the compiler's words
 */
export function buildLibrary(out: string): void {
  const draft = `${out}.part`;
  rmSync(draft, {recursive: true, force: true});
  mkdirSync(dirname(out), {recursive: true});
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const project = join(ROOT, "tsconfig.library.json");
  const {status, stdout, stderr} = spawnSync(process.execPath, [compiler, "-p", project, "--outDir", draft], {
    encoding: "utf8"
  });
  if (status !== 0) throw new Error(`The library does not compile:\n${stdout}${stderr}`);
  for (const file of readdirSync(draft, {recursive: true, encoding: "utf8"})) {
    if (!file.endsWith(".d.ts")) continue;
    const path = join(draft, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(/(from "\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
  }
  writeFileSync(join(draft, "package.json"), `${JSON.stringify(describe(), null, 2)}\n`);
  rmSync(out, {recursive: true, force: true});
  renameSync(draft, out);
}

/** The package without what only the workspace needs. */
function describe() {
  const {name, version, license, engines} = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return {
    name,
    version,
    description:
      "Scores and explains with LightGBM's model.txt: equal raw scores, exact SHAP values, what-if",
    license,
    type: "module",
    sideEffects: false,
    engines,
    exports: {"./lightgbm": {types: "./lightgbm.d.ts", default: "./lightgbm.js"}}
  };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const {values} = parseArgs({
      options: {out: {type: "string", default: join(ROOT, "lib")}, help: {type: "boolean", short: "h"}}
    });
    if (values.help) console.log(HELP);
    else buildLibrary(resolve(values.out));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
