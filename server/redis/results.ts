import {randomUUID} from "node:crypto";
import {
  DEFAULT_KEEP,
  forgottenBefore,
  type Keep,
  type KnownJob,
  type PendingJob,
  type Results
} from "../results/results.ts";
import type {JobKind} from "../scoring/engine.ts";
import type {RedisLink} from "./connect.ts";
import {toRedisError} from "./faults.ts";
import {RESULT_SCRIPTS} from "./resultScripts.ts";
import {defineScripts} from "./scripts.ts";

/** How long a process that says nothing keeps its jobs, and how often it says that it lives. */
export const LEASE_MS = 3000;
const RENEW_MS = 750;
/** Fields of a job as scripts answer them, one after the other. */
const FIELDS = 4;

/**
 * Keeps results in the Redis that replicas share. A process works on the jobs that it accepted; when its lease ends,
 * another one adopts them. Both may then have computed a job, but only the first outcome is kept and told. Nothing is
 * adopted until this process itself has reached Redis for as long as a lease lasts: after a stop of Redis all have lapsed.
 */
export function createRedisResults(
  {commands, name, prefix}: RedisLink,
  {
    keep = DEFAULT_KEEP,
    owner = randomUUID(),
    leaseMs = LEASE_MS
  }: {keep?: Keep; owner?: string; leaseMs?: number} = {}
): Results {
  const scripts = defineScripts(commands, RESULT_SCRIPTS, prefix);
  /** Jobs in this process's hands: begun or adopted, and not finished. */
  const inHand = new Set<string>();
  let reachedSinceMs = commands.status === "ready" ? performance.now() : Number.POSITIVE_INFINITY;

  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toRedisError(error, name);
    }
  }

  const renew = () => scripts.holdLease([owner, leaseMs]).catch(() => {});
  const onReady = () => {
    reachedSinceMs = performance.now();
    void renew();
  };
  const onClose = () => {
    reachedSinceMs = Number.POSITIVE_INFINITY;
  };
  commands.on("ready", onReady);
  commands.on("close", onClose);
  const renewing = setInterval(renew, Math.min(RENEW_MS, leaseMs / 3)).unref();
  void renew();

  return {
    async begin(jobs) {
      if (jobs.length === 0) return;
      if (new Set(jobs.map(({job}) => job)).size < jobs.length) throw new Error("one job was begun twice");
      const given = jobs.flatMap(({job, kind, clientId, requestedAt}) => [job, kind, clientId, requestedAt]);
      for (const {job} of jobs) inHand.add(job);
      try {
        await told(() => scripts.beginJobs([owner, ...given]));
      } catch (error) {
        for (const {job} of jobs) inHand.delete(job);
        throw error;
      }
    },
    async finish(outcomes) {
      if (outcomes.length === 0) return [];
      const given = outcomes.flatMap(({job, status, finishedAt, body}) => [
        job,
        status,
        finishedAt,
        Date.parse(finishedAt),
        body
      ]);
      const before = Date.parse(forgottenBefore(outcomes, keep));
      const first = (await told(() => scripts.finishJobs([keep.older, before, ...given]))) as number[];
      for (const {job} of outcomes) inHand.delete(job);
      return first.map((is) => is === 1);
    },
    async last(kind, clientId) {
      const of = clientId === undefined ? kind : `${kind}:${clientId}`;
      const [status, body] = (await told(() => scripts.lastJob([of]))) as [string?, string?];
      if (!status) return null;
      return status === "pending" ? {status} : {status: status as "done" | "failed", body: body!};
    },
    async job(id) {
      const row = await told(() => commands.hgetall(`${prefix}:job:${id}`));
      if (!row.job) return null;
      const {job, kind, clientId, requestedAt, status, finishedAt, body} = row as Record<string, string>;
      const known = toJob([job!, kind!, clientId!, requestedAt!]);
      return (status === "pending" ? {...known, status} : {...known, status, finishedAt, body}) as KnownJob;
    },
    async recent({status, decision = "", limit}) {
      const found = (await told(() => scripts.recentJobs([status, decision, limit]))) as string[];
      return groupsOf(found, FIELDS + 2).map((fields) => ({
        ...toJob(fields),
        status,
        finishedAt: fields[FIELDS]!,
        body: fields[FIELDS + 1]!
      }));
    },
    async pending() {
      const found = (await told(() => scripts.pendingJobs([]))) as string[];
      return groupsOf(found, FIELDS + 1)
        .sort((a, b) => Number(a[0]) - Number(b[0]))
        .map((fields) => toJob(fields.slice(1)));
    },
    async adopt() {
      if (performance.now() - reachedSinceMs < leaseMs) return [];
      const jobs = groupsOf((await told(() => scripts.adoptJobs([owner]))) as string[], FIELDS).map(toJob);
      const taken = jobs.filter(({job}) => !inHand.has(job));
      for (const {job} of taken) inHand.add(job);
      return taken;
    },
    async check() {
      await told(() => commands.set(`${prefix}:checked`, owner, "PX", leaseMs));
    },
    async close() {
      clearInterval(renewing);
      commands.off("ready", onReady);
      commands.off("close", onClose);
      await commands.del(`${prefix}:lease:${owner}`).catch(() => {});
    }
  };
}

function toJob([job, kind, clientId, requestedAt]: string[]): PendingJob {
  return {job: job!, kind: kind as JobKind, clientId: Number(clientId), requestedAt: requestedAt!};
}

function groupsOf(values: readonly string[], size: number): string[][] {
  return Array.from({length: values.length / size}, (_, i) => values.slice(i * size, (i + 1) * size));
}
