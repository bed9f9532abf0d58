/**
 * Writes a value of JSON as canonical JSON (RFC 8785): keys by their UTF-16 code units, no blanks, numbers and texts as
 * ECMAScript writes them. Equal values give equal texts. Keys without a value are left out.
 * @throws TypeError for what JSON cannot say: NaN, infinities, undefined outside of an object
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
    return `{${entries.join(",")}}`;
  }
  const text = typeof value === "number" && !Number.isFinite(value) ? undefined : JSON.stringify(value);
  if (text === undefined) throw new TypeError(`There is no JSON for ${String(value)}.`);
  return text;
}
