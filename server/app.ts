import {createServer, type IncomingMessage, type Server} from "node:http";
import cors from "@fastify/cors";
import type {FastifyInstance} from "fastify";
import {Server as IoServer} from "socket.io";
import type {Limit} from "../src/core/credit/policy.ts";
import {configSchema} from "../src/core/schema/config.ts";
import {explanationSchema} from "../src/core/schema/explanation.ts";
import {scoreSchema} from "../src/core/schema/score.ts";
import {type Access, OPEN_ACCESS} from "./access/access.ts";
import {createDoors, type Doors} from "./access/doors.ts";
import {type GuardedRoute, useGate} from "./access/gate.ts";
import {serveSession} from "./access/session.ts";
import {useSocketGate} from "./access/sockets.ts";
import type {ChainStore} from "./audit/store.ts";
import {createCases} from "./cases/cases.ts";
import {createWorkQueue} from "./cases/queue.ts";
import type {CaseStore} from "./cases/store.ts";
import {serveExports} from "./clients/exports.ts";
import type {ScoredSet} from "./clients/scoredSet.ts";
import type {Clock} from "./clock.ts";
import type {Dataset} from "./data/dataset.ts";
import {createDecisions} from "./decisions/decisions.ts";
import type {EvidenceSource} from "./decisions/outcome.ts";
import {serveDocs} from "./docs/page.ts";
import {createFastify} from "./edge/framework.ts";
import {connectionLimit, HTTP_OPTIONS} from "./edge/limits.ts";
import {guardListener} from "./edge/listener.ts";
import {limitRates, type RateLimit} from "./edge/rateLimit.ts";
import {createDemoFeed} from "./live/demoFeed.ts";
import {createLive} from "./live/live.ts";
import type {Log} from "./log.ts";
import {measureCommands} from "./metrics/commands.ts";
import {createMetrics} from "./metrics/metrics.ts";
import {serveMetrics} from "./metrics/route.ts";
import {createNotebooks} from "./notebooks/notebooks.ts";
import type {NotebookStore} from "./notebooks/store.ts";
import {answerTheRest} from "./pages/fallback.ts";
import type {Pages} from "./pages/pages.ts";
import {followPolicy} from "./policy/follow.ts";
import type {CurrentLimits} from "./policy/limits.ts";
import {createPolicies} from "./policy/policies.ts";
import type {Queries} from "./query/queries.ts";
import type {Replicas} from "./redis/replicas.ts";
import {compressAnswers} from "./rest/answers/compress.ts";
import {tagAnswers} from "./rest/answers/etag.ts";
import {answerOnce} from "./rest/answers/idempotency.ts";
import {serveApplicants} from "./rest/applicants.ts";
import {serveAudit} from "./rest/audit.ts";
import {serveBatch} from "./rest/batch.ts";
import {serveCases} from "./rest/cases.ts";
import {type ClientList, serveClients} from "./rest/clients.ts";
import {serveDecisions} from "./rest/decisions.ts";
import {type Checks, serveHealth} from "./rest/health.ts";
import {useJsonBodies} from "./rest/jsonBody.ts";
import {noteMethods} from "./rest/methods.ts";
import {serveModelCard} from "./rest/modelCard.ts";
import {serveNotebooks} from "./rest/notebooks.ts";
import {useOpenApi} from "./rest/openapi.ts";
import {servePolicy} from "./rest/policy.ts";
import {refuseUnknownParameters} from "./rest/queries.ts";
import {serveQuery} from "./rest/query.ts";
import {serveResources} from "./rest/resources.ts";
import {serveWorkbench} from "./rest/workbench.ts";
import type {Results} from "./results/results.ts";
import type {ScoringEngine} from "./scoring/engine.ts";
import {createScoring, type Scoring} from "./scoring/scoring.ts";
import {takeOver} from "./scoring/takeOver.ts";
import type {Workbench} from "./scoring/workbench.ts";
import {createAudience, EVERYONE, ROOMS} from "./socket/audience.ts";
import {isCommand, serveSockets} from "./socket/commands.ts";
import type {Io} from "./socket/types.ts";

export interface AppParts {
  /** Computes what is asked; a fake in tests. */
  engine: ScoringEngine;
  clients: ClientList;
  /** All clients with their scores, to search and to export; null when there are none. */
  scored?: ScoredSet | null;
  results: Results;
  /** The chain of decisions; closed with the app. */
  chain: ChainStore;
  /** What decisions are made from. */
  evidence: EvidenceSource;
  /** The cases that officers work on; closed with the app. */
  caseStore: CaseStore;
  /** The limits that hold now, which an approved proposal sets. */
  limits: CurrentLimits;
  /** Whether overrides count only when a second person has confirmed them. */
  secondPerson?: boolean;
  /** The notebooks that people keep; closed with the app. */
  notebookStore: NotebookStore;
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
  /** Whether /metrics tells of the process as well. */
  observesProcess?: boolean;
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly scoring: Scoring;
  /** Every route, and the least role that it is for. */
  readonly routes: readonly GuardedRoute[];
  /**
   * Makes another HTTP server that answers as this app does, sockets included, with the site's pages unless it is
   * for the API alone. It does not listen yet.
   */
  createListener(options?: {pages?: boolean}): Server;
  /** Ends sockets and the work in hand, then closes the results. */
  close(): Promise<void>;
}

/** Bytes of one message of a socket; commands are far smaller. */
const MAX_FRAME = 100_000;

/** What browsers let pages of other sites ask, with a token and without cookies. */
const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  exposedHeaders: ["x-request-id", "x-truncated", "retry-after"],
  maxAge: 600
});

/** Creates the whole server from its parts. It listens nowhere and takes up what an earlier process left undone. */
export async function createApp(parts: AppParts): Promise<App> {
  const {engine, clients, results, clock, log, newId, pages, random, demoClients, basePath = ""} = parts;
  const {replicas = null} = parts;
  const {access = OPEN_ACCESS, doors = createDoors(), language = "en", scored = null, version} = parts;
  let connections = 0;
  const scoring = createScoring({
    ...{engine, results, clock, log, newId},
    connections: () => connections,
    noteEnd: (kind, status) => metrics.job(kind, status)
  });
  const notebooks = createNotebooks({store: parts.notebookStore, clock});
  const {chain, evidence, limits, secondPerson = false} = parts;
  const decisions = createDecisions({chain, evidence, clock, secondPerson});
  const policies = createPolicies({chain, limits, policy: () => evidence.policy(), clock});
  await policies.restore();
  const {caseStore, workbench, queries} = parts;
  const cases = createCases({store: caseStore, engine, workbench, decisions, clock, log});
  const queue = createWorkQueue({store: caseStore, results, queries, policy: () => evidence.policy()});
  let draining = false;
  const forApi = new WeakSet<IncomingMessage>();
  const pagesFor = ({raw}: {raw: IncomingMessage}) => (forApi.has(raw) ? null : pages);
  const fastify = createFastify(log, newId, parts.trustedProxies);
  const metrics = createMetrics(
    fastify,
    {
      model: () => engine.model,
      version,
      waiting: () => scoring.waiting(),
      sockets: () => (closers.length > 0 ? io.engine.clientsCount : 0)
    },
    parts.observesProcess ?? false
  );
  if (doors.allowedOrigins.length > 0) await fastify.register(cors, corsFor(doors.allowedOrigins));
  const hasPages = (request: {raw: IncomingMessage}) => pagesFor(request) !== null;
  const {routes, countAttempt} = await useGate(fastify, {access, doors, hasPages, language});
  if (parts.rateLimit) await limitRates(fastify, parts.rateLimit);
  useJsonBodies(fastify);
  refuseUnknownParameters(fastify);
  answerOnce(fastify, {clock});
  tagAnswers(fastify);
  compressAnswers(fastify);
  const methodsOf = noteMethods(fastify);
  fastify.addSchema(scoreSchema);
  fastify.addSchema(explanationSchema);
  fastify.addSchema(configSchema);
  await useOpenApi(fastify, {version, basePath});
  await fastify.register(serveSession, {access, countAttempt, language, basePath});
  await fastify.register(serveDocs);
  await fastify.register(serveMetrics, {metrics});
  await fastify.register(serveResources, {scoring});
  await fastify.register(serveClients, {clients, scoring, scored});
  if (scored) await fastify.register(serveExports, {scored});
  if (parts.workbench) {
    await fastify.register(serveWorkbench, {workbench: parts.workbench});
    await fastify.register(serveModelCard, {workbench: parts.workbench});
    await fastify.register(serveApplicants, {workbench: parts.workbench});
    await fastify.register(serveBatch, {engine, workbench: parts.workbench});
  }
  if (parts.queries) await fastify.register(serveQuery, {queries: parts.queries});
  await fastify.register(serveNotebooks, {notebooks});
  await fastify.register(serveDecisions, {decisions});
  await fastify.register(servePolicy, {policies});
  await fastify.register(serveAudit, {chain});
  await fastify.register(serveCases, {cases, queue});
  await fastify.register(serveHealth, {
    checks: {
      model: () => void engine.model,
      features: () => void clients.page(0, 1),
      results: () => results.check(),
      ...(!access.isOpen && {access: () => access.check()}),
      ...parts.checks
    },
    isDraining: () => draining
  });
  answerTheRest(fastify, {
    pagesFor,
    methodsOf,
    root: {name: "Scorebook", version, openapi: `${basePath}/openapi.json`, docs: `${basePath}/docs/`}
  });
  await fastify.ready();

  const maxSockets = Math.floor(connectionLimit() / 2);
  const io: Io = new IoServer({
    serveClient: false,
    maxHttpBufferSize: MAX_FRAME,
    connectTimeout: 10_000,
    ...(replicas && {adapter: replicas.adapter}),
    ...(doors.allowedOrigins.length > 0 && {cors: corsFor(doors.allowedOrigins)}),
    allowRequest: ({headers}, decide) => {
      const code = !doors.takesHost(headers.host)
        ? "HOST_REFUSED"
        : !doors.takesOrigin(headers)
          ? "ORIGIN_REFUSED"
          : io.engine.clientsCount >= maxSockets
            ? "TOO_BUSY"
            : null;
      decide(code, code === null);
    }
  });
  const socketGate = useSocketGate(io, {access, clock, newId, countAttempt});
  measureCommands({io, metrics, clock, isKnown: isCommand});
  const audience = createAudience(io, (count) => metrics.dropped("fact", count));
  const live = createLive({
    engine,
    clock,
    send: (batch) => {
      metrics.dropped("live", batch.dropped);
      audience.tell(ROOMS.live, "live:batch", batch);
    }
  });
  const demoFeed = demoClients().length > 0 ? createDemoFeed({clock, random, scoreOne}) : null;
  const stopFacts = serveSockets({
    ...{io, audience, scoring, notebooks, cases, replicas, live, demoFeed, clock, log, newId},
    stillHolds: socketGate.stillHolds
  });
  limits.onChange(() => {
    const {version, cutoff, refer = null} = evidence.policy();
    const shown = ({probability, score}: Limit) => ({probability, score});
    const fact = {version, cutoff: shown(cutoff), refer: refer && shown(refer)};
    audience.tell(EVERYONE, "policy:changed", fact);
  });

  function scoreOne() {
    try {
      const ids = demoClients();
      if (ids.length === 0) return;
      const clientId = ids[Math.floor(random() * ids.length)] as number;
      live.push(engine.compute("score", clientId), "demo");
    } catch (error) {
      log.warn({err: error}, "the demonstration stream missed a score");
    }
  }

  const closers: (() => Promise<void>)[] = [];
  const stopTakingOver = takeOver(scoring, clock, log);
  const stopFollowing = replicas ? followPolicy(policies, clock, log) : () => {};
  return {
    fastify,
    scoring,
    routes,
    createListener({pages: withPages = true} = {}) {
      const server = createServer(HTTP_OPTIONS, (request, response) => {
        if (!withPages) forApi.add(request);
        fastify.routing(request, response);
      });
      server.on("connection", () => connections++);
      if (closers.length === 0) io.attach(server);
      else io.engine.attach(server, {path: "/socket.io"});
      closers.push(guardListener(server, {basePath, newId}));
      return server;
    },
    async close() {
      draining = true;
      demoFeed?.close();
      socketGate.close();
      live.close();
      io.disconnectSockets(true);
      if (closers.length > 0) io.engine.close();
      await Promise.all(closers.map((close) => close()));
      stopTakingOver();
      stopFollowing();
      await scoring.stop();
      stopFacts();
      parts.queries?.close();
      await fastify.close();
      await results.close();
      await parts.notebookStore.close();
      chain.close();
      caseStore.close();
      if (replicas) await io.of("/").adapter.close();
      await replicas?.close();
      parts.dataset?.close();
    }
  };
}
