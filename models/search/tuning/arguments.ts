import {parseArgs} from "node:util";
import type {Choice} from "../../../src/core/search/distributions.ts";
import {toInternal} from "../../../src/core/search/distributions.ts";
import {fail, oneOf, parseCost, parseName, parseTraits, wholeNumber} from "../../training/options.ts";
import {OBJECTIVES} from "./objective.ts";
import {PRUNERS, SAMPLERS} from "./settings.ts";
import {SPACE} from "./space.ts";

export const HELP = `npm run tune -- [--data DIR] [--name NAME] [--trials N] [options]

Searches LightGBM's parameters as Optuna does and keeps the study in models/studies/NAME as Optuna's journal file.
The clients of the locked hold-out are not seen. npm run train -- --study NAME trains with what was found.

  --data DIR         the data set, whose features are computed (default data/demo-set)
  --name NAME        the study's name (default demo)
  --trials N         trials that the study is to have in all (default 40); the first has the fixed parameters
  --objective WHAT   cost (per client, at the cheapest cut-off) or auc, both out of fold (default cost)
  --sampler NAME     tpe, random or grid (default tpe)
  --pruner NAME      none, median, halving or hyperband: whether and how bad trials end after a few folds
                     (default median)
  --workers N        trials at once, a thread each (default 1)
  --seed S           of sampler, folds and LightGBM (default 20)
  --folds K          folds of each trial, 3 to 20 (default 5)
  --rounds N         most iterations of a searched trial (default by the number of clients, see models/README.md)
  --cost FN:FP       what a default approved and a good client declined cost (default 10:1)
  --exclude FEATURE  searches without a feature; may be repeated
  --allow-protected TRAITS
                     as for npm run train
  --enqueue A=V,B=W  tries these parameters first, the others suggested; may be repeated
  --resume           goes on with the study of that name, with its own settings, after a kill or for more trials
  --sqlite           also writes study.sqlite, which Optuna opens, at the end
  --studies DIR      where studies are (default models/studies)
  --build            builds LightGBM first when it is not there
  --help             shows this
`;

function parseEnqueued(text: string): Record<string, Choice> {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [name = "", value = ""] = part.split("=");
      const distribution = SPACE[name];
      if (!distribution || value.trim() === "" || Number.isNaN(Number(value)))
        return fail(
          `--enqueue has "${part}"; NAME=VALUE with one of ${Object.keys(SPACE).join(", ")} was expected.`
        );
      toInternal(distribution, Number(value));
      return [name, Number(value)];
    })
  );
}

/** What belongs to the study, so that it cannot change when it is gone on with. */
const OF_THE_STUDY = [
  "objective",
  "sampler",
  "pruner",
  "seed",
  "folds",
  "rounds",
  "cost",
  "exclude",
  "allow-protected"
] as const;

export type TuneArguments = ReturnType<typeof parseTuneArguments>;

/**
 * Reads the command's arguments; what was not given is undefined where a study may say it.
 * @throws USAGE with one sentence
 */
export function parseTuneArguments(args: string[]) {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      name: {type: "string", default: "demo"},
      trials: {type: "string", default: "40"},
      objective: {type: "string"},
      sampler: {type: "string"},
      pruner: {type: "string"},
      workers: {type: "string", default: "1"},
      seed: {type: "string"},
      folds: {type: "string"},
      rounds: {type: "string"},
      cost: {type: "string"},
      exclude: {type: "string", multiple: true},
      "allow-protected": {type: "string"},
      enqueue: {type: "string", multiple: true, default: []},
      resume: {type: "boolean", default: false},
      sqlite: {type: "boolean", default: false},
      studies: {type: "string"},
      build: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  const changed = values.resume && OF_THE_STUDY.find((option) => values[option] !== undefined);
  if (changed)
    fail(
      `--${changed} belongs to the study that --resume goes on with; leave it out, or begin another study.`
    );
  return {
    data: values.data,
    name: parseName(values.name),
    resume: values.resume,
    sqlite: values.sqlite,
    studies: values.studies,
    build: values.build,
    help: values.help,
    trials: wholeNumber(values.trials, "--trials", 1, 100_000),
    workers: wholeNumber(values.workers, "--workers", 1, 64),
    objective: oneOf(values.objective, "--objective", OBJECTIVES) ?? "cost",
    sampler: oneOf(values.sampler, "--sampler", SAMPLERS) ?? "tpe",
    pruner: oneOf(values.pruner, "--pruner", PRUNERS) ?? "median",
    seed: wholeNumber(values.seed, "--seed", 0, 2 ** 31 - 1) ?? 20,
    folds: wholeNumber(values.folds, "--folds", 3, 20) ?? 5,
    rounds: wholeNumber(values.rounds, "--rounds", 1, 100_000),
    cost: parseCost(values.cost ?? "10:1"),
    exclude: values.exclude ?? [],
    allowed: parseTraits(values["allow-protected"]),
    enqueue: values.enqueue.map(parseEnqueued)
  };
}
