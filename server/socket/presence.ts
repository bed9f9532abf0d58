import type {Room} from "./audience.ts";
import type {Connection, Io} from "./types.ts";

/** What a socket can have open with others, one of each kind at a time, under a name. */
export type Slot = "notebook" | "case";

/** Who has what open. */
export interface Presence {
  /** Opens something in the place of what the socket had open, and tells all who have it open who they are. */
  enter(socket: Connection, id: string, name: string): Promise<void>;
  leave(socket: Connection): Promise<void>;
  /** Tells the others that a socket is gone. */
  left(socket: Connection): void;
  /** The names of all who have something open, on whatever replica, in the order in which they came. */
  people(id: string): Promise<string[]>;
}

/** Creates the presence of one kind of live document. */
export function createPresence(parts: {
  io: Io;
  slot: Slot;
  /** Tells those who have something open that they are these people. */
  tell: (id: string, people: string[]) => void;
}): Presence {
  const {io, slot, tell} = parts;
  const roomOf = (id: string): Room => `${slot}:${id}`;

  async function people(id: string): Promise<string[]> {
    const sockets = await io
      .in(roomOf(id))
      .fetchSockets()
      .catch(() => io.local.in(roomOf(id)).fetchSockets());
    return sockets
      .flatMap(({data}) => data[slot] ?? [])
      .sort((a, b) => a.sinceMs - b.sinceMs)
      .map(({name}) => name);
  }

  const tellAll = async (id: string) => tell(id, await people(id));

  async function leave(socket: Connection) {
    const open = socket.data[slot];
    if (!open) return;
    delete socket.data[slot];
    await socket.leave(roomOf(open.id));
    void tellAll(open.id);
  }

  return {
    people,
    async enter(socket, id, name) {
      if (socket.data[slot]?.id !== id) await leave(socket);
      const open = socket.data[slot];
      socket.data[slot] = {id, name, sinceMs: open?.sinceMs ?? Date.now()};
      await socket.join(roomOf(id));
      await tellAll(id);
    },
    leave,
    left(socket) {
      const open = socket.data[slot];
      if (open) void tellAll(open.id);
    }
  };
}
