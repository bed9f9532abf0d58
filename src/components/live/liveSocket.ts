import {io, type Socket} from "socket.io-client";
import {wholeBatch} from "../../core/live/compactBatch.ts";
import type {Ack, ClientToServer, LiveState, ServerToClient} from "../../core/protocol.ts";
import type {Score} from "../../core/schema/score.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";
import type {Connection} from "./desk.ts";

export interface LiveListener {
  onConnection(connection: Connection): void;
  /** After every (re)connection: the state to go on from. */
  onJoin(state: LiveState, askedForDemo: boolean): void;
  onBatch: ServerToClient["live:batch"];
  onModel: ServerToClient["model:changed"];
  onPolicy: ServerToClient["policy:changed"];
  onPeople: ServerToClient["live:presence"];
}

export interface LiveSocket {
  /** Turns the demonstration stream on or off for this page. */
  setDemoFeed(demoFeed: boolean): void;
  /** Scores a client now; the answer is the score or the problem. */
  requestScore(clientId: number): Promise<Ack<Score>>;
  close(): void;
}

/** After so many failed attempts in a row the desk says "offline"; it goes on trying. */
const ATTEMPTS_UNTIL_OFFLINE = 3;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Connects the live desk to the server that the page came from and keeps it connected. With `demoFeed` it takes the
 * demonstration stream if there is one; only a wish made later is told when it cannot be met. `name` is who watches,
 * where nobody signs in.
 */
export function connectLive(
  listener: LiveListener,
  {demoFeed, name = ""}: {demoFeed: boolean; name?: string}
): LiveSocket {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    reconnectionDelayMax: 3000
  });
  let isAsked = false;
  let failures = 0;

  const subscribe = () => {
    const wanted = demoFeed;
    socket.emit("live:subscribe", {demoFeed: wanted, facts: [], name, form: "compact"}, (answer) => {
      const isOutdated = wanted !== demoFeed;
      if (answer.ok && !isOutdated) listener.onJoin(answer.body, wanted && isAsked);
    });
  };
  const failed = () => {
    failures++;
    if (failures >= ATTEMPTS_UNTIL_OFFLINE) listener.onConnection("offline");
  };

  socket.on("connect", () => {
    failures = 0;
    listener.onConnection("live");
    subscribe();
  });
  socket.on("disconnect", () => listener.onConnection("reconnecting"));
  socket.on("connect_error", failed);
  askToSignIn(socket);
  socket.on("live:compact", (batch) => listener.onBatch(wholeBatch(batch)));
  socket.on("model:changed", listener.onModel);
  socket.on("policy:changed", listener.onPolicy);
  socket.on("live:presence", listener.onPeople);

  return {
    setDemoFeed(on) {
      demoFeed = on;
      isAsked = true;
      if (socket.connected) subscribe();
    },
    requestScore: (clientId) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("score:request", {clientId}),
    close: () => void socket.close()
  };
}
