import type {Clock} from "../clock.ts";
import {type Audience, DESK} from "./audience.ts";
import type {Connection, Io} from "./types.ts";

/** So long after a change those who watch are told, once for all changes until then. */
export const TELL_AFTER_MS = 250;
/** So many names are told. */
const MAX_PEOPLE = 50;

/** Who watches the live desk, on whatever replica. */
export interface DeskPresence {
  enter(socket: Connection, name: string): Promise<void>;
  leave(socket: Connection): Promise<void>;
  /** Tells the others that a socket is gone. */
  left(socket: Connection): void;
}

/** Creates the presence at the live desk; all who watch are told of every coming and going. */
export function createDeskPresence(parts: {io: Io; audience: Audience; clock: Clock}): DeskPresence {
  const {io, audience, clock} = parts;
  let isDue = false;

  async function tell() {
    isDue = false;
    const sockets = await io
      .in(DESK)
      .fetchSockets()
      .catch(() => io.local.in(DESK).fetchSockets());
    const people = sockets.map(({data}) => data.desk ?? "").sort();
    audience.tell(DESK, "live:presence", {people: people.slice(0, MAX_PEOPLE)});
  }

  function tellSoon() {
    if (isDue) return;
    isDue = true;
    clock.after(TELL_AFTER_MS, () => void tell());
  }

  return {
    async enter(socket, name) {
      socket.data.desk = name;
      await socket.join(DESK);
      tellSoon();
    },
    async leave(socket) {
      if (socket.data.desk === undefined) return;
      delete socket.data.desk;
      await socket.leave(DESK);
      tellSoon();
    },
    left(socket) {
      if (socket.data.desk !== undefined) tellSoon();
    }
  };
}
