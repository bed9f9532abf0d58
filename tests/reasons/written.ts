/** A number as a sentence writes it, and half a unit of its last digit. */
export interface Written {
  value: number;
  half: number;
}

/** Reads every number of a sentence, in order: thousands, decimals, minus and per cent as the language writes them. */
export function writtenIn(text: string, language: "en" | "fr"): Written[] {
  const pattern =
    language === "en"
      ? /−?\d+(?:,\d{3})*(?:\.\d+)?(?: ?%)?/g
      : /−?\d+(?:[\u202f\u00a0]\d{3})*(?:,\d+)?(?:[\u202f\u00a0 ]%)?/g;
  return [...text.matchAll(pattern)].map(([found]) => {
    const plain = found.replace(/[%\u202f\u00a0 ]/g, "").replace("−", "-");
    const digits = language === "en" ? plain.replaceAll(",", "") : plain.replace(",", ".");
    const decimals = digits.split(".")[1]?.length ?? 0;
    const scale = found.endsWith("%") ? 0.01 : 1;
    return {value: Number(digits) * scale, half: 0.5 * 10 ** -decimals * scale};
  });
}

/** Tells whether a written number is the exact one, rounded to the digits that are written. */
export const isRounded = ({value, half}: Written, exact: number): boolean =>
  Math.abs(value - exact) <= half + Math.abs(exact) * 1e-6;

/** Who a sentence counts: "2 of 7", "all 7", "both" or "the only". */
export const COUNTED = "(the only|both|all [\\d,]+|[\\d,]+ of (?:the )?[\\d,]+)";

/** Reads such words: how many, of how many. */
export function countedIn(words: string): [number, number] {
  const lower = words.toLowerCase();
  if (lower === "the only") return [1, 1];
  if (lower === "both") return [2, 2];
  const numbers = writtenIn(lower, "en").map(({value}) => value);
  return numbers.length === 1 ? [numbers[0]!, numbers[0]!] : [numbers[0]!, numbers[1]!];
}

/** Reads "none of the 7 …" or "no …": of how many; 1 when no number is said. */
export const noneIn = (text: string): number =>
  writtenIn(/^none of the ([\d,]+)/i.exec(text)?.[1] ?? "1", "en")[0]!.value;
