import {readdirSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {errorSentence} from "../tools/errorSentence.ts";
import {type BenchResult, formatResult} from "./result.ts";

/** What a file of a room exports to be a benchmark; one without it is run as a script. */
interface Bench {
  run?(options: {args: string[]}): Promise<BenchResult | undefined>;
}

const FOLDER = new URL("./", import.meta.url);

/** Finds the benchmarks of every room by the names they are asked for with, a word in small letters. */
function findBenches(): Map<string, URL> {
  const paths = readdirSync(FOLDER, {recursive: true, encoding: "utf8"}).sort();
  return new Map(
    paths.flatMap((path) => {
      const name = path.match(/^[a-z]+\/([a-z]+)\.ts$/)?.[1];
      return name ? [[name, new URL(path, FOLDER)] as const] : [];
    })
  );
}

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  const benches = findBenches();
  const names = [...benches.keys()].sort().join(", ");
  const isHelp = name === undefined || name === "--help" || name === "-h";
  if (isHelp) {
    console.log(
      `npm run bench -- NAME [--json] [options]\n\nMeasures one claim, with the peer in the same run.\n` +
        `NAME is one of: ${names}. "npm run bench -- NAME --help" tells its options.`
    );
    return;
  }
  const file = benches.get(name);
  if (!file) throw new Error(`There is no benchmark ${name}; one of ${names} was expected.`);
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
