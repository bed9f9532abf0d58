import type {FastifyInstance} from "fastify";
import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from "prom-client";
import type {ModelRef} from "../../src/core/schema/score.ts";
import type {JobKind} from "../scoring/engine.ts";

/** Seconds; from a score out of memory to the slowest query. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the server counts of itself. Labels are names of ours only, so that their number is bounded. */
export interface Metrics {
  /** A command of a socket was answered. */
  command(event: string, outcome: "ok" | "problem", seconds: number): void;
  /** A job has ended. */
  job(kind: JobKind, status: "done" | "failed"): void;
  /** Facts or live scores were not sent, because who asked for them does not read or there were too many. */
  dropped(what: "fact" | "live", count: number): void;
  /** Writes everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * Creates the metrics of an app, and notes the requests of the routes that are registered after it.
 * @param observed what is read when somebody asks
 * @param ofProcess whether processor, memory, open files, garbage and event loop are told as well
 */
export function createMetrics(
  app: FastifyInstance,
  observed: {model: () => ModelRef; version: string; waiting: () => number; sockets: () => number},
  ofProcess: boolean
): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (ofProcess) collectDefaultMetrics({register: registry});
  const requests = new Histogram({
    name: "scorebook_request_seconds",
    help: "Time from a request to the end of its answer, by route",
    labelNames: ["method", "route", "status"],
    buckets: BUCKETS,
    registers
  });
  const commands = new Histogram({
    name: "scorebook_command_seconds",
    help: "Time from a socket's command to its acknowledgement, by event",
    labelNames: ["event", "outcome"],
    buckets: BUCKETS,
    registers
  });
  const jobs = new Counter({
    name: "scorebook_results_total",
    help: "Jobs that have ended, by what they made and how",
    labelNames: ["kind", "status"],
    registers
  });
  const dropped = new Counter({
    name: "scorebook_dropped_total",
    help: "What sockets were not sent: facts to those that do not read, scores that the live desk had no room for",
    labelNames: ["what"],
    registers
  });
  for (const what of ["fact", "live"]) dropped.inc({what}, 0);
  for (const kind of ["score", "explanation"])
    for (const status of ["done", "failed"]) jobs.inc({kind, status}, 0);
  new Gauge({
    name: "scorebook_queue_length",
    help: "Jobs that wait for their work",
    registers,
    collect() {
      this.set(observed.waiting());
    }
  });
  new Gauge({
    name: "scorebook_sockets",
    help: "Open sockets",
    registers,
    collect() {
      this.set(observed.sockets());
    }
  });
  new Gauge({
    name: "scorebook_model_info",
    help: "The served model; always 1",
    labelNames: ["name", "version", "sha256"],
    registers,
    collect() {
      this.reset();
      const {name, version, sha256} = observed.model();
      this.set({name, version, sha256}, 1);
    }
  });
  new Gauge({name: "scorebook_info", help: "The server; always 1", labelNames: ["version"], registers}).set(
    {version: observed.version},
    1
  );

  app.addHook("onResponse", async ({method, routeOptions, is404}, {statusCode, elapsedTime}) => {
    const route = is404 ? "(none)" : (routeOptions.url ?? "(none)");
    requests.observe({method: is404 ? "(any)" : method, route, status: statusCode}, elapsedTime / 1000);
  });

  return {
    command: (event, outcome, seconds) => commands.observe({event, outcome}, seconds),
    job: (kind, status) => jobs.inc({kind, status}),
    dropped: (what, count) => dropped.inc({what}, count),
    text: () => registry.metrics(),
    contentType: registry.contentType
  };
}
