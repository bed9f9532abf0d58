import {errorToProblem, ScorebookError} from "../../src/core/errors.ts";
import type {Clock} from "../clock.ts";
import type {Connection, Io} from "../socket/types.ts";
import type {Access} from "./access.ts";
import type {Attempt} from "./gate.ts";

/** How often it is looked whether who opened a socket may still listen. */
export const LOOK_MS = 1000;

/** Keeps sockets to those who may open them. */
export interface SocketGate {
  /** Tells whether who opened a socket may still ask, and closes it if not. */
  stillHolds(socket: Connection): boolean;
  close(): void;
}

/**
 * Lets nobody open a socket without a cookie, a token in its `auth` or an Authorization header, and closes those whose
 * token is revoked or over: with their next command, or within a second where they only listen.
 */
export function useSocketGate(
  io: Io,
  parts: {
    access: Access;
    clock: Clock;
    newId: () => string;
    /** @throws RATE_LIMITED */
    countAttempt(attempt: Attempt): Promise<void>;
  }
): SocketGate {
  const {access, clock, newId, countAttempt} = parts;
  io.use(async (socket, next) => {
    const {auth, address} = socket.handshake;
    const {authorization, cookie} = socket.handshake.headers;
    const token = (auth as {token?: unknown} | undefined)?.token;
    const isAttempt = token !== undefined || authorization !== undefined;
    try {
      const identity = access.identify({authorization, cookie, ...(token !== undefined && {token})});
      if (!identity)
        throw new ScorebookError(
          "UNAUTHENTICATED",
          'This server asks who you are; open the socket with auth: {token: "sb_…"}, or sign in.'
        );
      socket.data.identity = identity;
      socket.data.caller = identity.caller;
      next();
    } catch (refusal) {
      const counted = isAttempt ? countAttempt({ip: address}) : Promise.resolve();
      const error = await counted.then(
        () => refusal,
        (tooMany: unknown) => tooMany
      );
      const problem = errorToProblem(error, newId());
      next(Object.assign(new Error(problem.code), {data: problem}));
    }
  });

  function stillHolds(socket: Connection): boolean {
    let holds = false;
    try {
      holds = access.holds(socket.data.identity);
    } catch {
      holds = false;
    }
    if (!holds) socket.disconnect(true);
    return holds;
  }

  let cancel = () => {};
  function look() {
    for (const socket of io.sockets.sockets.values()) stillHolds(socket);
    cancel = clock.after(LOOK_MS, look);
  }
  if (!access.isOpen) cancel = clock.after(LOOK_MS, look);
  return {stillHolds, close: () => cancel()};
}
