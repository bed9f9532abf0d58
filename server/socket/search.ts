import {STUDY_NAME, type StudyAnswer, type StudyTrial} from "../../src/core/schema/study.ts";
import {shownTrial} from "../../src/core/search/shownStudy.ts";
import type {FrozenTrial} from "../../src/core/search/trial.ts";
import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import type {Studies} from "../search/studies.ts";
import type {Audience, Room} from "./audience.ts";
import {requestOf} from "./checked.ts";
import type {Connection, Io} from "./types.ts";

/** How often a journal that somebody follows is looked at. */
const EVERY_MS = 500;

const joinOf = requestOf<{name: string}>({
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {name: {type: "string", pattern: STUDY_NAME}}
});

/** The commands about searches. */
export interface SearchCommands {
  "search:join"(socket: Connection, request: unknown): Promise<StudyAnswer>;
  "search:leave"(socket: Connection, request: unknown): Promise<null>;
  close(): void;
}

/**
 * Creates the commands about searches. A search writes its journal in a process of its own, so the journals that
 * somebody follows are looked at, and the trials that changed are told.
 */
export function createSearchCommands({
  io,
  audience,
  studies,
  clock,
  log
}: {
  io: Io;
  audience: Audience;
  studies: Studies;
  clock: Clock;
  log: Log;
}): SearchCommands {
  const followed = new Map<string, readonly FrozenTrial[]>();
  let cancel: (() => void) | undefined;
  const roomOf = (name: string): Room => `search:${name}`;

  const look = () => {
    for (const [name, before] of followed) {
      if (!io.sockets.adapter.rooms.has(roomOf(name))) {
        followed.delete(name);
        continue;
      }
      try {
        const {study, summary} = studies.follow(name);
        const changed: StudyTrial[] = study.trials.filter((trial, i) => trial !== before[i]).map(shownTrial);
        followed.set(name, [...study.trials]);
        if (changed.length > 0)
          audience.tell(roomOf(name), "search:progress", {study: summary, trials: changed});
      } catch (error) {
        log.warn({err: error, study: name}, "a study that is followed could not be read");
      }
    }
    cancel = followed.size > 0 ? clock.after(EVERY_MS, look) : undefined;
  };

  const leave = async (socket: Connection) => {
    for (const room of socket.rooms) if (room.startsWith("search:")) await socket.leave(room);
  };

  return {
    async "search:join"(socket, request) {
      const {name} = joinOf(request);
      const study = studies.read(name);
      await leave(socket);
      await socket.join(roomOf(name));
      if (!followed.has(name)) followed.set(name, [...studies.follow(name).study.trials]);
      cancel ??= clock.after(EVERY_MS, look);
      return study;
    },
    async "search:leave"(socket) {
      await leave(socket);
      return null;
    },
    close: () => cancel?.()
  };
}
