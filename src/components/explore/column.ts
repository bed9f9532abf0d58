import type {Table} from "apache-arrow";

/** A column of all clients, one position a client: numbers, NaN where missing, or codes into words, −1 where missing. */
export type Column =
  | {kind: "number"; values: Float64Array}
  | {kind: "category"; codes: Int32Array; words: readonly string[]};

/** Reads a column of an Arrow table; words are those that occur. */
export function readColumn(table: Table, name: string): Column {
  const vector = table.getChild(name)!;
  const cells: unknown[] | ArrayLike<unknown> = vector.nullCount > 0 ? [...vector] : vector.toArray();
  const some = Array.prototype.find.call(cells, (cell) => cell !== null);
  if (typeof some !== "string")
    return {
      kind: "number",
      values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)))
    };
  const codes = new Map<string, number>();
  const codeOf = (cell: unknown): number => {
    if (cell === null) return -1;
    const known = codes.get(cell as string);
    if (known !== undefined) return known;
    codes.set(cell as string, codes.size);
    return codes.size - 1;
  };
  return {kind: "category", codes: Int32Array.from(cells, codeOf), words: [...codes.keys()]};
}
