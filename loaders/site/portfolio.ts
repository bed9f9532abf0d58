import {Schema, Table, tableFromArrays, tableToIPC} from "apache-arrow";
import {overviewData} from "../../src/core/portfolio/overview.ts";
import type {Portfolio} from "../../src/core/portfolio/portfolio.ts";
import {type Applicants, readApplicants} from "./applicants.ts";
import type {SiteInputs} from "./emit.ts";
import {MOST_CLIENTS} from "./sample.ts";
import {type ClientScores, scoreAll} from "./scores.ts";

/**
 * Makes data/portfolio.arrow: who each client is, what became of the loan, and a score that did not know it; 24 bytes a
 * client, of a large set a sample.
 */
export async function portfolioArrow(inputs: SiteInputs): Promise<Uint8Array> {
  return portfolioTable(await readPortfolio(inputs));
}

/** Makes data/overview.json: the same clients summed up, for what is shown before the rows are there. */
export async function overviewJson(inputs: SiteInputs): Promise<string> {
  return JSON.stringify(overviewData(await readPortfolio(inputs)));
}

async function readPortfolio(inputs: SiteInputs): Promise<Portfolio> {
  const scores = scoreAll(inputs, MOST_CLIENTS);
  return toPortfolio(await readApplicants(inputs.data, scores.ids, scores.meta.fingerprint), scores);
}

/** Puts together who the clients are and what their scores are. */
export function toPortfolio(applicants: Applicants, scores: ClientScores): Portfolio {
  const {gender, familyStatus, education, familySize, age, yearsEmployed} = applicants;
  const {ids, population, targets, probabilityOfDefault, score, outOfFold, cutoff, manifest, meta} = scores;
  const modelSha256 = manifest.files.find(({path}) => path === "model.txt")?.sha256 ?? "";
  return {
    size: ids.length,
    clientId: ids,
    gender: gender.codes,
    familyStatus: familyStatus.codes,
    education: education.codes,
    familySize,
    age,
    yearsEmployed,
    target: targets,
    probabilityOfDefault,
    score,
    outOfFold,
    facts: {
      population,
      vocabularies: {gender: gender.words, familyStatus: familyStatus.words, education: education.words},
      cutoff: {probability: cutoff.probability, score: cutoff.score},
      model: {name: manifest.name, version: manifest.version, sha256: modelSha256},
      dataAsOf: meta.dataAsOf,
      isGenerated: meta.generated
    }
  };
}

/** Writes the columns as an Arrow stream; what they refer to is in the schema's metadata under "facts". */
export function portfolioTable({size: _, facts, ...columns}: Portfolio): Uint8Array {
  const {schema, batches} = tableFromArrays({...columns});
  const named = new Schema(schema.fields, new Map([["facts", JSON.stringify(facts)]]));
  return tableToIPC(new Table(named, batches), "stream");
}
