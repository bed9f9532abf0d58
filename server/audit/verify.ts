import {canonicalText, sha256} from "./canonical.ts";
import {type ChainRecord, GENESIS, type Head, type StoredRecord} from "./record.ts";
import type {ChainStore} from "./store.ts";

/** The first thing that is wrong with a chain. */
export interface ChainFault {
  /** The record; null when it is none in particular. */
  seq: number | null;
  /** Which part: "hash", "record", "seq", "previous", "inputs.NAME", "head" or "medium". */
  field: string;
  /** One sentence. */
  what: string;
}

export interface ChainReport {
  ok: boolean;
  records: number;
  inputs: number;
  head: Head;
  fault: ChainFault | null;
}

const AT_ONCE = 500;

/**
 * Reads a chain through: each record against its hash, its place and the record before, each input against its digest,
 * and the whole against a head that was exported earlier, by which one that was cut short or written anew is found.
 */
export async function verifyChain(
  store: Pick<ChainStore, "stored" | "input" | "digests" | "damage">,
  exported?: Head
): Promise<ChainReport> {
  const inputs = new Map<string, boolean>();
  let head: Head = GENESIS;
  const report = (fault: ChainFault | null): ChainReport => ({
    ok: fault === null,
    records: head.seq,
    inputs: inputs.size,
    head: {seq: head.seq, hash: head.hash},
    fault
  });

  async function faultOfInputs({seq, inputs: stated}: ChainRecord): Promise<ChainFault | null> {
    for (const [name, digest] of Object.entries(stated)) {
      if (inputs.has(digest)) continue;
      const bytes = await store.input(digest);
      const found = bytes && sha256(bytes);
      if (found !== digest)
        return {
          seq,
          field: `inputs.${name}`,
          what: `Record ${seq} states ${name} with sha256 ${short(digest)}, but ${found ? `what is kept has ${short(found)}` : "nothing is kept under it"}.`
        };
      inputs.set(digest, true);
    }
    return null;
  }

  for (;;) {
    const page = await store.stored(head.seq, AT_ONCE);
    for (const [i, stored] of page.entries()) {
      const next = page[i + 1] ?? (await store.stored(stored.seq, 1))[0];
      const fault = faultOfRecord(stored, head, next) ?? (await faultOfInputs(parse(stored)));
      if (fault) return report(fault);
      head = {seq: stored.seq, hash: stored.hash};
      if (exported?.seq === head.seq && exported.hash !== head.hash) return report(rewritten(exported, head));
    }
    if (page.length < AT_ONCE) break;
  }
  if (exported && exported.seq > head.seq)
    return report({
      seq: head.seq,
      field: "head",
      what: `The chain ends at record ${head.seq}, but the exported head is record ${exported.seq}; ${exported.seq - head.seq} records are gone.`
    });
  const stray = await findStray();
  if (stray !== null)
    return report({
      seq: null,
      field: "inputs",
      what: `Something is kept under sha256 ${short(stray)} that no record states.`
    });
  const [damage] = await store.damage();
  if (damage !== undefined)
    return report({seq: null, field: "medium", what: `The file is damaged: ${damage}.`});
  return report(null);

  async function findStray(): Promise<string | null> {
    let after = "";
    for (;;) {
      const digests = await store.digests(after, AT_ONCE);
      const stray = digests.find((digest) => !inputs.has(digest));
      if (stray !== undefined) return stray;
      if (digests.length < AT_ONCE) return null;
      after = digests.at(-1)!;
    }
  }
}

/** Finds what is wrong with a record behind a head; the record after it tells whether its text or its hash was changed. */
function faultOfRecord({seq, hash, bytes}: StoredRecord, head: Head, next?: StoredRecord): ChainFault | null {
  const expected = head.seq + 1;
  if (seq !== expected)
    return {
      seq: expected,
      field: "seq",
      what: `Record ${expected} is missing: record ${seq} follows record ${head.seq}.`
    };
  const found = sha256(bytes);
  if (found !== hash) {
    const isHash = next !== undefined && statedPrevious(next) === found;
    return {
      seq,
      field: isHash ? "hash" : "record",
      what: `Record ${seq} has sha256 ${short(found)}, but ${isHash ? "is kept under" : "its hash is"} ${short(hash)}.`
    };
  }
  const record = parse({bytes});
  if (sha256(canonicalText(record)) !== hash)
    return {seq, field: "record", what: `Record ${seq} is not canonical JSON.`};
  if (record.seq !== seq)
    return {seq, field: "seq", what: `Record ${seq} says that it is record ${record.seq}.`};
  if (record.previous !== head.hash)
    return {
      seq,
      field: "previous",
      what: `Record ${seq} follows ${short(record.previous)}, but record ${head.seq} has ${short(head.hash)}.`
    };
  return null;
}

const parse = ({bytes}: Pick<StoredRecord, "bytes">): ChainRecord =>
  JSON.parse(Buffer.from(bytes).toString("utf8")) as ChainRecord;

function statedPrevious(stored: StoredRecord): unknown {
  try {
    return parse(stored).previous;
  } catch {
    return undefined;
  }
}

const rewritten = (exported: Head, found: Head): ChainFault => ({
  seq: found.seq,
  field: "head",
  what: `Record ${found.seq} has hash ${short(found.hash)}, but the exported head has ${short(exported.hash)}; the chain was written anew.`
});

const short = (digest: string): string => `${digest.slice(0, 12)}…`;
