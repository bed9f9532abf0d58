import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {createPolicy, type Policy, type PolicyLimits} from "../../src/core/credit/policy.ts";
import {logOddsToPoints, pointsToLogOdds, type Scale} from "../../src/core/credit/scale.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {PolicyAnswer, PolicyProposal, ProposalBody} from "../../src/core/schema/policy.ts";
import type {Actor, ChainRecord} from "../audit/record.ts";
import type {ChainStore} from "../audit/store.ts";
import type {Clock} from "../clock.ts";
import type {CurrentLimits} from "./limits.ts";

/** Changes of the cut-off by two people, each step a record of the chain; the same over REST and sockets. */
export interface Policies {
  /** Takes up what the chain says was approved last. @throws CONFIG_INVALID when the configured scale has no room for it */
  restore(): Promise<void>;
  current(): Promise<PolicyAnswer>;
  /** @throws POLICY_INVALID */
  propose(actor: Actor, request: ProposalBody): Promise<PolicyProposal>;
  /**
   * Approves a proposal, which is effective when this is answered, or rejects it.
   * @throws RECORD_UNKNOWN, RECORD_TAKEN when it is settled, SECOND_PERSON_NEEDED when who approves has proposed it
   */
  settle(actor: Actor, id: number, verdict: "approved" | "rejected", note: string): Promise<PolicyProposal>;
  /** @throws RECORD_UNKNOWN */
  read(id: number): Promise<PolicyProposal>;
  /** Tells of every proposal that is made or settled here. */
  onProposal(listener: (proposal: PolicyProposal) => void): void;
  /** Newest first, settled or not. */
  history(before: number | undefined, limit: number): Promise<PolicyProposal[]>;
}

/** Limits as they are kept: log-odds are what holds, points and probability what people saw. */
interface KeptLimits {
  cutoff: KeptLimit;
  refer: KeptLimit | null;
}
interface KeptLimit {
  logOdds: number;
  probability: number;
  score: number;
}
type ProposedBody = KeptLimits & {note: string};
type SettledBody = Partial<KeptLimits> & {proposal: number; note: string};

/** Probabilities of default that a cut-off may be at. */
const LEAST = 1e-6;
/** How many open proposals are looked for among the newest. */
const LOOKED_AT = 50;

/** Creates the handler of policies over the chain. Whoever appends an approval, here or elsewhere, sets the limits. */
export function createPolicies(parts: {
  chain: ChainStore;
  limits: CurrentLimits;
  /** How is decided now, under the current limits. */
  policy: () => Policy;
  clock: Clock;
}): Policies {
  const {chain, limits, policy, clock} = parts;

  chain.onAppend((record) => {
    if (record.kind === APPROVED && record.seq > (limits.now()?.version ?? 0)) limits.set(limitsOf(record));
  });

  async function recordOf(id: number): Promise<ChainRecord> {
    const record = await chain.read(id);
    if (record?.kind === PROPOSED) return record;
    throw new ScorebookError("RECORD_UNKNOWN", `There is no proposal ${id}; /v1/policy/history lists them.`);
  }

  async function proposalOf(record: ChainRecord): Promise<PolicyProposal> {
    const {seq, at, by} = record;
    const {cutoff, refer, note} = record.body as unknown as ProposedBody;
    const settled = await chain.find(keyOf(seq));
    return {
      id: seq,
      at,
      by,
      cutoff: shownLimit(cutoff),
      refer: refer && shownLimit(refer),
      note,
      status: settled ? (settled.kind === APPROVED ? "approved" : "rejected") : "open",
      settled: settled && {
        id: settled.seq,
        at: settled.at,
        by: settled.by,
        note: (settled.body as unknown as SettledBody).note
      }
    };
  }

  async function history(before: number | undefined, limit: number): Promise<PolicyProposal[]> {
    const records = await chain.list({kinds: [PROPOSED], before, limit});
    return Promise.all(records.map(proposalOf));
  }

  const listeners: ((proposal: PolicyProposal) => void)[] = [];
  async function told(record: ChainRecord): Promise<PolicyProposal> {
    const proposal = await proposalOf(record);
    for (const listener of listeners) listener(proposal);
    return proposal;
  }

  return {
    history,
    onProposal: (listener) => void listeners.push(listener),
    async restore() {
      const [last] = await chain.list({kinds: [APPROVED], limit: 1});
      if (last && last.seq > (limits.now()?.version ?? 0)) limits.set(limitsOf(last));
      policy();
    },
    async current() {
      const {version, cutoff, refer, cost, scale} = policy();
      const approval = version === 0 ? null : await chain.read(version);
      const id = (approval?.body as SettledBody | undefined)?.proposal;
      const open = (await history(undefined, LOOKED_AT)).filter(({status}) => status === "open");
      return {
        version,
        cutoff: shownLimit(cutoff),
        refer: refer ? shownLimit(refer) : null,
        cost,
        scale,
        proposal: id === undefined ? null : await proposalOf(await recordOf(id)),
        open
      };
    },
    async propose(actor, {cutoff, referBand = 0, note}) {
      const {calibration, cost, scale} = policy();
      const kept: KeptLimits = {
        cutoff: limitAt(scale, cutoff, "cutoff"),
        refer: referBand > 0 ? limitAt(scale, cutoff + referBand, "referBand") : null
      };
      try {
        createPolicy({calibration, cost, scale, limits: toLimits(kept, 0)});
      } catch (error) {
        throw error instanceof ScorebookError ? new ScorebookError("POLICY_INVALID", error.detail) : error;
      }
      const body: ProposedBody = {...kept, note};
      return told(await chain.append({kind: PROPOSED, at: clock.now(), by: actor, body}));
    },
    read: async (id) => proposalOf(await recordOf(id)),
    async settle(actor, id, verdict, note) {
      const record = await recordOf(id);
      if (verdict === "approved" && actor.name === record.by.name)
        throw new ScorebookError(
          "SECOND_PERSON_NEEDED",
          `Proposal ${id} is ${actor.name}'s own; somebody else has to approve it.`
        );
      const {cutoff, refer} = record.body as unknown as ProposedBody;
      const body: SettledBody = {proposal: id, note, ...(verdict === "approved" && {cutoff, refer})};
      const kind = verdict === "approved" ? APPROVED : "policy:rejected";
      await chain.append({kind, at: clock.now(), by: actor, once: keyOf(id), body});
      return told(record);
    }
  };
}

const PROPOSED = "policy:proposed";
const APPROVED = "policy:approved";
const keyOf = (id: number): string => `proposal:${id}`;

/** Finds the limit at a number of points. @throws POLICY_INVALID where everybody or nobody would be beyond it */
function limitAt(scale: Scale, score: number, name: string): KeptLimit {
  const logOdds = pointsToLogOdds(scale, score);
  const probability = logOddsToProbability(logOdds);
  if (probability >= LEAST && probability <= 1 - LEAST) return {logOdds, probability, score};
  const [most, least] = [LEAST, 1 - LEAST].map((p) =>
    Math.round(logOddsToPoints(scale, Math.log(p / (1 - p))))
  );
  throw new ScorebookError(
    "POLICY_INVALID",
    `/${name} leads to ${score} points; expected a limit between ${least} and ${most} points.`,
    [
      {
        code: "POLICY_INVALID",
        path: `/${name}`,
        message: `leads to ${score} points; expected ${least} to ${most}`
      }
    ]
  );
}

const shownLimit = ({probability, score}: Omit<KeptLimit, "logOdds">) => ({probability, score});

const toLimits = ({cutoff, refer}: KeptLimits, version: number): PolicyLimits => ({
  version,
  cutoffLogOdds: cutoff.logOdds,
  ...(refer && {referLogOdds: refer.logOdds})
});

const limitsOf = ({seq, body}: ChainRecord): PolicyLimits => toLimits(body as unknown as KeptLimits, seq);
