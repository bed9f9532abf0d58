import type {FastifyRateLimitStoreCtor} from "@fastify/rate-limit";
import type {Access} from "../access/access.ts";
import type {Doors} from "../access/doors.ts";
import type {ChainStore} from "../audit/store.ts";
import type {CaseStore} from "../cases/store.ts";
import type {ScoredSet} from "../clients/scoredSet.ts";
import type {Clock} from "../clock.ts";
import type {Dataset} from "../data/dataset.ts";
import type {EvidenceSource} from "../decisions/outcome.ts";
import type {RateLimit} from "../edge/rateLimit.ts";
import type {Inference} from "../inference/inference.ts";
import type {Log} from "../log.ts";
import type {ModelSlot} from "../models/slot.ts";
import type {NotebookStore} from "../notebooks/store.ts";
import type {Pages} from "../pages/pages.ts";
import type {CurrentLimits} from "../policy/limits.ts";
import type {Queries} from "../query/queries.ts";
import type {Replicas} from "../redis/replicas.ts";
import type {KeptAnswers} from "../rest/answers/keptAnswers.ts";
import type {ClientList} from "../rest/clients/clients.ts";
import type {Checks} from "../rest/health.ts";
import type {Results} from "../results/results.ts";
import type {ScoringEngine} from "../scoring/engine.ts";
import type {ComputePool} from "../scoring/threads/pool.ts";
import type {Workbench} from "../scoring/workbench.ts";
import type {Studies} from "../search/studies.ts";
import type {Similar} from "../similar/similar.ts";

export interface AppParts {
  /** Computes what is asked; a fake in tests. */
  engine: ScoringEngine;
  clients: ClientList;
  /** All clients with their scores, to search and to export; null when there are none. */
  scored?: ScoredSet | null;
  /** Finds similar clients; absent or null where nothing explains them. */
  similar?: Similar | null;
  results: Results;
  /** The chain of decisions; closed with the app. */
  chain: ChainStore;
  /** What decisions are made from. */
  evidence: EvidenceSource;
  /** The cases that officers work on; closed with the app. */
  caseStore: CaseStore;
  /** The limits that hold now, which an approved proposal sets. */
  limits: CurrentLimits;
  /** The place of the served model; absent or null when it cannot be changed. */
  models?: ModelSlot | null;
  /** Whether overrides count only when a second person has confirmed them. */
  secondPerson?: boolean;
  /** The notebooks that people keep; closed with the app. */
  notebookStore: NotebookStore;
  /** The searches of parameters whose files are here; absent for none. */
  studies?: Studies;
  /** Who else keeps the same; absent or null when this process is the only one. */
  replicas?: Replicas | null;
  clock: Clock;
  log: Log;
  /** Uniform in [0, 1). */
  random: () => number;
  /** A fresh id for jobs and requests. */
  newId: () => string;
  /** What readiness looks at beside model, features and results. */
  checks?: Checks;
  /** What else can be asked of a client; null when neither raw history nor plan are there. */
  workbench: Workbench | null;
  /** Answers the Open Inference Protocol; absent or null when there are no features. */
  inference?: Inference | null;
  /** Answers SQL; null when there are no tables. */
  queries: Queries | null;
  /** The built site; null when this app has no pages. */
  pages: Pages | null;
  /** Clients of the demonstration stream, drawn at random; empty for none. */
  demoClients: () => readonly number[] | Int32Array;
  /** What is served from disk, closed with the app; absent when nothing is. */
  dataset?: Pick<Dataset, "close">;
  /** Who may ask; absent when everybody may. */
  access?: Access;
  /** Which names and pages may ask; absent for this machine's own. */
  doors?: Doors;
  /** Proxies that are believed; absent for those of this machine. */
  trustedProxies?: readonly string[];
  /** The language of pages whose address has none. */
  language?: "en" | "fr";
  /** The path that everything is published under, "" or such as "/scorebook"; addresses without it are taken too. */
  basePath?: string;
  version: string;
  /** What one caller may ask of the API; null or absent for no bound. */
  rateLimit?: RateLimit | null;
  /** Where requests of callers are counted; null or absent for the memory of this process. */
  rates?: FastifyRateLimitStoreCtor | null;
  /** Keeps answers to POSTs with an Idempotency-Key, closed with the app; null or absent for the memory of this process. */
  keptAnswers?: KeptAnswers | null;
  /** Computes beside the event loop, closed with the app; null or absent when all is computed here. */
  pool?: ComputePool | null;
  /** Whether /metrics tells of the process as well. */
  observesProcess?: boolean;
}
