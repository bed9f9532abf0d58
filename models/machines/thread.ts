import {writeSync} from "node:fs";
import {createServer} from "node:net";
import {parentPort, workerData} from "node:worker_threads";
import {attendMeeting} from "./attend.ts";
import {type Machine, machineName} from "./list.ts";
import {leadMeeting, listenOn, type Meeting} from "./meeting.ts";

/** What the thread is given. */
export interface ThreadTask {
  /** With numeric addresses. */
  machines: readonly Machine[];
  /** The places that may be this machine's. */
  places: readonly number[];
  task: string;
  waitMs: number;
}

/** What the thread tells: once, whether the training may begin. */
export type ThreadAnswer = {rank: number; listenPort: number} | {reason: string};

const {machines, places, task, waitMs} = workerData as ThreadTask;
const answer = (message: ThreadAnswer) => parentPort!.postMessage(message);
let hasBegun = false;

/** The main thread waits in LightGBM, which waits for a lost machine for ever: nothing but the end helps it. */
function stop(reason: string): void {
  if (!hasBegun) {
    answer({reason});
    return;
  }
  writeSync(2, `${reason}\n`);
  process.kill(process.pid, "SIGKILL");
}

/** Finds a port that is free: nobody calls the first machine's LightGBM, which binds one all the same. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "0.0.0.0", () => {
      const {port} = server.address() as {port: number};
      server.close(() => resolve(port));
    });
  });

async function isFree(port: number): Promise<boolean> {
  const server = await listenOn(port);
  if (!server) return false;
  await new Promise((closed) => server.close(closed));
  return true;
}

async function meet(): Promise<Meeting | undefined> {
  const onGo = async (rank: number) => {
    hasBegun = true;
    answer({rank, listenPort: rank === 0 ? await freePort() : machines[rank]!.port});
  };
  const events = {onGo: (rank: number) => void onGo(rank), onStop: stop};
  const server = places.includes(0) ? await listenOn(machines[0]!.port) : null;
  if (server) return leadMeeting(server, machines, task, waitMs, events);
  const free: number[] = [];
  for (const place of places) if (place > 0 && (await isFree(machines[place]!.port))) free.push(place);
  if (free.length > 0) return attendMeeting(machines[0]!, free, task, waitMs, events);
  const busy = places.map((place) => machineName(machines[place]!)).join(", ");
  answer({reason: `Another program listens on ${busy}; a free port of this machine was expected.`});
}

const meeting = await meet();
parentPort!.once("message", () => {
  meeting?.leave();
  parentPort!.close();
});
