import {existsSync, readdirSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {errorSentence} from "../tools/errorSentence.ts";
import {type BenchResult, formatResult} from "./result.ts";

/** What a file of this folder exports to be a benchmark; one without it is run as a script. */
interface Bench {
  run?(options: {args: string[]}): Promise<BenchResult | undefined>;
}

const FOLDER = new URL("./", import.meta.url);

function listBenches(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => /^[a-z]+\.ts$/.test(file) && file !== "main.ts" && file !== "result.ts")
    .map((file) => file.slice(0, -3));
}

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  const isHelp = name === undefined || name === "--help" || name === "-h";
  if (isHelp) {
    console.log(
      `npm run bench -- NAME [--json] [options]\n\nMeasures one claim, with the peer in the same run.\n` +
        `NAME is one of: ${listBenches().join(", ")}. "npm run bench -- NAME --help" tells its options.`
    );
    return;
  }
  const file = new URL(`${name}.ts`, FOLDER);
  if (!listBenches().includes(name) || !existsSync(file))
    throw new Error(`There is no benchmark ${name}; one of ${listBenches().join(", ")} was expected.`);
  process.argv = [process.argv[0]!, fileURLToPath(file), ...rest];
  const {run} = (await import(file.href)) as Bench;
  const result = await run?.({args: rest.filter((argument) => argument !== "--json")});
  if (!result) return;
  console.log(rest.includes("--json") ? JSON.stringify(result) : formatResult(result));
}

main().catch((error: unknown) => {
  console.error(errorSentence(error));
  process.exitCode = 1;
});
