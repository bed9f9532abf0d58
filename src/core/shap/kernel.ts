import {type Layout, NODE, REPEAT, TREE} from "./layout.ts";

/**
 * Computes what each split contributes. A kernel owns a layout's memory; its views share it.
 * `run(from, to)` reads `lanes` and, for the nodes of trees from … to − 1, writes `contributions` (one per
 * node, in preorder) and adds them to `out` (one per column).
 */
export interface Kernel {
  readonly name: "plain" | "simd";
  readonly lanes: Float64Array;
  readonly contributions: Float64Array;
  readonly out: Float64Array;
  readonly byteLength: number;
  run(from: number, to: number): void;
}

/** Views the parts of a kernel's memory that its caller reads and writes. */
export function viewMemory(
  buffer: ArrayBufferLike,
  {addresses, numNodes}: Layout,
  lanes: number,
  columns: number
) {
  return {
    lanes: new Float64Array(buffer, addresses.lanes, lanes),
    contributions: new Float64Array(buffer, addresses.contributions, numNodes),
    out: new Float64Array(buffer, addresses.out, columns)
  };
}

/** Bits of a node's state. */
const GOES_RIGHT = 1;
const MET_ABOVE = 2;

/**
 * Creates the kernel in plain JavaScript. It computes, per tree, at quadrature points t_q with weights w_q:
 *
 * - down: P, the product of the path's factors, P = w at the root. At a split whose cold child (where the row
 *   does not go) has cover ratio c, P_cold = P·s and P_hot = P − P_cold with s = c(1 − t);
 * - up: U, the subtree's value given the coalition, U = U_hot − s·δ with δ = U_hot − U_cold and U = v at a
 *   leaf; the split contributes φ += c · Σ_q P·δ to its feature.
 *
 * A feature's second split has the factor g = z + t(1 − z) of the first one above it (z: product of its cover
 * ratios there): if the row met all of them, s = z·c(1 − t)/g and φ += z·c · Σ_q P·δ/g²; if it did not, the
 * split only mixes its children by their cover. This is φ_i = v ∫ (o_i − z_i) ∏_{j≠i} (z_j + t(o_j − z_j)) dt,
 * summed over leaves, with everything that leaves share computed once; each integrand has a degree below D,
 * the most distinct features on a path, so ⌈D/2⌉ points are exact.
 */
export function createPlainKernel(layout: Layout, lanes: number, columns: number): Kernel {
  const buffer = new ArrayBuffer(layout.byteLength);
  layout.writeTo(buffer);
  const views = viewMemory(buffer, layout, lanes, columns);
  const {addresses} = layout;
  const floats = new Float64Array(buffer);
  const ints = new Int32Array(buffer);
  const lane = views.lanes;
  const trees = addresses.trees >> 2;
  const nodeFloats = addresses.nodes >> 3;
  const nodeInts = addresses.nodes >> 2;
  const repeats = addresses.repeats >> 3;
  const inverses = addresses.inverses >> 3;
  const leafValues = addresses.leafValues >> 3;
  const down = addresses.down >> 3;
  const up = addresses.up >> 3;
  const state = addresses.state >> 2;
  const {out, contributions} = views;
  const rounding = addresses.rounding >> 3;

  function runTree(tree: number) {
    const at = trees + tree * TREE.ints;
    const first = ints[at + TREE.firstNode]!;
    const count = ints[at + TREE.nodes]!;
    const leaves = leafValues + ints[at + TREE.firstLeaf]!;
    const pairs = ints[at + TREE.pairs]!;
    const points = 2 * pairs;
    const cold = (addresses.rules >> 3) + 2 * pairs * (pairs - 1);
    const weights = cold + points;

    for (let q = 0; q < points; q++) floats[down + q] = floats[weights + q]!;
    for (let leaf = 0, slot = up + count * points; leaf <= count; leaf++) {
      const value = floats[leaves + leaf]!;
      for (const end = slot + points; slot < end; slot++) floats[slot] = value;
    }

    for (let node = 0; node < count; node++) {
      const f = nodeFloats + (first + node) * NODE.floats;
      const i = nodeInts + (first + node) * NODE.ints;
      const right = lane[ints[i + NODE.lane]!]! <= floats[f + NODE.threshold]! ? 0 : 1;
      const here = down + node * points;
      const hotSlot = down + (ints[i + NODE.leftSlot + right]! >> 3);
      const coldSlot = down + (ints[i + NODE.rightSlot - right]! >> 3);
      const ratio = floats[f + NODE.rightRatio - right]!;
      const repeat = ints[i + NODE.repeat]!;
      if (repeat < 0) {
        ints[state + node] = right | MET_ABOVE;
        for (let q = 0; q < points; q++) {
          const p = floats[here + q]!;
          const part = p * (floats[cold + q]! * ratio);
          floats[coldSlot + q] = part;
          floats[hotSlot + q] = p - part;
        }
        continue;
      }
      const r = repeats + repeat * REPEAT.floats;
      const before = ints[2 * r + REPEAT.before]!;
      const above = ints[state + (before >> 1)]!;
      const met = above & MET_ABOVE && (above & GOES_RIGHT) === (before & 1);
      ints[state + node] = right | (met ? MET_ABOVE : 0);
      if (met) {
        const inverse = inverses + (ints[2 * r + REPEAT.inverse]! >> 3);
        const both = ratio * floats[r + REPEAT.ratioAbove]!;
        for (let q = 0; q < points; q++) {
          const p = floats[here + q]!;
          const part = p * (floats[cold + q]! * both * floats[inverse + q]!);
          floats[coldSlot + q] = part;
          floats[hotSlot + q] = p - part;
        }
      } else {
        const hotRatio = floats[f + NODE.leftRatio + right]!;
        for (let q = 0; q < points; q++) {
          floats[coldSlot + q] = floats[here + q]! * ratio;
          floats[hotSlot + q] = floats[here + q]! * hotRatio;
        }
      }
    }

    for (let node = count - 1; node >= 0; node--) {
      const f = nodeFloats + (first + node) * NODE.floats;
      const i = nodeInts + (first + node) * NODE.ints;
      const right = ints[state + node]! & GOES_RIGHT;
      const here = node * points;
      const hotSlot = up + (ints[i + NODE.leftSlot + right]! >> 3);
      const coldSlot = up + (ints[i + NODE.rightSlot - right]! >> 3);
      const ratio = floats[f + NODE.rightRatio - right]!;
      const repeat = ints[i + NODE.repeat]!;
      let even = 0;
      let odd = 0;
      let scale = ratio;
      if (repeat < 0) {
        for (let q = 0; q < points; q += 2) {
          const evenHot = floats[hotSlot + q]!;
          const oddHot = floats[hotSlot + q + 1]!;
          const evenStep = evenHot - floats[coldSlot + q]!;
          const oddStep = oddHot - floats[coldSlot + q + 1]!;
          even += floats[down + here + q]! * evenStep;
          odd += floats[down + here + q + 1]! * oddStep;
          floats[up + here + q] = evenHot - floats[cold + q]! * ratio * evenStep;
          floats[up + here + q + 1] = oddHot - floats[cold + q + 1]! * ratio * oddStep;
        }
      } else if (ints[state + node]! & MET_ABOVE) {
        const r = repeats + repeat * REPEAT.floats;
        const inverse = inverses + (ints[2 * r + REPEAT.inverse]! >> 3);
        scale = ratio * floats[r + REPEAT.ratioAbove]!;
        for (let q = 0; q < points; q += 2) {
          const evenHot = floats[hotSlot + q]!;
          const oddHot = floats[hotSlot + q + 1]!;
          const evenStep = (evenHot - floats[coldSlot + q]!) * floats[inverse + q]!;
          const oddStep = (oddHot - floats[coldSlot + q + 1]!) * floats[inverse + q + 1]!;
          even += floats[down + here + q]! * floats[inverse + q]! * evenStep;
          odd += floats[down + here + q + 1]! * floats[inverse + q + 1]! * oddStep;
          floats[up + here + q] = evenHot - floats[cold + q]! * scale * evenStep;
          floats[up + here + q + 1] = oddHot - floats[cold + q + 1]! * scale * oddStep;
        }
      } else {
        const hotRatio = floats[f + NODE.leftRatio + right]!;
        for (let q = 0; q < points; q++)
          floats[up + here + q] = hotRatio * floats[hotSlot + q]! + ratio * floats[coldSlot + q]!;
      }
      const column = ints[i + NODE.column]!;
      const round = floats[rounding + column]!;
      const contribution = (even + odd) * scale + round - round;
      contributions[first + node] = contribution;
      out[column]! += contribution;
    }
  }

  return {
    ...views,
    name: "plain",
    byteLength: buffer.byteLength,
    run(from, to) {
      for (let tree = from; tree < to; tree++) runTree(tree);
    }
  };
}
