import {Schema, Table, tableFromArrays, tableToIPC} from "apache-arrow";
import {type Applicants, readApplicants} from "./applicants.ts";
import type {SiteInputs} from "./emit.ts";
import {type ClientScores, scoreAll} from "./scores.ts";

/** Makes data/portfolio.arrow: who each client is, what became of the loan, and a score that did not know it. */
export async function portfolioArrow(inputs: SiteInputs): Promise<Uint8Array> {
  const scores = scoreAll(inputs);
  return portfolioTable(await readApplicants(inputs.data, scores.ids, scores.meta.fingerprint), scores);
}

/** Writes the columns as an Arrow stream; what they refer to is in the schema's metadata under "facts". */
export function portfolioTable(applicants: Applicants, scores: ClientScores): Uint8Array {
  const {gender, familyStatus, education, familySize, age, yearsEmployed} = applicants;
  const {ids, targets, probabilityOfDefault, score, outOfFold, cutoff, manifest, meta} = scores;
  const columns = tableFromArrays({
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
    outOfFold
  });
  const modelSha256 = manifest.files.find(({path}) => path === "model.txt")?.sha256 ?? "";
  const facts = {
    vocabularies: {gender: gender.words, familyStatus: familyStatus.words, education: education.words},
    cutoff: {probability: cutoff.probability, score: cutoff.score},
    model: {name: manifest.name, version: manifest.version, sha256: modelSha256},
    dataAsOf: meta.dataAsOf,
    isGenerated: meta.generated
  };
  const schema = new Schema(columns.schema.fields, new Map([["facts", JSON.stringify(facts)]]));
  return tableToIPC(new Table(schema, columns.batches), "stream");
}
