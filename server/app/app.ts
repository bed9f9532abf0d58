import {createServer, type IncomingMessage, type Server} from "node:http";
import cors from "@fastify/cors";
import type {FastifyInstance} from "fastify";
import {OPEN_ACCESS} from "../access/access.ts";
import {createDoors} from "../access/doors.ts";
import {type GuardedRoute, useGate} from "../access/gate.ts";
import {createCases} from "../cases/cases.ts";
import {createWorkQueue} from "../cases/queue.ts";
import {createDecisions} from "../decisions/decisions.ts";
import {createFastify} from "../edge/framework.ts";
import {HTTP_OPTIONS} from "../edge/limits.ts";
import {guardListener} from "../edge/listener.ts";
import {limitRates} from "../edge/rateLimit.ts";
import {createMetrics} from "../metrics/metrics.ts";
import {followPromotions} from "../models/follow.ts";
import {createPromotions} from "../models/promotions.ts";
import {createNotebooks} from "../notebooks/notebooks.ts";
import {answerTheRest} from "../pages/fallback.ts";
import {followPolicy} from "../policy/follow.ts";
import {createPolicies} from "../policy/policies.ts";
import {compressAnswers} from "../rest/answers/compress.ts";
import {tagAnswers} from "../rest/answers/etag.ts";
import {answerOnce} from "../rest/answers/idempotency.ts";
import {createKeptAnswers} from "../rest/answers/keptAnswers.ts";
import {useJsonBodies} from "../rest/jsonBody.ts";
import {noteMethods} from "../rest/methods.ts";
import {refuseUnknownParameters} from "../rest/queries.ts";
import {createScoring, type Scoring} from "../scoring/scoring.ts";
import {takeOver} from "../scoring/takeOver.ts";
import {corsFor} from "./cors.ts";
import type {AppParts} from "./parts.ts";
import {serveRoutes} from "./routes.ts";
import {openSockets} from "./sockets.ts";

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

/** Creates the whole server from its parts. It listens nowhere and takes up what an earlier process left undone. */
export async function createApp(parts: AppParts): Promise<App> {
  const {engine, results, chain, evidence, limits, clock, log, newId, pages, version} = parts;
  const {
    access = OPEN_ACCESS,
    doors = createDoors(),
    language = "en",
    basePath = "",
    replicas = null
  } = parts;
  let connections = 0;
  const scoring = createScoring({
    ...{engine, results, clock, log, newId},
    connections: () => connections,
    noteEnd: (kind, status) => metrics.job(kind, status)
  });
  const notebooks = createNotebooks({store: parts.notebookStore, clock});
  const decisions = createDecisions({chain, evidence, clock, secondPerson: parts.secondPerson ?? false});
  const policies = createPolicies({chain, limits, policy: () => evidence.policy(), clock});
  await policies.restore();
  const promotions = parts.models ? createPromotions({slot: parts.models, chain, clock}) : null;
  await promotions?.restore();
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
      sockets: () => sockets.count()
    },
    parts.observesProcess ?? false
  );
  if (doors.allowedOrigins.length > 0) await fastify.register(cors, corsFor(doors.allowedOrigins));
  const hasPages = (request: {raw: IncomingMessage}) => pagesFor(request) !== null;
  const {routes, countAttempt} = await useGate(fastify, {access, doors, hasPages, language});
  if (parts.rateLimit) await limitRates(fastify, parts.rateLimit, parts.rates);
  useJsonBodies(fastify);
  refuseUnknownParameters(fastify);
  const keptAnswers = parts.keptAnswers ?? createKeptAnswers({clock});
  answerOnce(fastify, keptAnswers);
  tagAnswers(fastify);
  compressAnswers(fastify);
  const methodsOf = noteMethods(fastify);
  await serveRoutes(fastify, parts, {
    ...{
      access,
      language,
      basePath,
      metrics,
      scoring,
      notebooks,
      decisions,
      policies,
      promotions,
      cases,
      queue,
      countAttempt
    },
    isDraining: () => draining
  });
  answerTheRest(fastify, {
    pagesFor,
    methodsOf,
    root: {name: "Scorebook", version, openapi: `${basePath}/openapi.json`, docs: `${basePath}/docs/`}
  });
  await fastify.ready();

  const sockets = openSockets(parts, {
    ...{access, doors, metrics, scoring, notebooks, cases, policies, promotions, countAttempt}
  });
  const closers: (() => Promise<void>)[] = [];
  const stopTakingOver = takeOver(scoring, clock, log);
  const stopFollowing = replicas ? followPolicy(policies, clock, log) : () => {};
  const stopPromotions = promotions ? followPromotions(promotions, clock, log) : () => {};
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
      sockets.attach(server);
      closers.push(guardListener(server, {basePath, newId}));
      return server;
    },
    async close() {
      draining = true;
      sockets.close();
      await Promise.all(closers.map((close) => close()));
      stopTakingOver();
      stopFollowing();
      stopPromotions();
      await scoring.stop();
      await parts.pool?.close();
      sockets.stopFacts();
      parts.queries?.close();
      await fastify.close();
      await results.close();
      await parts.notebookStore.close();
      chain.close();
      caseStore.close();
      keptAnswers.close();
      if (replicas) await sockets.leaveReplicas();
      await replicas?.close();
      parts.dataset?.close();
    }
  };
}
