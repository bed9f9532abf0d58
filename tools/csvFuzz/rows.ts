import type {Rng} from "../../data/demo/draws/random.ts";
import {rangeOf} from "../../loaders/tables/cells/cells.ts";
import type {ColumnSchema, TableSchema} from "../../loaders/tables/schema/column.ts";

/** Cells that a column may or may not hold: other forms, limits of the types, and what merely looks like a number. */
const TOKENS =
  `-0 0.0 -0.0 007 1. .5 +1 1.0 1.00 12.0 1.5 -1 - -. . 1e5 1E-3 1e+05 1e400 -1e308 1e 1e- 1.5e2 1.e2 0x10 NaN NA null
  True 127 128 -127 -128 -129 32767 32768 -32767 -32768 2147483647 2147483648 -2147483647 -2147483648 4294967297
  9007199254740992 9007199254740993 9007199254740991.5 0.30000000000000004 0.1234567890123456789 123456789012345
  1234567890123456 12345678901234.5 0.00000000000000000000001 0.000000000000000000000000000001 00000000000000000001
  000000000000001 179769313486231580000 1-2 1.2.3 1..2 12: 1/2 "1" "1.0" "" "a,b" "a""b" "Cash loans" Cash XNA "XNA"`.split(
    /\s+/
  );
const BYTES = '0129-+.,eE"\n\r \x00\x7f:/é;';

const pick = <T>(rng: Rng, list: ArrayLike<T>): T => list[rng.integer(0, list.length - 1)]!;

/** Invents a file of some rows in Kaggle's own form, with cells of all lengths that a column can hold. */
export function inventCsv(table: TableSchema, rng: Rng): string {
  const lines = [table.columns.map(({name}) => name).join(",")];
  const pointed = new Set(table.columns.filter(() => rng.chance(0.3)).map(({name}) => name));
  for (let row = rng.integer(0, 6); row > 0; row--) {
    const cells = table.columns.map((column) => {
      const cell = inventCell(column, rng);
      const isWhole = column.kind === "integer" || column.kind === "flag" || column.kind === "id";
      return cell !== "" && isWhole && pointed.has(column.name) ? `${cell}.0` : cell;
    });
    lines.push(cells.join(","));
  }
  return lines.join("\n") + (rng.chance(0.9) ? "\n" : "");
}

function inventCell(column: ColumnSchema, rng: Rng): string {
  if (column.kind !== "id" && rng.chance(0.15)) return "";
  if (column.kind === "category") {
    const word = pick(rng, column.categories ?? ["XNA"]);
    return word.includes(",") || rng.chance(0.1) ? `"${word}"` : word;
  }
  if (column.kind === "number") {
    const digits = (most: number) =>
      Array.from({length: rng.integer(1, most)}, () => rng.integer(0, 9)).join("");
    const sign = rng.chance(0.2) ? "-" : "";
    const fraction = rng.chance(0.7) ? `.${digits(rng.chance(0.2) ? 20 : 6)}` : "";
    return `${sign}${digits(rng.chance(0.1) ? 17 : 7)}${fraction}`;
  }
  const [low, high] = rangeOf(column);
  const reach = 10 ** rng.integer(0, 9);
  return String(rng.integer(Math.max(low, -reach), Math.min(high, reach)));
}

/** Changes a file's text in some places behind the column names: bytes, cells, whole lines, or its end. */
export function mutateCsv(text: string, rng: Rng): string {
  let mutated = text;
  const header = text.indexOf("\n") + 1;
  for (let left = pick(rng, [0, 1, 1, 1, 2, 3]); left > 0; left--) mutated = mutateOnce(mutated, header, rng);
  return mutated;
}

function mutateOnce(text: string, header: number, rng: Rng): string {
  if (text.length <= header) return text + pick(rng, BYTES);
  const at = rng.integer(header, text.length - 1);
  const kind = rng.uniform();
  if (kind < 0.15) return text.slice(0, at) + pick(rng, BYTES) + text.slice(at + 1);
  if (kind < 0.25) return text.slice(0, at) + pick(rng, BYTES) + text.slice(at);
  if (kind < 0.35) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 0.4) return text.slice(0, at);
  if (kind < 0.45) return text.slice(0, at) + text.slice(rng.integer(at, Math.min(text.length, at + 40)));
  if (kind < 0.5) return text + pick(rng, text.slice(header).split("\n"));
  if (kind < 0.55) {
    const byte = String.fromCharCode(text.charCodeAt(at) ^ (1 << rng.integer(0, 6)));
    return text.slice(0, at) + byte + text.slice(at + 1);
  }
  const start = Math.max(header, 1 + Math.max(text.lastIndexOf(",", at - 1), text.lastIndexOf("\n", at - 1)));
  const length = text.slice(start).search(/[,\n]/);
  return text.slice(0, start) + pick(rng, TOKENS) + (length < 0 ? "" : text.slice(start + length));
}
