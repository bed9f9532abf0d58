import {canonicalJson} from "../../core/json/canonical.ts";
import type {DecisionAnswer} from "../../core/schema/decision.ts";

/** A link of the chain of decisions, as the server tells it. */
export type ChainRecord = DecisionAnswer["record"];

/** What is hashed or compared of a record. */
export const CHECKS = ["hash", "previous", "next"] as const;

/** One thing that was checked: what the record says and what was computed here. */
export interface Check {
  what: (typeof CHECKS)[number];
  /** The record whose hash was computed, by its place; 0 for what comes before the first. */
  seq: number;
  stated: string;
  computed: string;
  holds: boolean;
}

/** What comes before the first record of a chain. */
const GENESIS = "0".repeat(64);

/** Computes the SHA-256 of a text in UTF-8, as 64 hexadecimal digits, with WebCrypto. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Computes the hash of a record from everything else in it, as canonical JSON (RFC 8785). */
export const hashOf = ({hash: _hash, ...rest}: ChainRecord): Promise<string> => sha256(canonicalJson(rest));

/**
 * Checks a record against what it says of itself and against its neighbours, all of it computed here: its own hash; the
 * hash of the record before, which it names as `previous`; and, where one follows, that this names the record's.
 * @param before the record before; null for the first
 * @param after the record that follows; null for the newest
 * @throws TypeError where the browser has no WebCrypto, which it has on https and on this machine's own addresses
 */
export async function verifyRecord(
  record: ChainRecord,
  before: ChainRecord | null,
  after: ChainRecord | null
): Promise<Check[]> {
  const check = (what: Check["what"], seq: number, stated: string, computed: string): Check => ({
    what,
    seq,
    stated,
    computed,
    holds: stated === computed
  });
  const own = await hashOf(record);
  const known = before ? await hashOf(before) : GENESIS;
  const checks = [
    check("hash", record.seq, record.hash, own),
    check("previous", before?.seq ?? 0, record.previous, known)
  ];
  if (after) checks.push(check("next", after.seq, after.previous, own));
  return checks;
}

/** Tells whether this page can compute hashes. */
export const canVerify = (): boolean => globalThis.crypto?.subtle !== undefined;
