import {join} from "node:path";
import {type Applicants, readApplicants} from "../../loaders/site/applicants.ts";
import type {Protected} from "../../src/core/schema/manifest.ts";

/** The group of each client by each trait; −1 where the trait is not known. */
export type Traits = Record<Protected, Int8Array>;

const AGE_BAND = 10;

/** Reads the traits of some clients of a data set: words of gender and family status, and tens of years of age. */
export async function readTraits(
  data: string,
  ids: Int32Array,
  fingerprint: string,
  rows: ArrayLike<number>
): Promise<Traits> {
  return traitsOf(await readApplicants(join(data), ids, fingerprint), rows);
}

/** Groups some of the applicants by each trait. */
export function traitsOf(
  {gender, familyStatus, age}: Pick<Applicants, "gender" | "familyStatus" | "age">,
  rows: ArrayLike<number>
): Traits {
  const word = ({codes, words}: Applicants["gender"]) =>
    Int8Array.from(rows, (row) => (words[codes[row]!] ? codes[row]! : -1));
  return {
    gender: word(gender),
    familyStatus: word(familyStatus),
    age: Int8Array.from(rows, (row) => (Number.isNaN(age[row]!) ? -1 : Math.floor(age[row]! / AGE_BAND)))
  };
}
