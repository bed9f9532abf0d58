import {fileURLToPath} from "node:url";
import cliProgress from "cli-progress";
import {ScorebookError} from "../src/core/errors.ts";
import {HELP, parseChooseArguments} from "./choice/arguments.ts";
import {runChoice} from "./choice/run.ts";
import {choiceSummary} from "./choice/summary.ts";
import {requireLibrary} from "./lightgbm/library.ts";

const MODELS = fileURLToPath(new URL(".", import.meta.url));

async function main(): Promise<void> {
  const given = parseChooseArguments(process.argv.slice(2));
  if (given.help) return void process.stdout.write(HELP);
  requireLibrary();
  const started = performance.now();
  const bar = new cliProgress.SingleBar(
    {
      format: "{bar} {value}/{total} | {what} | {duration_formatted}",
      clearOnComplete: true,
      hideCursor: true
    },
    cliProgress.Presets.shades_classic
  );
  bar.start(1, 0, {what: ""});
  let ran: Awaited<ReturnType<typeof runChoice>>;
  try {
    ran = await runChoice(given, given.models ?? MODELS, ({what, done, total}) => {
      bar.setTotal(total);
      bar.update(done, {what});
    });
  } finally {
    bar.stop();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${[...choiceSummary(ran), `in ${seconds} s`].join("\n")}\n`);
}

main().catch((error: unknown) => {
  const isKnown = error instanceof ScorebookError || (error instanceof TypeError && "code" in error);
  process.stderr.write(`${isKnown ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
