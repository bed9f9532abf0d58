import {createServer, type IncomingMessage, type Server} from "node:http";
import type {FastifyInstance} from "fastify";
import {Server as IoServer} from "socket.io";
import {LOCAL_CALLER} from "../src/core/access/roles.ts";
import {configSchema} from "../src/core/schema/config.ts";
import {explanationSchema} from "../src/core/schema/explanation.ts";
import {scoreSchema} from "../src/core/schema/score.ts";
import {noteCallers} from "./access/caller.ts";
import {serveExports} from "./clients/exports.ts";
import type {ScoredSet} from "./clients/scoredSet.ts";
import type {Clock} from "./clock.ts";
import type {Dataset} from "./data/dataset.ts";
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
import {isOwnOrigin} from "./origin.ts";
import {answerTheRest} from "./pages/fallback.ts";
import type {Pages} from "./pages/pages.ts";
import type {Queries} from "./query/queries.ts";
import {compressAnswers} from "./rest/answers/compress.ts";
import {tagAnswers} from "./rest/answers/etag.ts";
import {answerOnce} from "./rest/answers/idempotency.ts";
import {serveApplicants} from "./rest/applicants.ts";
import {serveBatch} from "./rest/batch.ts";
import {type ClientList, serveClients} from "./rest/clients.ts";
import {type Checks, serveHealth} from "./rest/health.ts";
import {useJsonBodies} from "./rest/jsonBody.ts";
import {noteMethods} from "./rest/methods.ts";
import {serveNotebooks} from "./rest/notebooks.ts";
import {useOpenApi} from "./rest/openapi.ts";
import {refuseUnknownParameters} from "./rest/queries.ts";
import {serveQuery} from "./rest/query.ts";
import {serveResources} from "./rest/resources.ts";
import {serveWorkbench} from "./rest/workbench.ts";
import type {Results} from "./results/results.ts";
import type {ScoringEngine} from "./scoring/engine.ts";
import {createScoring, type Scoring} from "./scoring/scoring.ts";
import type {Workbench} from "./scoring/workbench.ts";
import {createAudience, ROOMS} from "./socket/audience.ts";
import {isCommand, serveSockets} from "./socket/commands.ts";
import type {Io} from "./socket/types.ts";

export interface AppParts {
  /** Computes what is asked; a fake in tests. */
  engine: ScoringEngine;
  clients: ClientList;
  /** All clients with their scores, to search and to export; null when there are none. */
  scored?: ScoredSet | null;
  results: Results;
  /** The notebooks that people keep; closed with the app. */
  notebookStore: NotebookStore;
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
  /** The public name of this machine, from which pages may connect as well. */
  dns: string | null;
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

/** Creates the whole server from its parts. It listens nowhere and takes up what an earlier process left undone. */
export async function createApp(parts: AppParts): Promise<App> {
  const {engine, clients, results, clock, log, newId, pages, random, demoClients, dns, basePath = ""} = parts;
  const {scored = null, version} = parts;
  const scoring = createScoring({
    engine,
    results,
    clock,
    log,
    newId,
    noteEnd: (kind, status) => metrics.job(kind, status)
  });
  const notebooks = createNotebooks({store: parts.notebookStore, clock});
  let draining = false;
  const fastify = createFastify(log, newId);
  noteCallers(fastify);
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
  await fastify.register(serveDocs);
  await fastify.register(serveMetrics, {metrics});
  await fastify.register(serveResources, {scoring});
  await fastify.register(serveClients, {clients, scoring, scored});
  if (scored) await fastify.register(serveExports, {scored});
  if (parts.workbench) {
    await fastify.register(serveWorkbench, {workbench: parts.workbench});
    await fastify.register(serveApplicants, {workbench: parts.workbench});
    await fastify.register(serveBatch, {engine, workbench: parts.workbench});
  }
  if (parts.queries) await fastify.register(serveQuery, {queries: parts.queries});
  await fastify.register(serveNotebooks, {notebooks});
  await fastify.register(serveHealth, {
    checks: {
      model: () => void engine.model,
      features: () => void clients.page(0, 1),
      results: () => results.check(),
      ...parts.checks
    },
    isDraining: () => draining
  });
  const forApi = new WeakSet<IncomingMessage>();
  answerTheRest(fastify, {
    pagesFor: ({raw}) => (forApi.has(raw) ? null : pages),
    methodsOf,
    root: {name: "Scorebook", version, openapi: `${basePath}/openapi.json`, docs: `${basePath}/docs/`}
  });
  await fastify.ready();

  const maxSockets = Math.floor(connectionLimit() / 2);
  const io: Io = new IoServer({
    serveClient: false,
    maxHttpBufferSize: MAX_FRAME,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const own = isOwnOrigin(request.headers, dns);
      const full = io.engine.clientsCount >= maxSockets;
      decide(own ? (full ? "TOO_BUSY" : null) : "ORIGIN_REFUSED", own && !full);
    }
  });
  io.use((socket, next) => {
    socket.data.caller = LOCAL_CALLER;
    next();
  });
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
  const stopFacts = serveSockets({io, audience, scoring, notebooks, live, demoFeed, clock, log, newId});

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
  scoring.resume();
  return {
    fastify,
    scoring,
    createListener({pages: withPages = true} = {}) {
      const server = createServer(HTTP_OPTIONS, (request, response) => {
        if (!withPages) forApi.add(request);
        fastify.routing(request, response);
      });
      if (closers.length === 0) io.attach(server);
      else io.engine.attach(server, {path: "/socket.io"});
      closers.push(guardListener(server, {basePath, newId}));
      return server;
    },
    async close() {
      draining = true;
      demoFeed?.close();
      live.close();
      io.disconnectSockets(true);
      if (closers.length > 0) io.engine.close();
      await Promise.all(closers.map((close) => close()));
      await scoring.stop();
      stopFacts();
      parts.queries?.close();
      await fastify.close();
      results.close();
      parts.notebookStore.close();
      parts.dataset?.close();
    }
  };
}
