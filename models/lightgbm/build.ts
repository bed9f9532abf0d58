import {spawn, spawnSync} from "node:child_process";
import {createWriteStream} from "node:fs";
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {findLibrary, NATIVE_FOLDER} from "./library.ts";

/** The npm package that carries LightGBM's source and compiles it when it is installed. */
export const NATIVE_PACKAGE = "lightgbm@1.0.27";

/** Newer versions of npm run the scripts of named packages only. */
const NATIVE_MANIFEST = {private: true, allowScripts: {lightgbm: true}};

const COMPILERS = ["c++", "g++", "clang++"];

/** Tells whether a program runs on this machine. */
export type ProgramCheck = (name: string) => boolean;
const runs: ProgramCheck = (name) => spawnSync(name, ["--version"], {stdio: "ignore"}).status === 0;

/**
 * Checks that the tools of the build are here.
 * @throws LIGHTGBM_MISSING naming what is absent
 */
export function checkBuildTools(has: ProgramCheck = runs): void {
  const absent = [
    ...(has("cmake") ? [] : ["cmake"]),
    ...(COMPILERS.some((name) => has(name)) ? [] : ["a C++ compiler (such as g++)"])
  ];
  if (absent.length === 0) return;
  throw new ScorebookError(
    "LIGHTGBM_MISSING",
    `Building LightGBM needs ${absent.join(" and ")}, which this machine does not have; install it, or set LIGHTGBM_LIB to a shared library that you have.`
  );
}

/**
 * Builds LightGBM in `native/` through npm; about 4 minutes on two cores. The output goes to `native/build.log`,
 * and each step of the compiler ("[12/54]") to `onStep`. Returns the path of the library.
 * @throws LIGHTGBM_MISSING when a tool is absent or the build fails
 */
export async function buildLibrary(
  onStep: (done: number, total: number) => void,
  native = NATIVE_FOLDER
): Promise<string> {
  checkBuildTools();
  await mkdir(native, {recursive: true});
  await writeFile(join(native, "package.json"), `${JSON.stringify(NATIVE_MANIFEST)}\n`);
  const log = createWriteStream(join(native, "build.log"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const child = spawn(npm, ["install", NATIVE_PACKAGE, "--foreground-scripts", "--no-audit", "--no-fund"], {
    cwd: native,
    stdio: ["ignore", "pipe", "pipe"]
  });
  const follow = (chunk: Buffer) => {
    log.write(chunk);
    for (const [, done, total] of chunk.toString().matchAll(/\[\s*(\d+)\/(\d+)\]/g))
      onStep(Number(done), Number(total));
    for (const [, percent] of chunk.toString().matchAll(/\[\s*(\d+)%\]/g)) onStep(Number(percent), 100);
  };
  child.stdout.on("data", follow);
  child.stderr.on("data", follow);
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  log.end();
  const built = findLibrary({}, native);
  if (code === 0 && built !== undefined) return built;
  throw new ScorebookError(
    "LIGHTGBM_MISSING",
    `The build of LightGBM stopped (npm exit code ${code}); native/build.log has its output.`
  );
}
