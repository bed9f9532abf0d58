import type {Cases} from "../cases/cases.ts";
import type {Clock} from "../clock.ts";
import {type Audience, QUEUE} from "./audience.ts";
import type {Connection} from "./types.ts";

/** So long after a change those who have the work queue open are told, once for all changes until then. */
export const QUEUE_AFTER_MS = 250;

/** The commands about the work queue, and what tells those who follow it. */
export interface QueueCommands {
  "queue:join"(socket: Connection): Promise<null>;
  "queue:leave"(socket: Connection): Promise<null>;
  /** A client was scored here, which may be one more decline. */
  scored(): void;
}

/** Creates the commands about the work queue; who follows it is told that a case or a score has changed, not what. */
export function createQueueCommands(parts: {audience: Audience; cases: Cases; clock: Clock}): QueueCommands {
  const {audience, cases, clock} = parts;
  let isDue = false;
  const tellSoon = () => {
    if (isDue) return;
    isDue = true;
    clock.after(QUEUE_AFTER_MS, () => {
      isDue = false;
      audience.tell(QUEUE, "queue:changed", {});
    });
  };
  cases.onChange(tellSoon);
  return {
    async "queue:join"(socket) {
      await socket.join(QUEUE);
      return null;
    },
    async "queue:leave"(socket) {
      await socket.leave(QUEUE);
      return null;
    },
    scored: tellSoon
  };
}
