import {createServer, type Server, type Socket} from "node:net";
import {type Message, onMessages, send} from "./lines.ts";
import {type Machine, machineName} from "./list.ts";

/** What one who meets the others is told. */
export interface MeetingEvents {
  /** All are there, and this machine has this place. */
  onGo(rank: number): void;
  /** It cannot go on, or not any more. */
  onStop(reason: string): void;
}

/** Of one machine among those that train together. */
export interface Meeting {
  /** Tells the others that the training ended well here, so that they do not miss this machine. */
  leave(): void;
}

/**
 * Listens on a port of this machine; null when another program does.
 * LightGBM listens on all addresses, so this does as well.
 */
export const listenOn = (port: number): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(null) : reject(error)
    );
    server.listen(port, "0.0.0.0", () => resolve(server));
  });

/**
 * Leads the meeting as the first machine: gives each that comes a place, lets all go when the last has come, and tells
 * the others when one is lost.
 * @param task what is to be trained; who comes for something else stops everybody
 */
export function leadMeeting(
  server: Server,
  machines: readonly Machine[],
  task: string,
  waitMs: number,
  {onGo, onStop}: MeetingEvents
): Meeting {
  const members = new Map<number, Socket>();
  const ended = new Set<number>();
  let isOver = false;
  const close = () => {
    isOver = true;
    clearTimeout(timer);
    server.close();
  };
  const stop = (reason: string) => {
    if (isOver) return;
    close();
    for (const socket of members.values()) {
      send(socket, {say: "stop", reason});
      socket.end();
    }
    onStop(reason);
  };
  const timer = setTimeout(() => {
    const missing = machines.flatMap((machine, i) =>
      i === 0 || members.has(i) ? [] : [machineName(machine)]
    );
    stop(
      `${missing.join(", ")} did not come within ${waitMs / 1000} s; the same command was expected to be started there.`
    );
  }, waitMs);
  const admit = (socket: Socket, message: Message & {say: "hello"}) => {
    const rank = message.places.find((place) => place > 0 && machines[place] && !members.has(place));
    if (rank === undefined) {
      send(socket, {
        say: "stop",
        reason: "Every place of this machine in --machines is taken by another process."
      });
      return;
    }
    members.set(rank, socket);
    const name = machineName(machines[rank]!);
    socket.on("close", () => {
      if (!ended.has(rank)) stop(`The connection with ${name} was lost before the training ended.`);
    });
    if (message.task !== task)
      return stop(
        `${name} was started on other data or with other options; the same were expected everywhere.`
      );
    if (members.size < machines.length - 1) return;
    clearTimeout(timer);
    server.close();
    for (const [place, member] of members) send(member, {say: "go", rank: place});
    onGo(0);
  };
  server.on("connection", (socket) => {
    socket.setKeepAlive(true, 10_000);
    socket.on("error", () => {});
    onMessages(socket, (message) => {
      if (message.say === "hello") admit(socket, message);
      else if (message.say === "stop") stop(message.reason);
      else for (const [rank, member] of members) if (member === socket) ended.add(rank);
    });
  });
  return {
    leave() {
      close();
      for (const socket of members.values()) {
        send(socket, {say: "done"});
        socket.end();
      }
    }
  };
}
