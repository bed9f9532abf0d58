/** Low bits of a node's word: how far its second child is. The bits above: its input. */
export const DISTANCE_BITS = 12;
export const MAX_DISTANCE = 2 ** DISTANCE_BITS - 1;
export const MAX_INPUTS = 2 ** (32 - DISTANCE_BITS);
/** Trees that walk in step. */
const WIDTH = 8;

/**
 * Trees as packed nodes. A node at p compares input (word >>> DISTANCE_BITS) with thresholds[p]; if input ≤ threshold
 * the row goes to p + distance − 1, otherwise (NaN too) to p + distance, where the two children stand side by side.
 * A leaf's value is its threshold; its input is 0, which is NaN, and its distance 0, so a row stays there.
 */
export interface Layout {
  thresholds: Float64Array;
  words: Int32Array;
  /** Per tree, by ascending number of steps: its root, its steps, where its output goes, and room for where it ended. */
  roots: Int32Array;
  steps: Int32Array;
  places: Int32Array;
  ends: Int32Array;
}

/** Goes from a node to its child without a branch. */
function step(words: Int32Array, inputs: Float64Array, thresholds: Float64Array, at: number): number {
  const word = words[at]!;
  return at + (word & MAX_DISTANCE) - +(inputs[word >>> DISTANCE_BITS]! <= thresholds[at]!);
}

/**
 * Writes the leaf value of every packed tree to its place in `outputs`. The arrays come in as arguments and the walk
 * is one function at module level, so that it stays as fast when several scorers live side by side.
 */
export function walk(layout: Layout, inputs: Float64Array, outputs: Float64Array): void {
  const {thresholds, words, roots, steps, ends, places} = layout;
  const trees = roots.length;
  const groups = trees - (trees % WIDTH);
  for (let i = 0; i < groups; i += WIDTH) {
    let a = roots[i]!;
    let b = roots[i + 1]!;
    let c = roots[i + 2]!;
    let d = roots[i + 3]!;
    let e = roots[i + 4]!;
    let f = roots[i + 5]!;
    let g = roots[i + 6]!;
    let h = roots[i + 7]!;
    for (let left = steps[i + 7]!; left > 0; left--) {
      a = step(words, inputs, thresholds, a);
      b = step(words, inputs, thresholds, b);
      c = step(words, inputs, thresholds, c);
      d = step(words, inputs, thresholds, d);
      e = step(words, inputs, thresholds, e);
      f = step(words, inputs, thresholds, f);
      g = step(words, inputs, thresholds, g);
      h = step(words, inputs, thresholds, h);
    }
    ends[i] = a;
    ends[i + 1] = b;
    ends[i + 2] = c;
    ends[i + 3] = d;
    ends[i + 4] = e;
    ends[i + 5] = f;
    ends[i + 6] = g;
    ends[i + 7] = h;
  }
  for (let i = 0; i < trees; i++) {
    let at = i < groups ? ends[i]! : roots[i]!;
    while (words[at]! >>> DISTANCE_BITS !== 0) at = step(words, inputs, thresholds, at);
    outputs[places[i]!] = thresholds[at]!;
  }
}
