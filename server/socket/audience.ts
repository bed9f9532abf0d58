import type {ServerToClient} from "../../src/core/protocol.ts";
import type {Connection, Io} from "./types.ts";

/** Rooms of those who asked for something: batches of the live desk, and facts as they happen. */
export const ROOMS = {
  live: "live",
  compact: "live:compact",
  score: "facts:score",
  explanation: "facts:explanation"
} as const;
/** The room of every socket, for what concerns all. */
export const EVERYONE = "everyone";
/** The same sockets, those of other replicas too, for what one replica alone knows of. */
export const ALL_REPLICAS = "all-replicas";
/** Those who watch the live desk, on whatever replica. */
export const DESK = "desk";
/** Those who have the work queue open, on whatever replica. */
export const QUEUE = "queue";
export type Room =
  | (typeof ROOMS)[keyof typeof ROOMS]
  | typeof EVERYONE
  | typeof ALL_REPLICAS
  | typeof DESK
  | typeof QUEUE
  | `notebook:${string}`
  | `case:${string}`
  | `search:${string}`;

const OWN = new Set<Room>([...Object.values(ROOMS), EVERYONE]);
/** Each replica looks at the journals that its own sockets follow. */
const isOwn = (room: Room) => OWN.has(room) || room.startsWith("search:");

/** Bytes that may wait for a socket that does not read; about ten answers of the largest kind. */
export const UNREAD_LIMIT = 1_048_576;
/** Beyond this a socket is closed: what other replicas send to a room knows nothing of this limit. */
const CLOSED_LIMIT = 16 * UNREAD_LIMIT;

/** Those who asked for facts. */
export interface Audience {
  /** Follows a socket that has just connected. */
  follow(socket: Connection): void;
  /** Tells whether so much waits for a socket that nothing more may be sent to it. */
  isBehind(socket: Connection): boolean;
  /** Tells whether anybody on this replica is in a room, for what is worth making for somebody only. */
  has(room: Room): boolean;
  /**
   * Sends to a room; a socket that is behind misses it, and is told how much it missed once it reads again. Facts and
   * batches go to this replica's sockets, for each replica is told of the others' facts; all else goes to every replica.
   */
  tell<E extends keyof ServerToClient>(room: Room, event: E, ...body: Parameters<ServerToClient[E]>): void;
}

interface Link {
  unread(): number;
  missed: number;
  /** The rooms that it missed something of; it is in few. */
  rooms: Set<Room>;
}

/** Creates the audience of a socket server; `dropped` is told how many sockets missed a fact. */
export function createAudience(io: Io, dropped: (count: number) => void = () => {}): Audience {
  const links = new WeakMap<Connection, Link>();
  const isBehind = (socket: Connection) => (links.get(socket)?.unread() ?? 0) > UNREAD_LIMIT;

  /** Tells a socket that reads again what it missed: how much, and of what, so that it can ask for that anew. */
  function catchUp(socket: Connection) {
    const link = links.get(socket);
    if (!link || link.missed === 0 || isBehind(socket)) return;
    const fact = {count: link.missed, rooms: [...link.rooms]};
    link.missed = 0;
    link.rooms.clear();
    socket.emit("facts:dropped", fact);
  }

  return {
    follow(socket) {
      const unread = countUnread(socket);
      links.set(socket, {unread, missed: 0, rooms: new Set()});
      void socket.join([EVERYONE, ALL_REPLICAS]);
      const watch = () => socket.conn.transport.on("drain", () => catchUp(socket));
      watch();
      socket.conn.on("upgrade", watch);
      socket.conn.on("packetCreate", () => {
        if (unread() > CLOSED_LIMIT) socket.conn.close(true);
      });
    },
    isBehind,
    has: (room) => io.sockets.adapter.rooms.has(room),
    tell(room, event, ...body) {
      const behind: string[] = [];
      for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
        const socket = io.sockets.sockets.get(id);
        const link = socket && links.get(socket);
        if (!link) continue;
        if (isBehind(socket)) {
          link.missed++;
          link.rooms.add(room);
          behind.push(id);
        } else catchUp(socket);
      }
      if (behind.length > 0) dropped(behind.length);
      const reached = isOwn(room) ? io.local : io;
      reached
        .to(room)
        .except(behind)
        .emit(event, ...body);
    }
  };
}

/** Counts the bytes that a socket was sent and that its connection has not taken. */
function countUnread({conn}: Connection): () => number {
  let waiting = 0;
  let leaving = 0;
  conn.on("packetCreate", ({data}: {data?: string | Buffer}) => {
    waiting += data?.length ?? 0;
  });
  conn.on("flush", () => {
    leaving = waiting;
    waiting = 0;
  });
  return () => waiting + (conn.transport.writable ? 0 : leaving);
}
