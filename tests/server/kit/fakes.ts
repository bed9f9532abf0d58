import {randomUUID} from "node:crypto";
import pino from "pino";
import {type App, createApp} from "../../../server/app/app.ts";
import type {AppParts} from "../../../server/app/parts.ts";
import {openChain} from "../../../server/audit/sqlite.ts";
import {openCases} from "../../../server/cases/sqlite.ts";
import {type Clock, createSystemClock} from "../../../server/clock.ts";
import {type EvidenceSource, outcomeOf} from "../../../server/decisions/outcome.ts";
import type {ModelSlot} from "../../../server/models/slot.ts";
import {openNotebooks} from "../../../server/notebooks/store.ts";
import {type CurrentLimits, createCurrentLimits} from "../../../server/policy/limits.ts";
import {openResults} from "../../../server/results/sqlite.ts";
import type {BodyOf, JobKind, ScoringEngine} from "../../../server/scoring/engine.ts";
import type {ModelFiles} from "../../../server/scoring/modelStore.ts";
import {createPolicy} from "../../../src/core/credit/policy.ts";
import {DEFAULT_SCALE} from "../../../src/core/credit/scale.ts";
import {ScorebookError} from "../../../src/core/errors.ts";

export const CLIENTS = [100001, 100002, 100005, 100013, 100028];
export const silent = pino({level: "silent"});

/** Creates an engine whose scores follow from the id, so that a test knows them beforehand. */
export function createFakeEngine(
  options: {clients?: readonly number[]; fail?: (clientId: number) => Error | null} = {}
): ScoringEngine & {calls: {kind: JobKind; clientId: number}[]} {
  const known = new Set(options.clients ?? CLIENTS);
  const calls: {kind: JobKind; clientId: number}[] = [];
  const model = {name: "fake", version: "1", sha256: "0".repeat(64)};
  return {
    model,
    calls,
    hasClient: (clientId) => known.has(clientId),
    compute<K extends JobKind>(kind: K, clientId: number): BodyOf[K] {
      calls.push({kind, clientId});
      const failure = options.fail?.(clientId);
      if (failure) throw failure;
      if (!known.has(clientId)) throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${clientId}.`);
      const points = (clientId % 100) - 40;
      const score = {
        clientId,
        rawScore: -points / 20,
        probabilityOfDefault: 0.05,
        score: 600 + points,
        decision: "approve",
        cutoff: {probability: 1 / 11, score: 600},
        inTraining: clientId % 2 === 1,
        model,
        dataAsOf: "2026-01-01",
        dataAsOfSource: "stated",
        computedAt: "2026-01-02T00:00:00.000Z",
        durationMs: 0.25
      } as const;
      if (kind === "score") return score as BodyOf[K];
      const explanation = {
        ...score,
        baseValue: 0,
        basePoints: 600,
        residualPoints: 0,
        causes: [
          {
            code: "external_scores",
            label: {en: "External credit scores", fr: "Scores de crédit externes"},
            contribution: -points / 20,
            points
          },
          {code: "gender", label: {en: "Gender", fr: "Sexe"}, contribution: 0, points: 0}
        ],
        features: [
          {
            name: "EXT_SOURCE_2",
            label: {en: "External score 2", fr: "Score externe 2"},
            cause: "external_scores",
            value: 0.5,
            contribution: -points / 20,
            points
          },
          {
            name: "CODE_GENDER",
            label: {en: "Gender", fr: "Sexe"},
            cause: "gender",
            value: "F",
            contribution: 0,
            points: 0
          }
        ],
        reasonCodes: []
      };
      return explanation as BodyOf[K];
    },
    top(clientId, limit) {
      const {features} = this.compute("explanation", clientId);
      return features.slice(0, limit).map(({cause, label, points}) => ({code: cause, label, points}));
    }
  };
}

export interface ManualClock extends Clock {
  /** Lets time pass; callbacks that fall due are called in their order. */
  advance(ms: number): void;
  /** Lets time pass while work is done, so that nobody is called meanwhile. */
  pass(ms: number): void;
}

/** Creates a clock that a test turns by hand. */
export function createManualClock(): ManualClock {
  let elapsed = 0;
  const timers = new Set<{at: number; callback: () => void}>();
  return {
    now: () => new Date(Date.UTC(2026, 0, 1) + elapsed).toISOString(),
    elapsedMs: () => elapsed,
    after(delayMs, callback) {
      const timer = {at: elapsed + delayMs, callback};
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = elapsed + ms;
      for (;;) {
        const due = [...timers].filter(({at}) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        elapsed = Math.max(elapsed, due.at);
        due.callback();
      }
      elapsed = Math.max(elapsed, until);
    },
    pass(ms) {
      elapsed += ms;
    }
  };
}

/** Creates evidence whose outcomes are those of a fake engine, or the other way about for who is on the list. */
export function createFakeEvidence(
  engine: ScoringEngine,
  limits: CurrentLimits,
  declined: readonly number[] = []
): EvidenceSource {
  const source = {calibration: {intercept: 0, slope: 1}, cost: {falseNegative: 10, falsePositive: 1}};
  const policy = () => createPolicy({...source, scale: DEFAULT_SCALE}, {limits: limits.now() ?? undefined});
  return {
    policy,
    of(clientId) {
      const {model, dataAsOf, dataAsOfSource, ...rest} = engine.compute("explanation", clientId);
      const decision = declined.includes(clientId) ? "decline" : rest.decision;
      const bytes = (text: string) => new TextEncoder().encode(`${text} of ${clientId}`);
      return {
        outcome: {...outcomeOf(rest), decision},
        policy: policy(),
        model,
        data: {fingerprint: "f", planSha256: "p", dataAsOf, dataAsOfSource},
        inputs: {
          rows: bytes("rows"),
          features: bytes("features"),
          context: new Uint8Array([1]),
          manifest: new Uint8Array([2]),
          model: new Uint8Array([3])
        }
      };
    }
  };
}

/** Creates the place of a model that cannot be changed: nothing fits there. */
export function createFakeSlot(folder = "models"): ModelSlot {
  const refuse = () => {
    throw new ScorebookError("MODEL_INVALID", "Nothing fits in a fake's place.");
  };
  const ref = {name: "fake", version: "1", sha256: "0".repeat(64)};
  const current = () => ({files: {ref} as ModelFiles, promotion: 0});
  return {folder, configured: "fake", current, compare: refuse, tryModel: refuse, serve: refuse};
}

/** Creates an app of fakes; what a test cares about it passes. */
export function createFakeApp(parts: Partial<AppParts> = {}): Promise<App> {
  const engine = parts.engine ?? createFakeEngine();
  const limits = parts.limits ?? createCurrentLimits();
  return createApp({
    engine,
    chain: openChain(":memory:"),
    evidence: createFakeEvidence(engine, limits),
    limits,
    caseStore: openCases(":memory:"),
    clients: {page: (after, limit) => CLIENTS.filter((id) => id > after).slice(0, limit)},
    results: openResults(":memory:"),
    notebookStore: openNotebooks(":memory:"),
    clock: createSystemClock(),
    log: silent,
    random: () => 0.5,
    newId: randomUUID,
    workbench: null,
    queries: null,
    pages: null,
    demoClients: () => [],
    version: "0.0.0",
    ...parts
  });
}

/** Lets an app listen on a free port of the loopback; answers its address. */
export async function listen(app: App): Promise<string> {
  const server = app.createListener();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
