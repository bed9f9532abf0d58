import type {Column} from "../../src/core/explore/column.ts";

/** A column of numbers; null is missing. */
export const numbers = (values: (number | null)[]): Column => ({
  kind: "number",
  values: Float64Array.from(values, (value) => value ?? Number.NaN)
});

/** A column of words; null is missing. */
export const words = (cells: (string | null)[]): Column => {
  const vocabulary = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    kind: "category",
    words: vocabulary,
    codes: Int32Array.from(cells, (cell) => vocabulary.indexOf(cell!))
  };
};

export const SIZE = 1000;
export const positions = Array.from({length: SIZE}, (_, i) => i);
export const x = numbers(positions.map((i) => (i % 50 === 0 ? null : (i * 7919) % 997)));
export const target = numbers(positions.map((i) => (i % 11 === 0 ? null : Number(i % 7 === 0))));
export const sex = words(positions.map((i) => (i % 3 === 0 ? "M" : "F")));
