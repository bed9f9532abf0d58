import {parseArgs} from "node:util";
import {ScorebookError} from "../../src/core/errors.ts";
import {findLibrary} from "./library.ts";
import {buildWithProgress} from "./provide.ts";

const HELP = `npm run lightgbm — builds the native LightGBM in native/ when it is not there, and prints where it is.
Training needs it; serving does not. About 4 minutes; needs cmake and a C++ compiler.`;

async function main(): Promise<void> {
  const {values} = parseArgs({options: {help: {type: "boolean", short: "h"}}});
  if (values.help) return void console.log(HELP);
  console.log(findLibrary() ?? (await buildWithProgress()));
}

main().catch((error: unknown) => {
  console.error(error instanceof ScorebookError ? error.detail : error);
  process.exitCode = 1;
});
