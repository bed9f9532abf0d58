import {createAdapter} from "@socket.io/redis-streams-adapter";
import type {Fact} from "../scoring/scoring.ts";
import type {Io} from "../socket/types.ts";
import type {RedisLink} from "./connect.ts";

/** A fact on its way to the other replicas; an explanation is large, and is fetched where somebody asked for it. */
export type RelayedFact =
  | Exclude<Fact, {type: "done"; kind: "explanation"}>
  | {type: "explained"; job: string};

/** What replicas have in common beside what they keep. */
export interface Replicas {
  /** Makes what is sent to a room reach the sockets of every replica. */
  readonly adapter: ReturnType<typeof createAdapter>;
  /** Whether the others can be reached now. */
  isReached(): boolean;
  close(): Promise<void>;
}

/** How many messages to rooms stay in Redis for a replica that lost its connection for a while. */
const KEPT_MESSAGES = 1000;
const BLOCK_MS = 1000;

/** Joins the replicas behind one Redis; closing them closes the link. */
export function createReplicas(link: RedisLink): Replicas {
  const {commands, patient, prefix} = link;
  return {
    // Made when sockets are opened, since it has connections of its own that only they close.
    get adapter() {
      return createAdapter(patient, {
        streamName: `${prefix}:sockets`,
        channelPrefix: `${prefix}:sockets`,
        sessionKeyPrefix: `${prefix}:session:`,
        maxLen: KEPT_MESSAGES,
        blockTimeInMs: BLOCK_MS
      });
    },
    isReached: () => commands.status === "ready",
    close: () => link.close()
  };
}

/** Carries facts to the other replicas and back; answers how to send one. Facts that nobody can be told of are dropped. */
export function relayFacts(
  io: Io,
  replicas: Replicas,
  told: (fact: RelayedFact) => void
): (fact: Fact) => void {
  io.on("fact", told);
  return (fact) => {
    if (!replicas.isReached()) return;
    const isLarge = fact.type === "done" && fact.kind === "explanation";
    io.serverSideEmit("fact", isLarge ? {type: "explained", job: fact.job} : fact);
  };
}
