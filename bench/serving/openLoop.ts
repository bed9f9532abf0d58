import {Agent, request} from "node:http";
import {quantile} from "../result.ts";

/** What callers met: latencies in ms, counted from when each request was due, not from when it could be sent. */
export interface Measured {
  offered: number;
  /** Good answers a second, over the time until the last one. */
  achieved: number;
  failed: number;
  p50: number;
  p95: number;
  p99: number;
}
export interface Call {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
}

/** Whoever has an answer already is told so. */
const isGood = (status: number): boolean => (status >= 200 && status < 300) || status === 304;

/** Makes a caller that keeps its connections; it answers the status once the body is read. */
export function createCaller(origin: string, connections = 512) {
  const agent = new Agent({keepAlive: true, maxSockets: connections});
  const {hostname, port} = new URL(origin);
  const call = ({method, path, headers = {}}: Call) =>
    new Promise<number>((resolve, reject) => {
      const sent = request({agent, hostname, port, method, path, headers}, (response) => {
        response.on("end", () => resolve(response.statusCode ?? 0)).on("error", reject);
        response.resume();
      });
      sent.on("error", reject).end();
    });
  return {call, close: () => agent.destroy()};
}

/**
 * Asks at a steady rate whether or not earlier answers have come (open loop), so that a server that halts is seen to make
 * all wait who would have come meanwhile.
 */
export async function askAt(
  call: (call: Call) => Promise<number>,
  next: (i: number) => Call,
  {rate, seconds}: {rate: number; seconds: number}
): Promise<Measured> {
  const count = Math.round(rate * seconds);
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  let failed = 0;
  let lastMs = 0;
  const start = performance.now();
  for (let i = 0; i < count; ) {
    const now = performance.now();
    for (; i < count && start + (i * 1000) / rate <= now; i++) {
      const dueMs = start + (i * 1000) / rate;
      running.push(
        call(next(i)).then(
          (status) => {
            lastMs = performance.now();
            if (isGood(status)) latencies.push(lastMs - dueMs);
            else failed++;
          },
          () => void failed++
        )
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  const at = (q: number) => (latencies.length === 0 ? Number.POSITIVE_INFINITY : quantile(latencies, q));
  const achieved = latencies.length / Math.max(seconds, (lastMs - start) / 1000);
  return {offered: rate, achieved, failed, p50: at(0.5), p95: at(0.95), p99: at(0.99)};
}

/** Tells whether a server keeps up: nothing failed, 95 % were answered in their time, and p99 is within a bound. */
export const keepsUp = ({offered, achieved, failed, p99}: Measured, p99Ms: number): boolean =>
  failed === 0 && achieved >= 0.95 * offered && p99 <= p99Ms;

/** So often a rate at which the server did not keep up is tried again. */
const RETRIES = 2;

/**
 * Raises the rate until the server no longer keeps up; answers the last rate at which it did, 0 for none. A server that is
 * asked too much never keeps up, while a halt of the machine, which in an open loop makes all wait who are due meanwhile,
 * fails one try at any rate: a rate that failed is beyond the knee unless it holds each time that it is tried again.
 */
export async function findKnee(
  measure: (rate: number) => Promise<Measured>,
  rates: readonly number[],
  p99Ms: number
): Promise<number> {
  const holds = async (rate: number) => keepsUp(await measure(rate), p99Ms);
  const holdsAgain = async (rate: number) => {
    for (let i = 0; i < RETRIES; i++) if (!(await holds(rate))) return false;
    return true;
  };
  let knee = 0;
  for (const rate of rates) {
    if (!((await holds(rate)) || (await holdsAgain(rate)))) break;
    knee = rate;
  }
  return knee;
}

/** Asks as fast as answers come on so many connections (closed loop); answers good answers a second. */
export async function askFast(
  call: (call: Call) => Promise<number>,
  next: (i: number) => Call,
  {callers, seconds}: {callers: number; seconds: number}
): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let [i, good] = [0, 0];
  const caller = async () => {
    while (performance.now() < end) {
      const status = await call(next(i++));
      if (isGood(status)) good++;
    }
  };
  await Promise.all(Array.from({length: callers}, caller));
  return good / seconds;
}

/** Fits a line to values over time; answers its slope. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
