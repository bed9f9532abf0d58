import {createServer, type IncomingMessage, type Server} from "node:http";
import Fastify, {type FastifyInstance, LogController} from "fastify";
import {Server as IoServer} from "socket.io";
import {configSchema} from "../src/core/schema/config.ts";
import {explanationSchema} from "../src/core/schema/explanation.ts";
import {scoreSchema} from "../src/core/schema/score.ts";
import type {Clock} from "./clock.ts";
import {createDemoFeed} from "./live/demoFeed.ts";
import {createLive} from "./live/live.ts";
import type {Log} from "./log.ts";
import {isOwnOrigin} from "./origin.ts";
import type {Pages} from "./pages/pages.ts";
import type {Queries} from "./query/queries.ts";
import {type ClientList, serveClients} from "./rest/clients.ts";
import {serveHealth} from "./rest/health.ts";
import {useOpenApi} from "./rest/openapi.ts";
import {routeUnknown, sendProblem, useProblems} from "./rest/problems.ts";
import {serveQuery} from "./rest/query.ts";
import {serveResources} from "./rest/resources.ts";
import {serveWorkbench} from "./rest/workbench.ts";
import type {Results} from "./results/results.ts";
import type {ScoringEngine} from "./scoring/engine.ts";
import {createScoring, type Scoring} from "./scoring/scoring.ts";
import type {Workbench} from "./scoring/workbench.ts";
import {type Io, LIVE_ROOM, serveSockets} from "./socket/commands.ts";
import {buildValidator} from "./validator.ts";

export interface AppParts {
  /** Computes what is asked; a fake in tests. */
  engine: ScoringEngine;
  clients: ClientList;
  results: Results;
  clock: Clock;
  log: Log;
  /** Uniform in [0, 1). */
  random: () => number;
  /** A fresh id for jobs and requests. */
  newId: () => string;
  /** What else can be asked of a client; null when neither raw history nor plan are there. */
  workbench: Workbench | null;
  /** Answers SQL; null when there are no tables. */
  queries: Queries | null;
  /** The built site; null when this app has no pages. */
  pages: Pages | null;
  /** Clients of the demonstration stream, drawn at random; empty for none. */
  demoClients: readonly number[] | Int32Array;
  /** The public name of this machine, from which pages may connect as well. */
  dns: string | null;
  version: string;
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly scoring: Scoring;
  /** Makes another HTTP server that answers as this app does, sockets included. It does not listen yet. */
  createListener(): Server;
  /** Ends sockets and the work in hand, then closes the results. */
  close(): Promise<void>;
}

const API_PATHS = /^\/(compute|explainer|v1|health|problems|schemas|openapi\.json|socket\.io)(\/|$)/;

/** Creates the whole server from its parts. It listens nowhere and takes up what an earlier process left undone. */
export async function createApp(parts: AppParts): Promise<App> {
  const {engine, clients, results, clock, log, newId, pages, random, demoClients, dns} = parts;
  const scoring = createScoring({engine, results, clock, log, newId});
  const fastify = createFastify(log, newId);
  useProblems(fastify);
  fastify.addSchema(scoreSchema);
  fastify.addSchema(explanationSchema);
  fastify.addSchema(configSchema);
  await useOpenApi(fastify, parts.version);
  fastify.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
    reply.header("x-content-type-options", "nosniff");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  await fastify.register(serveResources, {scoring});
  await fastify.register(serveClients, {clients, scoring});
  if (parts.workbench) await fastify.register(serveWorkbench, {workbench: parts.workbench});
  if (parts.queries) await fastify.register(serveQuery, {queries: parts.queries});
  await fastify.register(serveHealth, {
    checks: {
      model: () => void engine.model,
      features: () => void clients.page(0, 1),
      results: () => results.check()
    }
  });
  fastify.setNotFoundHandler((request, reply) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const path = request.url.split("?", 1)[0] as string;
    if (!pages || !isRead || API_PATHS.test(path)) return sendProblem(reply, routeUnknown(request));
    reply.hijack();
    pages.handle(request.raw, reply.raw);
  });
  if (!pages) {
    fastify.get("/", {schema: {hide: true}}, async () => ({
      name: "Scorebook",
      version: parts.version,
      openapi: "/openapi.json"
    }));
  }
  await fastify.ready();

  const io: Io = new IoServer({
    serveClient: false,
    maxHttpBufferSize: 1e6,
    allowRequest: (request, decide) => {
      const own = isOwnOrigin(request.headers, dns);
      decide(own ? null : "ORIGIN_REFUSED", own);
    }
  });
  const live = createLive({engine, clock, send: (batch) => void io.to(LIVE_ROOM).emit("live:batch", batch)});
  const demoFeed = demoClients.length > 0 ? createDemoFeed({clock, random, scoreOne}) : null;
  const stopFacts = serveSockets({io, scoring, live, demoFeed, log, newId});

  function scoreOne() {
    try {
      const clientId = demoClients[Math.floor(random() * demoClients.length)] as number;
      live.push(engine.compute("score", clientId), "demo");
    } catch (error) {
      log.warn({err: error}, "the demonstration stream missed a score");
    }
  }

  const servers: Server[] = [];
  scoring.resume();
  return {
    fastify,
    scoring,
    createListener() {
      const server = createServer((request, response) => fastify.routing(request, response));
      if (servers.length === 0) io.attach(server);
      else io.engine.attach(server, {path: "/socket.io", destroyUpgrade: true});
      servers.push(server);
      return server;
    },
    async close() {
      demoFeed?.close();
      live.close();
      io.disconnectSockets(true);
      if (servers.length > 0) io.engine.close();
      await Promise.all(servers.map(closeServer));
      await scoring.idle();
      stopFacts();
      parts.queries?.close();
      await fastify.close();
      results.close();
    }
  };
}

/** Creates the framework instance: slash or no slash at the end, ids of callers kept, bodies validated without coercion. */
export function createFastify(log: Log, newId: () => string): FastifyInstance {
  const fastify = Fastify({
    loggerInstance: log as FastifyInstance["log"],
    logController: new LogController({disableRequestLogging: true}),
    schemaController: {compilersFactory: {buildValidator}},
    routerOptions: {ignoreTrailingSlash: true, maxParamLength: 500},
    genReqId: ({headers}: IncomingMessage) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : newId();
    },
    frameworkErrors: (error, request, reply) =>
      void sendProblem(reply, error.code === "FST_ERR_BAD_URL" ? routeUnknown(request) : error),
    clientErrorHandler: (_error, socket) => {
      if (socket.writable)
        socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }
  });
  return fastify as unknown as FastifyInstance;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}
