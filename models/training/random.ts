export {createRandom} from "../../src/core/random.ts";

/** Shuffles in place, each order equally likely. Source: Fisher–Yates. */
export function shuffle(values: number[], random: () => number): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
