import type {Role} from "../../src/core/access/roles.ts";
import {canonicalText, sha256} from "./canonical.ts";

/** Who did something, as it is kept. */
export interface Actor {
  name: string;
  role: Role;
}

/** What somebody did, before it has a place in the chain. */
export interface Draft {
  /** Such as "decision" or "policy:approved". */
  kind: string;
  /** ISO 8601. */
  at: string;
  by: Actor;
  /** A key that no other record may have, so that what can happen once happens once. */
  once?: string;
  body: object;
  /** What the record was made from, by name; kept under its digest. */
  inputs?: Record<string, Uint8Array>;
}

/** The newest record of a chain: what is exported, to be held against the chain later and elsewhere. */
export interface Head {
  /** 0 for a chain without a record. */
  seq: number;
  hash: string;
}

/** A link of the chain. `hash` is the SHA-256 of everything else in canonical JSON. */
export interface ChainRecord {
  /** Counts from 1 without a gap. */
  seq: number;
  kind: string;
  at: string;
  by: Actor;
  once?: string;
  body: Record<string, unknown>;
  /** Name → SHA-256 of the bytes that are kept. */
  inputs: Record<string, string>;
  /** The hash of the record before; sixty-four zeros for the first. */
  previous: string;
  hash: string;
}

/** A record as it is written: `text` is the canonical JSON that `hash` is of. */
export interface LinkedRecord {
  seq: number;
  hash: string;
  text: string;
}

/** A record as it lies in a store, whose bytes need not be what was written. */
export interface StoredRecord {
  seq: number;
  hash: string;
  bytes: Uint8Array;
}

/** What comes before the first record. */
export const GENESIS: Head = {seq: 0, hash: "0".repeat(64)};

/** Gives a draft the place behind a head. */
export function linkRecord({inputs = {}, ...draft}: Draft, head: Head): LinkedRecord {
  const digests = Object.fromEntries(Object.entries(inputs).map(([name, bytes]) => [name, sha256(bytes)]));
  const seq = head.seq + 1;
  const text = canonicalText({...draft, seq, inputs: digests, previous: head.hash});
  return {seq, hash: sha256(text), text};
}

/** Reads a stored record. */
export const parseRecord = ({text, hash}: Pick<LinkedRecord, "text" | "hash">): ChainRecord => ({
  ...(JSON.parse(text) as Omit<ChainRecord, "hash">),
  hash
});
