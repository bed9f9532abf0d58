import {wilsonInterval} from "../../../core/metrics/wilsonInterval.ts";
import type {Manifest} from "../../../core/schema/manifest.ts";

/** A tenth of the training clients; shares are 0–1. */
export interface CalibrationPoint {
  /** From 1, the least risky. */
  rank: number;
  clients: number;
  predicted: number;
  observed: number;
  /** Of the observed share, 95 %. */
  interval: [low: number, high: number];
}

/** Lays what was predicted beside what was observed, by ascending prediction. */
export const calibrationData = (bins: Manifest["metrics"]["calibrationBins"]): CalibrationPoint[] =>
  bins.map(({clients, bad, meanProbability}, i) => ({
    rank: i + 1,
    clients,
    predicted: meanProbability,
    observed: bad / clients,
    interval: wilsonInterval(bad, clients)
  }));
