import type {Server} from "node:http";
import {Server as IoServer} from "socket.io";
import type {Limit} from "../../src/core/credit/policy.ts";
import {compactBatch} from "../../src/core/live/compactBatch.ts";
import type {Access} from "../access/access.ts";
import type {Doors} from "../access/doors.ts";
import type {Attempt} from "../access/gate.ts";
import {useSocketGate} from "../access/sockets.ts";
import type {Cases} from "../cases/cases.ts";
import {socketLimit} from "../edge/limits.ts";
import {createDemoFeed} from "../live/demoFeed.ts";
import {createLive} from "../live/live.ts";
import {measureCommands} from "../metrics/commands.ts";
import type {Metrics} from "../metrics/metrics.ts";
import type {Promotions} from "../models/promotions.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import type {Policies} from "../policy/policies.ts";
import type {Scoring} from "../scoring/scoring.ts";
import {NO_STUDIES} from "../search/studies.ts";
import {ALL_REPLICAS, createAudience, EVERYONE, ROOMS} from "../socket/audience.ts";
import {isCommand, serveSockets} from "../socket/commands.ts";
import type {Io} from "../socket/types.ts";
import {corsFor} from "./cors.ts";
import type {AppParts} from "./parts.ts";

/** Bytes of one message of a socket; commands are far smaller. */
const MAX_FRAME = 100_000;

/** The live half of the server. */
export interface Sockets {
  /** How many are connected. */
  count(): number;
  /** Takes connections on another HTTP server as well. */
  attach(server: Server): void;
  /** Disconnects everybody. */
  close(): void;
  /** Leaves the other replicas. */
  leaveReplicas(): Promise<void>;
  /** Stops telling facts, once the jobs in hand have ended. */
  stopFacts(): void;
}

/** Opens the live half: commands in, facts, live batches and new limits out. It listens nowhere until attached. */
export function openSockets(
  {
    engine,
    clock,
    log,
    newId,
    random,
    demoClients,
    limits,
    evidence,
    studies = NO_STUDIES,
    replicas = null
  }: AppParts,
  parts: {
    access: Access;
    doors: Doors;
    metrics: Metrics;
    scoring: Scoring;
    notebooks: Notebooks;
    cases: Cases;
    policies: Policies;
    promotions: Promotions | null;
    /** @throws RATE_LIMITED */
    countAttempt(attempt: Attempt): Promise<void>;
  }
): Sockets {
  const {access, doors, metrics, scoring, notebooks, cases, policies, promotions, countAttempt} = parts;
  let isAttached = false;
  const maxSockets = socketLimit();
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
      if (audience.has(ROOMS.live)) audience.tell(ROOMS.live, "live:batch", batch);
      if (audience.has(ROOMS.compact)) audience.tell(ROOMS.compact, "live:compact", compactBatch(batch));
    }
  });
  const demoFeed = demoClients().length > 0 ? createDemoFeed({clock, random, scoreOne}) : null;
  const stopFacts = serveSockets({
    ...{io, audience, scoring, notebooks, cases, studies, replicas, live, demoFeed, clock, log, newId},
    stillHolds: socketGate.stillHolds
  });
  limits.onChange(() => {
    const {version, cutoff, refer = null} = evidence.policy();
    const shown = ({probability, score}: Limit) => ({probability, score});
    const fact = {version, cutoff: shown(cutoff), refer: refer && shown(refer)};
    audience.tell(EVERYONE, "policy:changed", fact);
  });
  policies.onProposal((proposal) => audience.tell(ALL_REPLICAS, "policy:proposal", proposal));
  promotions?.onChange((model) => audience.tell(EVERYONE, "model:changed", model));

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

  return {
    count: () => (isAttached ? io.engine.clientsCount : 0),
    attach(server) {
      if (isAttached) io.engine.attach(server, {path: "/socket.io"});
      else io.attach(server);
      isAttached = true;
    },
    close() {
      demoFeed?.close();
      socketGate.close();
      live.close();
      io.disconnectSockets(true);
      if (isAttached) io.engine.close();
    },
    stopFacts,
    leaveReplicas: async () => void (await io.of("/").adapter.close())
  };
}
