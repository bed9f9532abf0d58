import {readFileSync} from "node:fs";
import {join} from "node:path";
import {faultInFolder} from "../faults.ts";

/** The file of a raw folder in which a data set may state its date. */
export const AS_OF = "AS_OF";

/**
 * Reads the day that a data set states as its own, from raw/AS_OF; undefined when it states none.
 * @returns ISO 8601 as written: a day, or a day and time
 * @throws TABLE_INVALID when the file holds anything else
 */
export function readAsOf(dir: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(dir, AS_OF), "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw faultInFolder(AS_OF, `${join(dir, AS_OF)} cannot be read; a day such as 2018-05-31 was expected.`);
  }
  const [, day] = /^(\d{4}-\d\d-\d\d)(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  if (day !== undefined && isDay(day) && !Number.isNaN(Date.parse(text))) return text;
  throw faultInFolder(
    AS_OF,
    `${join(dir, AS_OF)} states ${JSON.stringify(text.slice(0, 60))}; a day such as 2018-05-31 was expected.`
  );
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
