import {createRandom} from "../../../src/core/random.ts";
import {type TrainingData, takeClients} from "../../training/inputs/trainingData.ts";
import {shuffle} from "../../training/random.ts";

/** Enough to see a leak that matters, few enough to look at every feature in seconds. */
export const MOST_CLIENTS = 20_000;

/** Draws at most 20,000 clients by a seed; all of them when there are no more. */
export function drawClients(data: TrainingData, seed: number): TrainingData {
  if (data.clients <= MOST_CLIENTS) return data;
  const positions = shuffle([...Array(data.clients).keys()], createRandom(seed)).slice(0, MOST_CLIENTS);
  return takeClients(data, Uint32Array.from(positions));
}
