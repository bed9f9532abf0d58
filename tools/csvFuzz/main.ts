import {parseArgs} from "node:util";
import {errorSentence} from "../errorSentence.ts";
import {fuzzCsv} from "./judge.ts";

const HELP = `node --import tsx tools/csvFuzz/main.ts [options]

Invents CSV files, changes bytes, cells and lines of them, and lets the byte-by-byte check and decoder judge what the
kernel makes of each: it may leave a file to them, but what it takes has to be the same. Exits with 1 if it is not.

  --files N   how many (default 100000)
  --seed S    other files (default 1)
  --help      show this`;

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      files: {type: "string", default: "100000"},
      seed: {type: "string", default: "1"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) return console.log(HELP);
  for (const name of ["files", "seed"] as const)
    if (!/^\d{1,9}$/.test(values[name]))
      throw new Error(`--${name} is ${values[name]}; a whole number was expected.`);
  const result = await fuzzCsv(Number(values.files), Number(values.seed), {
    onFiles: (done) => {
      if (done % 10_000 < 16) console.error(`${done} files`);
    }
  });
  const {files, accepted, leftToSlowPath, disagreements} = result;
  for (const {table, what, text} of disagreements.slice(0, 5))
    console.error(`${table}: ${what} in ${JSON.stringify(text)}`);
  console.log(
    `${files} files: the kernel took ${accepted} and left ${leftToSlowPath} sound ones to the slow path; ${disagreements.length} differ.`
  );
  if (disagreements.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(errorSentence(error));
  process.exitCode = 1;
});
