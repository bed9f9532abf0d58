import {parseArgs} from "node:util";
import {oneOf, parseCost, parseName, parseTraits, wholeNumber} from "../training/options.ts";

export const HELP = `npm run choose -- [--data DIR] [--name NAME] [options]

Asks whether fewer features would do as well: measures tables, causes and features by what dealing their values to other
clients costs out of fold and by what shuffled outcomes give as well, leaves out what neither tells from noise, and writes
models/studies/NAME/choice.json. All features stay unless the gain's interval excludes 0. The clients of the locked hold-out
are not seen. The card of models/NAME tells it when that model was trained on the same data; npm run train -- --features
models/studies/NAME/choice.json trains with what was chosen.

  --data DIR         the data set, whose features are computed (default data/demo-set)
  --name NAME        the study's name, and the model's (default demo)
  --objective WHAT   auc or cost (per client, at the cut-off that follows from the costs): whose gain decides (default auc)
  --repeats R        divisions into folds, by a seed each, 2 to 20 (default 3)
  --folds K          folds of each, 2 to 20 (default 5)
  --nulls N          models of shuffled outcomes, 19 to 999 (default 19)
  --rounds N         iterations (default by the number of clients, see models/README.md)
  --seed S           of the first division (default 20)
  --cost FN:FP       what a default approved and a good client declined cost (default 10:1)
  --exclude FEATURE  begins without a feature; may be repeated
  --allow-protected TRAITS
                     as for npm run train
  --models DIR       where models and studies are (default models)
  --help             shows this
`;

export type ChooseArguments = ReturnType<typeof parseChooseArguments>;

/**
 * Reads the command's arguments.
 * @throws USAGE with one sentence
 */
export function parseChooseArguments(args: string[]) {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      name: {type: "string", default: "demo"},
      objective: {type: "string", default: "auc"},
      repeats: {type: "string", default: "3"},
      folds: {type: "string", default: "5"},
      nulls: {type: "string", default: "19"},
      rounds: {type: "string"},
      seed: {type: "string", default: "20"},
      cost: {type: "string", default: "10:1"},
      exclude: {type: "string", multiple: true, default: []},
      "allow-protected": {type: "string"},
      models: {type: "string"},
      help: {type: "boolean", default: false}
    }
  });
  return {
    data: values.data,
    name: parseName(values.name),
    objective: oneOf(values.objective, "--objective", ["auc", "cost"] as const)!,
    repeats: wholeNumber(values.repeats, "--repeats", 2, 20),
    folds: wholeNumber(values.folds, "--folds", 2, 20),
    nulls: wholeNumber(values.nulls, "--nulls", 19, 999),
    rounds: wholeNumber(values.rounds, "--rounds", 1, 100_000),
    seed: wholeNumber(values.seed, "--seed", 0, 2 ** 31 - 1000),
    cost: parseCost(values.cost),
    exclude: values.exclude,
    allowed: parseTraits(values["allow-protected"]),
    models: values.models,
    help: values.help
  };
}
