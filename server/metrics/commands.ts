import type {Ack} from "../../src/core/protocol.ts";
import type {Clock} from "../clock.ts";
import type {Io} from "../socket/types.ts";
import type {Metrics} from "./metrics.ts";

/** Measures how long the commands of sockets take until they are acknowledged, whatever they are answered. */
export function measureCommands(parts: {
  io: Io;
  metrics: Metrics;
  clock: Clock;
  isKnown: (event: string) => boolean;
}) {
  const {io, metrics, clock, isKnown} = parts;
  io.on("connection", (socket) => {
    socket.use((packet, next) => {
      const acknowledge: unknown = packet.at(-1);
      if (typeof acknowledge === "function") {
        const event = isKnown(packet[0]) ? packet[0] : "(unknown)";
        const startMs = clock.elapsedMs();
        packet[packet.length - 1] = (answer: Ack<unknown>) => {
          metrics.command(event, answer.ok ? "ok" : "problem", (clock.elapsedMs() - startMs) / 1000);
          acknowledge(answer);
        };
      }
      next();
    });
  });
}
