import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {ScorebookError} from "../../src/core/errors.ts";

/** The git-ignored folder in which `build.ts` compiles LightGBM. */
export const NATIVE_FOLDER = fileURLToPath(new URL("../../native/", import.meta.url));
export const BUILD_COMMAND = "npm run train -- --build";

const ADDON = "lightgbm_bindings.node";

function findBelow(folder: string, name: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const found = readdirSync(folder, {recursive: true, encoding: "utf8"})
    .filter((path) => path.split(/[\\/]/).at(-1) === name)
    .sort();
  return found[0] === undefined ? undefined : join(folder, found[0]);
}

/**
 * Finds the native library: the file that LIGHTGBM_LIB names, else the one built in `native/`.
 * Undefined when there is none.
 * @throws LIGHTGBM_MISSING when LIGHTGBM_LIB names a file that is not there
 */
export function findLibrary(
  env: NodeJS.ProcessEnv = process.env,
  native = NATIVE_FOLDER
): string | undefined {
  const named = env.LIGHTGBM_LIB;
  if (named) {
    if (existsSync(named)) return named;
    throw new ScorebookError(
      "LIGHTGBM_MISSING",
      `LIGHTGBM_LIB names ${named}, which is not there; it should be a LightGBM shared library.`
    );
  }
  const folder = join(native, "node_modules", "lightgbm");
  const usual = join(folder, "build", "Release", ADDON);
  return existsSync(usual) ? usual : findBelow(folder, ADDON);
}

/**
 * Finds the native library or says how to get it.
 * @throws LIGHTGBM_MISSING with the one command to run
 */
export function requireLibrary(env: NodeJS.ProcessEnv = process.env, native = NATIVE_FOLDER): string {
  const path = findLibrary(env, native);
  if (path !== undefined) return path;
  throw new ScorebookError(
    "LIGHTGBM_MISSING",
    `The LightGBM library is not built; run \`${BUILD_COMMAND}\` (about 4 minutes, needs cmake and a C++ compiler), ` +
      "or set LIGHTGBM_LIB to a shared library that you have."
  );
}
