import {OVERRIDE_REASON_CODES, REASON_WITH_NOTE} from "../../src/core/credit/overrides.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {DecisionAnswer, DecisionSummary} from "../../src/core/schema/decision.ts";
import type {Actor, ChainRecord} from "../audit/record.ts";
import type {ChainStore, RecordFilter} from "../audit/store.ts";
import type {Clock} from "../clock.ts";
import {invalidRequest} from "../rest/problems.ts";
import type {EvidenceSource} from "./outcome.ts";
import type {DecisionBody, DecisionRequest, SecondBody} from "./record.ts";

/** Decisions of people, each a record of the chain; the same over REST and sockets. */
export interface Decisions {
  /**
   * Records what somebody decides on a client. When it is answered, it is kept.
   * @throws CLIENT_UNKNOWN, OVERRIDE_UNEXPLAINED, REQUEST_INVALID, STORAGE_…
   */
  decide(actor: Actor, clientId: number, request: DecisionRequest): Promise<DecisionAnswer>;
  /** @throws RECORD_UNKNOWN */
  read(id: number): Promise<DecisionAnswer>;
  /** Newest first. */
  list(filter: Omit<RecordFilter, "kinds">): Promise<DecisionSummary[]>;
  /**
   * Settles a decision that needs a second person.
   * @throws RECORD_UNKNOWN, RECORD_TAKEN, SECOND_PERSON_NEEDED when they are the first
   */
  settle(actor: Actor, id: number, verdict: "confirmed" | "refused", note: string): Promise<DecisionAnswer>;
  /** Calls back with a client's decision when it or its second person's word is kept. */
  onChange(listener: (decision: DecisionSummary) => Promise<void> | void): void;
}

/** Creates the handler of decisions over the chain. */
export function createDecisions(parts: {
  chain: ChainStore;
  evidence: EvidenceSource;
  clock: Clock;
  /** Whether an override counts only when a second person has confirmed it. */
  secondPerson: boolean;
}): Decisions {
  const {chain, evidence, clock, secondPerson} = parts;
  const listeners: Parameters<Decisions["onChange"]>[0][] = [];

  async function recordOf(id: number): Promise<ChainRecord> {
    const record = await chain.read(id);
    if (record?.kind === "decision") return record;
    throw new ScorebookError("RECORD_UNKNOWN", `There is no decision ${id}; /v1/decisions lists them.`);
  }

  async function answer(record: ChainRecord): Promise<DecisionAnswer> {
    return {...(await summaryOf(record)), record: record as unknown as DecisionAnswer["record"]};
  }

  async function summaryOf(record: ChainRecord): Promise<DecisionSummary> {
    const {seq, at, by, hash} = record;
    const {
      clientId,
      decision,
      outcome,
      override,
      note,
      needsSecond,
      model,
      case: onCase
    } = record.body as unknown as DecisionBody;
    const second = needsSecond ? await chain.find(keyOf(seq)) : null;
    const verdict = second?.kind === "decision:confirmed" ? "confirmed" : "refused";
    return {
      id: seq,
      clientId,
      at,
      by,
      decision,
      modelDecision: outcome.decision,
      score: outcome.score,
      cutoff: outcome.cutoff,
      override,
      note,
      case: onCase,
      status: needsSecond ? (second ? verdict : "awaiting") : "final",
      second: second && {
        id: second.seq,
        at: second.at,
        by: second.by,
        note: (second.body as unknown as SecondBody).note
      },
      model,
      hash
    };
  }

  async function tell(record: ChainRecord): Promise<DecisionAnswer> {
    const told = await answer(record);
    for (const listener of listeners) await listener(told);
    return told;
  }

  return {
    async decide(actor, clientId, request) {
      const {outcome, policy, model, data, inputs} = evidence.of(clientId);
      const override = overrideOf(request, outcome.decision);
      const body: DecisionBody = {
        clientId,
        decision: request.decision,
        override,
        note: request.note ?? "",
        case: request.case ?? null,
        needsSecond: secondPerson && override !== null,
        outcome,
        policy,
        model,
        data
      };
      return tell(
        await chain.append({kind: "decision", at: clock.now(), by: actor, body, inputs: {...inputs}})
      );
    },
    read: async (id) => answer(await recordOf(id)),
    async list(filter) {
      const records = await chain.list({...filter, kinds: ["decision"]});
      return Promise.all(records.map(summaryOf));
    },
    async settle(actor, id, verdict, note) {
      const record = await recordOf(id);
      const {clientId, needsSecond} = record.body as unknown as DecisionBody;
      if (!needsSecond)
        throw new ScorebookError("RECORD_TAKEN", `Decision ${id} stands already; it needs no second person.`);
      if (actor.name === record.by.name)
        throw new ScorebookError(
          "SECOND_PERSON_NEEDED",
          `Decision ${id} was made by ${actor.name}; somebody else has to confirm or refuse it.`
        );
      const body: SecondBody = {clientId, decisionId: id, note};
      await chain.append({kind: `decision:${verdict}`, at: clock.now(), by: actor, once: keyOf(id), body});
      return tell(record);
    },
    onChange: (listener) => void listeners.push(listener)
  };
}

const keyOf = (id: number): string => `decision:${id}`;

/**
 * Checks what is said of the model's decision: one against the model's approval or decline has a reason, one that goes
 * along with it or settles what the model referred to people has none.
 */
function overrideOf(
  {decision, override}: DecisionRequest,
  model: DecisionBody["decision"]
): DecisionBody["override"] {
  const differs = model !== "refer" && decision !== model;
  if (!differs && override)
    throw invalidRequest("body", [
      {
        path: "/override",
        message: `is given, but the model ${model === "refer" ? "leaves the client to people" : `decides ${model} as well`}; leave it out`
      }
    ]);
  if (!differs) return null;
  const {reason, note = ""} = override ?? {};
  if (!reason)
    throw new ScorebookError(
      "OVERRIDE_UNEXPLAINED",
      `The model decides ${model} and the decision is ${decision}; expected an override with a reason, one of ${OVERRIDE_REASON_CODES.join(", ")}.`
    );
  if (reason === REASON_WITH_NOTE && note.trim() === "")
    throw new ScorebookError(
      "OVERRIDE_UNEXPLAINED",
      `The reason of the override is ${reason}; expected a note that says which.`
    );
  return {reason, note};
}
