import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import type {ManifestStudy} from "../../src/core/schema/manifest.ts";
import {parseJournal} from "../../src/core/search/journalText.ts";
import {createReplay} from "../../src/core/search/replay.ts";
import {JOURNAL_FILE} from "../../src/core/search/studyFiles.ts";
import {bestTrial, externalParams} from "../../src/core/search/trial.ts";
import type {Growth} from "./params.ts";

type Found = Record<string, number | string | boolean>;

/** What a search found, and the study that goes into the model's folder. */
export interface FromStudy {
  params: Found;
  /** Most iterations of the search's trials; undefined when the study does not say. */
  maxRounds: number | undefined;
  study: ManifestStudy;
  journal: Buffer;
}

/**
 * Reads the best trial of a study.
 * @throws USAGE when there is no such study or no trial of it is complete
 */
export function readBestTrial(studies: string, name: string): FromStudy {
  const file = join(studies, name, JOURNAL_FILE);
  if (!existsSync(file))
    throw new ScorebookError(
      "USAGE",
      `--study is "${name}"; ${file} was expected, which npm run tune makes.`
    );
  const journal = readFileSync(file);
  const replay = createReplay();
  for (const record of parseJournal(journal.toString("utf8"))) replay.apply(record);
  const study = replay.studies.find((one) => one?.name === name) ?? replay.studies.find(Boolean);
  const best = study && bestTrial(study.trials, study.direction);
  if (!study || !best)
    throw new ScorebookError("USAGE", `--study is "${name}"; a study with a complete trial was expected.`);
  const settings = study.userAttrs["scorebook:settings"] as {maxRounds?: number} | undefined;
  return {
    params: externalParams(best) as Found,
    maxRounds: settings?.maxRounds,
    study: {
      name: study.name,
      trial: best.number,
      trials: study.trials.length,
      direction: study.direction,
      value: best.value!
    },
    journal
  };
}

/**
 * Reads parameters from a JSON file, an object of LightGBM's names.
 * @throws USAGE when it is not
 */
export function readParams(file: string): Found {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ScorebookError(
      "USAGE",
      `--params is "${file}"; a JSON file was expected: ${(error as Error).message}.`
    );
  }
  const wrong =
    typeof read !== "object" || read === null || Array.isArray(read)
      ? "the whole"
      : Object.entries(read).find(
          ([name, value]) =>
            !/^[a-z][a-z0-9_]*$/.test(name) || !["number", "string", "boolean"].includes(typeof value)
        )?.[0];
  if (wrong !== undefined)
    throw new ScorebookError(
      "USAGE",
      `--params is "${file}", where ${wrong} is wrong; an object such as {"num_leaves": 16} was expected.`
    );
  return read as Found;
}

/**
 * Grows with found parameters: all iterations, of which other folds choose how many, as the search did. A smaller
 * learning rate for the refit takes as many times more of them.
 */
export function growthOf(
  {params: base, maxRounds: usual}: Growth,
  found: Found,
  {searched, rate}: {searched?: number; rate?: number}
): Growth {
  const params = {...base, ...found};
  const before = Number(params.learning_rate);
  const rounds = Math.ceil((searched ?? usual) * (rate === undefined ? 1 : Math.max(1, before / rate)));
  return {
    params: rate === undefined ? params : {...params, learning_rate: rate},
    maxRounds: rounds,
    patience: rounds
  };
}
