import {includesRole, type Role} from "../../src/core/access/roles.ts";
import {errorToProblem, type Issue, ScorebookError} from "../../src/core/errors.ts";
import type {Ack, ClientToServer} from "../../src/core/protocol.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import {cut, shown} from "../../src/core/shown.ts";
import {nameOf} from "../access/caller.ts";
import {forbidden} from "../access/gate.ts";
import type {Cases} from "../cases/cases.ts";
import type {Clock} from "../clock.ts";
import type {DemoFeed} from "../live/demoFeed.ts";
import type {Live} from "../live/live.ts";
import type {Log} from "../log.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import {type RelayedFact, type Replicas, relayFacts} from "../redis/replicas.ts";
import {checkClientId} from "../scoring/clientId.ts";
import type {JobKind} from "../scoring/engine.ts";
import type {Fact, Scoring} from "../scoring/scoring.ts";
import type {Studies} from "../search/studies.ts";
import {BURST, createAllowance, PER_SECOND} from "./allowance.ts";
import {type Audience, ROOMS} from "./audience.ts";
import {createCaseCommands} from "./cases.ts";
import {createDeskPresence} from "./deskPresence.ts";
import {createNotebookCommands} from "./notebooks.ts";
import {createQueueCommands} from "./queue.ts";
import {createSearchCommands} from "./search.ts";
import type {Connection, Io} from "./types.ts";

/** What a command costs of a socket's allowance, by the size of its answer. */
const COSTS: Record<keyof ClientToServer, number> = {
  "score:request": 1,
  "explain:request": 5,
  "live:subscribe": 50,
  "live:unsubscribe": 1,
  "notebook:join": 10,
  "notebook:leave": 1,
  "notebook:change": 20,
  "case:join": 20,
  "case:leave": 1,
  "case:change": 20,
  "search:join": 20,
  "search:leave": 1,
  "queue:join": 1,
  "queue:leave": 1
};
/** The least role that may give a command. */
export const COMMAND_ROLES: Record<keyof ClientToServer, Role> = {
  "score:request": "viewer",
  "explain:request": "viewer",
  "live:subscribe": "viewer",
  "live:unsubscribe": "viewer",
  "notebook:join": "viewer",
  "notebook:leave": "viewer",
  "notebook:change": "analyst",
  "case:join": "analyst",
  "case:leave": "analyst",
  "case:change": "officer",
  "search:join": "viewer",
  "search:leave": "viewer",
  "queue:join": "analyst",
  "queue:leave": "analyst"
};

/** Tells whether an event is a command that sockets may send. */
export const isCommand = (event: string): boolean => Object.hasOwn(COSTS, event);
/** Characters of a name that somebody gives. */
const MAX_NAME = 60;
const FACTS = ["score", "explanation"] as const satisfies JobKind[];

/** Connects the socket commands to the handler and tells the facts to those who asked. Answers how to undo it. */
export function serveSockets(parts: {
  io: Io;
  audience: Audience;
  scoring: Scoring;
  notebooks: Notebooks;
  cases: Cases;
  studies: Studies;
  replicas: Replicas | null;
  live: Live;
  /** null when there is no demonstration stream on this data. */
  demoFeed: DemoFeed | null;
  clock: Clock;
  log: Log;
  newId: () => string;
  /** Tells whether who opened a socket may still ask, and closes it if not. */
  stillHolds: (socket: Connection) => boolean;
}): () => void {
  const {io, audience, scoring, notebooks, cases, replicas, live, demoFeed, clock, log, newId, stillHolds} =
    parts;

  const deskPresence = createDeskPresence({io, audience, clock});
  const notebookCommands = createNotebookCommands({io, audience, notebooks});
  const caseCommands = createCaseCommands({io, audience, cases});
  const queueCommands = createQueueCommands({audience, cases, clock});
  const searchCommands = createSearchCommands({io, audience, studies: parts.studies, clock, log});

  function countViewers() {
    const {rooms} = io.sockets.adapter;
    const ids = [...(rooms.get(ROOMS.live) ?? []), ...(rooms.get(ROOMS.compact) ?? [])];
    const sockets = ids.map((id) => io.sockets.sockets.get(id));
    live.setViewers(sockets.length);
    demoFeed?.setViewers(sockets.filter((socket) => socket?.data.demo).length);
  }

  /** Answers a command with what `work` gives, or with its problem. Without a callback there is nobody to answer. */
  async function answer<T>(ack: unknown, work: () => T | Promise<T>) {
    const reply = typeof ack === "function" ? (ack as (answer: Ack<T>) => void) : () => {};
    try {
      reply({ok: true, body: await work()});
    } catch (error) {
      const requestId = newId();
      if (!(error instanceof ScorebookError)) log.error({err: error, requestId}, "a command failed");
      reply({ok: false, problem: errorToProblem(error, requestId)});
    }
  }

  /** Lets a command through when its socket reads its answers and does not ask too much. */
  function guard(socket: Connection) {
    const allow = createAllowance(clock);
    socket.conn.on("data", (data: unknown) => {
      if (typeof data !== "string") socket.conn.close(true);
    });
    socket.use(([event, ...args], next) => {
      if (!stillHolds(socket)) return;
      if (audience.isBehind(socket)) {
        log.warn({socket: socket.id}, "a socket that does not read its answers was closed");
        return void socket.conn.close(true);
      }
      const refusal = refuse(event, allow) ?? refuseRole(socket, event as keyof ClientToServer);
      if (!refusal) return next();
      const [, ack] = command(args);
      void answer(ack, () => {
        throw refusal;
      });
    });
  }

  io.on("connection", (socket: Connection) => {
    audience.follow(socket);
    guard(socket);
    for (const [event, kind] of [
      ["score:request", "score"],
      ["explain:request", "explanation"]
    ] as const)
      socket.on(event, (...args: unknown[]) => {
        const [request, ack] = command(args);
        return answer(ack, () => {
          const own = (fact: Fact) => void (socket.rooms.has(ROOMS[kind]) || tellOne(socket, fact));
          return scoring.run(kind, checkClientId(request), own);
        });
      });
    socket.on("live:subscribe", (...args: unknown[]) => {
      const [request, ack] = command(args);
      return answer(ack, async () => {
        const {demo, facts, name, form} = checkSubscription(request);
        socket.data.demo = demo && demoFeed !== null;
        await socket.join(form === "compact" ? ROOMS.compact : ROOMS.live);
        await socket.leave(form === "compact" ? ROOMS.live : ROOMS.compact);
        for (const kind of FACTS)
          await (facts.includes(kind) ? socket.join(ROOMS[kind]) : socket.leave(ROOMS[kind]));
        countViewers();
        await deskPresence.enter(socket, nameOf(socket.data.caller, name));
        return live.state(socket.data.demo);
      });
    });
    socket.on("live:unsubscribe", (...args: unknown[]) => {
      const [, ack] = command(args);
      return answer(ack, async () => {
        for (const room of Object.values(ROOMS)) await socket.leave(room);
        await deskPresence.leave(socket);
        countViewers();
        return null;
      });
    });
    for (const event of ["notebook:join", "notebook:leave", "notebook:change"] as const)
      socket.on(event, (...args: unknown[]) => {
        const [request, ack] = command(args);
        return answer<unknown>(ack, () => notebookCommands[event](socket, request));
      });
    for (const event of ["case:join", "case:leave", "case:change"] as const)
      socket.on(event, (...args: unknown[]) => {
        const [request, ack] = command(args);
        return answer<unknown>(ack, () => caseCommands[event](socket, request));
      });
    for (const event of ["search:join", "search:leave"] as const)
      socket.on(event, (...args: unknown[]) => {
        const [request, ack] = command(args);
        return answer<unknown>(ack, () => searchCommands[event](socket, request));
      });
    for (const event of ["queue:join", "queue:leave"] as const)
      socket.on(event, (...args: unknown[]) => {
        const [, ack] = command(args);
        return answer<unknown>(ack, () => queueCommands[event](socket));
      });
    socket.on("disconnect", () => {
      countViewers();
      deskPresence.left(socket);
      caseCommands.left(socket);
      notebookCommands.left(socket);
    });
  });

  function tellAll(fact: Fact) {
    if (fact.type === "started") {
      if (fact.kind === "score") audience.tell(ROOMS.score, "score:started", fact.accepted);
    } else if (fact.kind === "score") {
      audience.tell(ROOMS.score, "score:done", fact.body);
      live.push(fact.body, "request", fact.latencyMs);
    } else audience.tell(ROOMS.explanation, "explain:done", fact.body);
  }

  /** Tells what another replica did. An explanation is fetched only when somebody here asked for them. */
  function tellOfOthers(fact: RelayedFact) {
    if (fact.type !== "explained") return tellAll(fact);
    if (!io.sockets.adapter.rooms.has(ROOMS.explanation)) return;
    scoring.job(fact.job).then(
      ({result}) => void (result && audience.tell(ROOMS.explanation, "explain:done", result as Explanation)),
      (error) => log.warn({err: error, job: fact.job}, "an explanation of another replica could not be told")
    );
  }

  const relay = replicas && relayFacts(io, replicas, tellOfOthers);
  const stopFacts = scoring.onFact((fact) => {
    tellAll(fact);
    if (fact.type === "done") queueCommands.scored();
    relay?.(fact);
  });
  return () => {
    searchCommands.close();
    stopFacts();
  };
}

/** Tells a socket what became of its own command. */
function tellOne(socket: Connection, fact: Fact) {
  if (fact.type === "started") {
    if (fact.kind === "score") socket.emit("score:started", fact.accepted);
  } else if (fact.kind === "score") socket.emit("score:done", fact.body);
  else socket.emit("explain:done", fact.body);
}

function refuse(event: string, allow: (cost: number) => boolean): ScorebookError | null {
  if (!isCommand(event)) {
    const known = Object.keys(COSTS).join(", ");
    return new ScorebookError(
      "ROUTE_UNKNOWN",
      `There is no command ${cut(String(event), 60)}; expected one of ${known}.`
    );
  }
  if (allow(COSTS[event as keyof ClientToServer])) return null;
  return new ScorebookError(
    "RATE_LIMITED",
    `This socket asks too much; it may ask for ${BURST} scores at once and ${PER_SECOND} a second, or fewer larger answers.`
  );
}

function refuseRole({data}: Connection, event: keyof ClientToServer): ScorebookError | null {
  const needed = COMMAND_ROLES[event];
  return includesRole(data.caller.role, needed) ? null : forbidden(data.caller.role, needed);
}

/** Splits what came with an event: the request may be missing, the acknowledgement comes last. */
function command(args: unknown[]): [request: unknown, ack: unknown] {
  const ack = args.at(-1);
  return typeof ack === "function" ? [args.length > 1 ? args[0] : undefined, ack] : [args[0], undefined];
}

interface Subscription {
  demo: boolean;
  facts: readonly JobKind[];
  name: string;
  form: "full" | "compact";
}

function checkSubscription(request: unknown): Subscription {
  const given = (request ?? {}) as Record<"demoFeed" | "facts" | "name" | "form", unknown>;
  const {demoFeed = false, facts = ["score"], name = "", form = "full"} = given;
  if (typeof name !== "string" || name.length > MAX_NAME)
    throw refused("/name", `name is ${shown(name)}; expected a text of at most ${MAX_NAME} characters`);
  if (typeof demoFeed !== "boolean")
    throw refused("/demoFeed", `demoFeed is ${shown(demoFeed)}; expected true or false`);
  const isKnown = (kind: unknown): kind is JobKind => FACTS.includes(kind as JobKind);
  if (!Array.isArray(facts) || facts.length > FACTS.length || !facts.every(isKnown))
    throw refused("/facts", `facts is ${shown(facts)}; expected a list of "score", "explanation" or none`);
  if (form !== "full" && form !== "compact")
    throw refused("/form", `form is ${shown(form)}; expected "full" or "compact"`);
  return {demo: demoFeed, facts, name: name.trim(), form};
}

function refused(path: string, message: string): ScorebookError {
  const issue: Issue = {code: "REQUEST_INVALID", path, message};
  return new ScorebookError("REQUEST_INVALID", `${message}.`, [issue]);
}
