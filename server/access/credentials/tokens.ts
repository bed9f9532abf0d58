import {createHash, timingSafeEqual} from "node:crypto";
import type {Role} from "../../../src/core/access/roles.ts";

/** What is kept of a token: who it stands for, and its digest in the place of the token. */
export interface TokenRecord {
  /** 12 hexadecimal digits; part of the token, and what it is called by when it is revoked. */
  id: string;
  name: string;
  role: Role;
  /** SHA-256 of the whole token, in hexadecimal. */
  sha256: string;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; null for a token that holds until it is revoked. */
  expiresAt: string | null;
}

const FORM = /^sb_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;
const SECRET_BYTES = 32;
const ID_BYTES = 6;

/**
 * Makes a token, `sb_<id>_<256 random bits>`, and the record that is kept of it.
 * @param random gives so many random bytes of the system's
 */
export function createToken(
  of: Pick<TokenRecord, "name" | "role" | "createdAt" | "expiresAt">,
  random: (bytes: number) => Buffer
): {token: string; record: TokenRecord} {
  const id = random(ID_BYTES).toString("hex");
  const token = `sb_${id}_${random(SECRET_BYTES).toString("base64url")}`;
  return {token, record: {id, ...of, sha256: digestOf(token).toString("hex")}};
}

/**
 * Answers the record of a token; null when it is none's. The digests are compared in a time that does not depend on
 * them, against an empty one where no record has the token's id.
 */
export function findToken(records: ReadonlyMap<string, TokenRecord>, token: string): TokenRecord | null {
  const record = records.get(FORM.exec(token)?.[1] ?? "");
  const kept = Buffer.from(record?.sha256 ?? "0".repeat(64), "hex");
  const isSame = timingSafeEqual(digestOf(token), kept);
  return record && isSame ? record : null;
}

/** Tells whether a record holds at a time, in milliseconds since 1970. */
export const isCurrent = ({expiresAt}: TokenRecord, nowMs: number): boolean =>
  expiresAt === null || nowMs < Date.parse(expiresAt);

/**
 * One SHA-256, neither salted nor slow: both are against guessing what people choose, and 256 random bits cannot be
 * guessed, while every request pays for the digest.
 */
const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();
