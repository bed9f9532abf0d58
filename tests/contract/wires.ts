import {io} from "socket.io-client";
import type {JobKind} from "../../server/scoring/engine.ts";
import type {Problem} from "../../src/core/errors.ts";
import type {Ack} from "../../src/core/protocol.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {Score} from "../../src/core/schema/score.ts";

/** One way to ask for a score or an explanation: whatever the way, the answer is the same. */
export interface Wire {
  /** `id` is sent as it is, so that faults can be sent; undefined leaves it out. */
  ask(kind: JobKind, id: unknown): Promise<Ack<Score | Explanation>>;
  close(): Promise<void>;
}

const PATHS = {score: "compute", explanation: "explainer"} as const;
const EVENTS = {score: "score:request", explanation: "explain:request"} as const;

/** Asks as the original's programs do: POST, then GET until it is there. */
export async function createRestWire(address: string): Promise<Wire> {
  return {
    async ask(kind, id) {
      const query = id === undefined ? "" : `?ID=${encodeURIComponent(String(id))}`;
      const url = `${address}/${PATHS[kind]}/${query}`;
      const started = await fetch(url, {method: "POST"});
      if (started.status !== 202) return {ok: false, problem: (await started.json()) as Problem};
      await started.body?.cancel();
      for (let attempt = 0; attempt < 10_000; attempt++) {
        const answer = await fetch(url);
        if (answer.status === 200) return {ok: true, body: (await answer.json()) as Score};
        if (answer.status !== 204) return {ok: false, problem: (await answer.json()) as Problem};
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      throw new Error("still 204 after 10,000 attempts");
    },
    async close() {}
  };
}

/** Asks over a socket and waits for the acknowledgement. */
export async function createSocketWire(address: string): Promise<Wire> {
  const socket = io(address, {transports: ["websocket"], reconnection: false});
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return {
    ask: (kind, id) => socket.emitWithAck(EVENTS[kind], id === undefined ? {} : {clientId: id}),
    async close() {
      socket.disconnect();
    }
  };
}
