import type {Server as IoServer, Socket} from "socket.io";
import {errorToProblem, ScorebookError} from "../../src/core/errors.ts";
import type {Ack, ClientToServer, ServerToClient} from "../../src/core/protocol.ts";
import type {DemoFeed} from "../live/demoFeed.ts";
import type {Live} from "../live/live.ts";
import type {Log} from "../log.ts";
import {checkClientId} from "../scoring/clientId.ts";
import type {Scoring} from "../scoring/scoring.ts";

interface SocketData {
  /** Whether this socket asked for the demonstration stream. */
  demo?: boolean;
}
export type Io = IoServer<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
type Connection = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** The room of the live desk. */
export const LIVE_ROOM = "live";

/** Connects the socket commands to the handler and tells every socket the facts. Answers how to undo it. */
export function serveSockets(parts: {
  io: Io;
  scoring: Scoring;
  live: Live;
  /** null when there is no demonstration stream on this data. */
  demoFeed: DemoFeed | null;
  log: Log;
  newId: () => string;
}): () => void {
  const {io, scoring, live, demoFeed, log, newId} = parts;

  function countViewers() {
    const sockets = [...(io.sockets.adapter.rooms.get(LIVE_ROOM) ?? [])].map((id) =>
      io.sockets.sockets.get(id)
    );
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

  io.on("connection", (socket: Connection) => {
    socket.on("score:request", (...args: unknown[]) => {
      const [request, ack] = command(args);
      return answer(ack, () => scoring.run("score", checkClientId(request)));
    });
    socket.on("explain:request", (...args: unknown[]) => {
      const [request, ack] = command(args);
      return answer(ack, () => scoring.run("explanation", checkClientId(request)));
    });
    socket.on("live:subscribe", (...args: unknown[]) => {
      const [request, ack] = command(args);
      return answer(ack, async () => {
        socket.data.demo = checkDemoFeed(request) && demoFeed !== null;
        await socket.join(LIVE_ROOM);
        countViewers();
        return live.state(socket.data.demo);
      });
    });
    socket.on("live:unsubscribe", (...args: unknown[]) => {
      const [, ack] = command(args);
      return answer(ack, async () => {
        await socket.leave(LIVE_ROOM);
        countViewers();
        return null;
      });
    });
    socket.on("disconnect", countViewers);
  });

  return scoring.onFact((fact) => {
    if (fact.type === "started") {
      if (fact.kind === "score") io.emit("score:started", fact.accepted);
    } else if (fact.kind === "score") {
      io.emit("score:done", fact.body);
      live.push(fact.body, "request");
    } else io.emit("explain:done", fact.body);
  });
}

/** Splits what came with an event: the request may be missing, the acknowledgement comes last. */
function command(args: unknown[]): [request: unknown, ack: unknown] {
  const ack = args.at(-1);
  return typeof ack === "function" ? [args.length > 1 ? args[0] : undefined, ack] : [args[0], undefined];
}

function checkDemoFeed(request: unknown): boolean {
  const wanted = (request as {demoFeed?: unknown} | null | undefined)?.demoFeed ?? false;
  if (typeof wanted === "boolean") return wanted;
  const message = `demoFeed is ${JSON.stringify(wanted)}; expected true or false`;
  throw new ScorebookError("REQUEST_INVALID", `${message}.`, [
    {code: "REQUEST_INVALID", path: "/demoFeed", message}
  ]);
}
