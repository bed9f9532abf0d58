import {fileURLToPath} from "node:url";
import cliProgress from "cli-progress";
import {ScorebookError} from "../src/core/errors.ts";
import {findLibrary, requireLibrary} from "./lightgbm/library.ts";
import {buildWithProgress} from "./lightgbm/provide.ts";
import {HELP, parseTuneArguments} from "./search/tuning/arguments.ts";
import {countedTrials} from "./search/tuning/search.ts";
import {tuneSummary} from "./search/tuning/summary.ts";
import {tune} from "./search/tuning/tune.ts";

const STUDIES = fileURLToPath(new URL("studies", import.meta.url));

async function main(): Promise<void> {
  const given = parseTuneArguments(process.argv.slice(2));
  if (given.help) {
    process.stdout.write(HELP);
    return;
  }
  if (findLibrary() === undefined && given.build) await buildWithProgress();
  requireLibrary();
  // OpenMP's threads would otherwise spin while they wait, which costs most where other work shares the cores.
  process.env.OMP_WAIT_POLICY ??= "passive";
  const started = performance.now();
  const bar = new cliProgress.SingleBar(
    {
      format: "trials {bar} {value}/{total} | {note} | {best} | {duration_formatted}",
      clearOnComplete: true,
      noTTYOutput: false,
      hideCursor: true
    },
    cliProgress.Presets.shades_classic
  );
  try {
    const tuned = await tune(given, given.studies ?? STUDIES, {
      onStart({trials, done, retried}) {
        if (retried > 0)
          process.stdout.write(`${retried} trials that were running when the search ended are tried again\n`);
        bar.start(trials, done, {note: "", best: ""});
      },
      onRound: (trial, fold, round) =>
        bar.update({note: `trial ${trial}, fold ${fold + 1}, iteration ${round}`}),
      onTrial(trial, study) {
        const best = study.bestTrial;
        if (!process.stdout.isTTY)
          process.stdout.write(
            `trial ${trial.number} ${trial.state} ${trial.value?.toFixed(5)} (${trial.userAttrs.seconds} s)\n`
          );
        bar.update(countedTrials(study.trials).length, {
          best: best ? `best ${best.value!.toFixed(4)} (trial ${best.number})` : ""
        });
      },
      onFreshFolds: () => bar.update({note: "the best and the fixed parameters on fresh folds"})
    });
    bar.stop();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${[...tuneSummary(tuned), `in ${seconds} s`].join("\n")}\n`);
  } finally {
    bar.stop();
  }
}

main().catch((error: unknown) => {
  const known = error instanceof ScorebookError || (error instanceof TypeError && "code" in error);
  process.stderr.write(
    `${known ? (error as Error).message : error instanceof Error ? error.stack : error}\n`
  );
  process.exitCode = 1;
});
