import {parentPort, threadId, workerData} from "node:worker_threads";
import type {ThreadAnswer, ThreadTask} from "../../../server/scoring/threads/protocol.ts";

/** A thread that says who it is, and ends at the client it is to die of: by an exit, or by an error that nothing catches. */
const {dieOf, by} = workerData as {dieOf: number; by: "exit" | "error"};

parentPort!.on("message", ({id, clientIds}: ThreadTask) => {
  if (clientIds.includes(dieOf)) {
    if (by === "error") throw new Error("planted");
    process.exit(1);
  }
  const made = clientIds.map((clientId) => ({
    bytes: new TextEncoder().encode(JSON.stringify({clientId, threadId})),
    etag: `"${clientId}"`
  }));
  parentPort!.postMessage({id, made} satisfies ThreadAnswer);
});
