import {join} from "node:path";
import pl, {type DataFrame} from "nodejs-polars";
import {ScorebookError} from "../../src/core/errors.ts";
import {repairCommand} from "../generation/meta.ts";
import {knownCell} from "../tables/cells/words.ts";
import {openTables} from "../tables/open.ts";
import {NO_DAY} from "../tables/schema/column.ts";
import {CLIENT_TABLE_SCHEMA, columnOf} from "../tables/schema/tables.ts";
import type {Cell} from "../types.ts";

/** What the portfolio is cut by, one position per client of `ids`. */
export interface Applicants {
  gender: Category;
  familyStatus: Category;
  education: Category;
  /** Members of the family; 0 when missing. */
  familySize: Uint8Array;
  /** Years; NaN when missing. */
  age: Float32Array;
  /** Years in the current employment; NaN when not employed or missing. */
  yearsEmployed: Float32Array;
}

/** Codes into `words`, which are sorted; an empty word, if any, comes last and stands for a missing value. */
export interface Category {
  codes: Uint8Array;
  words: string[];
}

const DAYS_PER_YEAR = 365.25;
const COLUMNS = [
  "SK_ID_CURR",
  "CODE_GENDER",
  "NAME_FAMILY_STATUS",
  "NAME_EDUCATION_TYPE",
  "CNT_FAM_MEMBERS",
  "DAYS_BIRTH",
  "DAYS_EMPLOYED"
];

/**
 * Reads who the clients are from the application tables of a data set.
 * @param fingerprint of the raw tables that the clients' scores come from
 * @throws TABLE_INVALID, FEATURES_MISSING when the tables have changed since
 */
export async function readApplicants(
  data: string,
  ids: Int32Array,
  fingerprint: string
): Promise<Applicants> {
  const raw = await openTables(join(data, "raw"));
  try {
    if (raw.fingerprint !== fingerprint)
      throw new ScorebookError(
        "FEATURES_MISSING",
        `The raw tables in ${data} have changed since the features were computed; run ${repairCommand(data)} first.`
      );
    const frames = [raw.tables.application_train, raw.tables.application_test].flatMap((table) =>
      table ? [table.select(...COLUMNS.map((name) => pl.col(name))).collectSync()] : []
    );
    const all = pl.concat(frames);
    return alignApplicants(all.height > ids.length ? all.filter(among(ids)) : all, ids);
  } finally {
    raw.close();
  }
}

const among = (ids: Int32Array) => pl.col("SK_ID_CURR").isIn(pl.Series("ids", ids, pl.Int32));

/** Puts the columns of a frame in the order of `ids`; a client that the frame lacks has nothing but missing values. */
export function alignApplicants(frame: DataFrame, ids: Int32Array): Applicants {
  const frameIds = frame.getColumn("SK_ID_CURR").toArray() as number[];
  const rowOf = new Map(frameIds.map((id, row) => [id, row]));
  const rows = Int32Array.from(ids, (id) => rowOf.get(id) ?? -1);
  const cells = <T>(name: string): (T | null)[] => {
    const declared = columnOf(CLIENT_TABLE_SCHEMA.application, name);
    const column = (frame.getColumn(name).toArray() as Cell[]).map((cell) => knownCell(declared, cell));
    return Array.from(rows, (row) => (row < 0 ? null : (column[row] as T | null)));
  };
  const yearsBack = (name: string): Float32Array =>
    Float32Array.from(cells<number>(name), (days) =>
      days === null || days === NO_DAY ? Number.NaN : Math.max(0, -days / DAYS_PER_YEAR)
    );
  return {
    gender: encode(cells<string>("CODE_GENDER")),
    familyStatus: encode(cells<string>("NAME_FAMILY_STATUS")),
    education: encode(cells<string>("NAME_EDUCATION_TYPE")),
    familySize: Uint8Array.from(cells<number>("CNT_FAM_MEMBERS"), (members) => Math.min(members ?? 0, 255)),
    age: yearsBack("DAYS_BIRTH"),
    yearsEmployed: yearsBack("DAYS_EMPLOYED")
  };
}

function encode(cells: readonly (string | null)[]): Category {
  const words = [...new Set(cells.filter((word) => word !== null && word !== ""))].sort() as string[];
  if (cells.some((word) => word === null || word === "")) words.push("");
  const codes = new Map(words.map((word, code) => [word, code]));
  return {codes: Uint8Array.from(cells, (word) => codes.get(word ?? "")!), words};
}
