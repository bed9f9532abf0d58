import {createHash} from "node:crypto";
import serialize from "canonicalize";

/**
 * Writes a value as canonical JSON (RFC 8785): keys sorted, no blanks, numbers as ECMAScript writes them. Equal values
 * give equal bytes. Keys without a value are left out.
 * @throws Error for what JSON cannot say (NaN, infinities)
 */
export function canonicalText(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) throw new Error("There is no JSON for a value that is undefined.");
  return text;
}

/** Computes the SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export const sha256 = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");
