import {type Kernel, viewMemory} from "./kernel.ts";
import {type Layout, NODE, REPEAT, STATE, TREE} from "./layout.ts";

/** Bits of a node's flags. */
const GOES_RIGHT = 1;
/** The row met the earlier splits on the feature, of which there is at least one. */
const MET = 2;
/** The row did not meet them. */
const FAILED = 4;

/** Creates the kernel in plain JavaScript; see kernel.ts for what it computes. */
export function createPlainKernel(layout: Layout, lanes: number, columns: number): Kernel {
  const buffer = new ArrayBuffer(layout.byteLength);
  layout.writeTo(buffer);
  const views = viewMemory(buffer, layout, lanes, columns);
  const {lanes: lane, out, contributions} = views;
  const {addresses} = layout;
  const floats = new Float64Array(buffer);
  const ints = new Int32Array(buffer);
  const rounding = addresses.rounding >> 3;
  const nodes = addresses.nodes >> 3;
  const states = addresses.state >> 3;
  const repeats = addresses.repeats >> 3;
  const down = addresses.down >> 3;
  const up = addresses.up >> 3;

  /** Writes a and b of the node's left factor to its state, and its flags, which it gives back. */
  function decide(node: number, state: number): number {
    const f = nodes + node * NODE.floats;
    const i = 2 * f;
    const right = lane[ints[i + NODE.lane]!]! <= floats[f + NODE.threshold]! ? 0 : 1;
    const s = states + state * STATE.floats;
    const repeat = ints[i + NODE.repeat]!;
    let start = 1 - right;
    let slope = floats[f + NODE.minusRightRatio - right]!;
    let flags = right;
    if (repeat >= 0) {
      const r = repeats + repeat * REPEAT.floats;
      const before = ints[2 * r + REPEAT.before]!;
      const above = ints[2 * states + (before >> 1) * STATE.ints + STATE.flags]!;
      if ((above & FAILED) === 0 && (above & GOES_RIGHT) === (before & 1)) {
        flags |= MET;
        slope *= floats[r + REPEAT.ratioAbove]!;
      } else {
        flags |= FAILED;
        start = floats[f + NODE.leftRatio]!;
        slope = 0;
      }
    }
    floats[s + STATE.start] = start;
    floats[s + STATE.slope] = slope;
    ints[2 * s + STATE.flags] = flags;
    return flags;
  }

  const inverseOf = (node: number) => {
    const repeat = ints[2 * nodes + node * NODE.ints + NODE.repeat]!;
    return (addresses.inverses + ints[2 * repeats + repeat * REPEAT.ints + REPEAT.inverse]!) >> 3;
  };

  function contribute(node: number, amount: number) {
    const column = ints[2 * nodes + node * NODE.ints + NODE.column]!;
    const round = floats[rounding + column]!;
    const contribution = amount + round - round;
    contributions[node] = contribution;
    out[column]! += contribution;
  }

  function spread(node: number, place: number, points: number, rule: number) {
    const flags = decide(node, place);
    const s = states + place * STATE.floats;
    const a = floats[s + STATE.start]!;
    const b = floats[s + STATE.slope]!;
    const i = 2 * nodes + node * NODE.ints;
    let here = down + place * points;
    let left = down + (ints[i + NODE.leftSlot]! >> 3);
    let right = down + (ints[i + NODE.rightSlot]! >> 3);
    if (flags & MET) {
      const inverse = inverseOf(node);
      for (let q = 0; q < points; q++) {
        const p = floats[here + q]!;
        const part = p * (a + b * floats[rule + q]! * floats[inverse + q]!);
        floats[left + q] = part;
        floats[right + q] = p - part;
      }
      return;
    }
    for (const end = rule + points; rule < end; rule += 2, here += 2, left += 2, right += 2) {
      const even = floats[here]!;
      const odd = floats[here + 1]!;
      const evenPart = even * (a + b * floats[rule]!);
      const oddPart = odd * (a + b * floats[rule + 1]!);
      floats[left] = evenPart;
      floats[left + 1] = oddPart;
      floats[right] = even - evenPart;
      floats[right + 1] = odd - oddPart;
    }
  }

  function gatherOuter(node: number, place: number, points: number, rule: number, values: number) {
    const flags = decide(node, place);
    const s = states + place * STATE.floats;
    const a = floats[s + STATE.start]!;
    const b = floats[s + STATE.slope]!;
    const value = floats[values]!;
    const step = floats[values + 1]!;
    const here = place * points;
    let even = 0;
    let odd = 0;
    if (flags & MET) {
      const inverse = inverseOf(node);
      for (let q = 0; q < points; q += 2) {
        const evenInverse = floats[inverse + q]!;
        const oddInverse = floats[inverse + q + 1]!;
        even += floats[down + here + q]! * evenInverse * evenInverse;
        odd += floats[down + here + q + 1]! * oddInverse * oddInverse;
        floats[up + here + q] = value + (a + b * floats[rule + q]! * evenInverse) * step;
        floats[up + here + q + 1] = value + (a + b * floats[rule + q + 1]! * oddInverse) * step;
      }
    } else {
      for (let q = 0; q < points; q += 2) {
        even += floats[down + here + q]!;
        odd += floats[down + here + q + 1]!;
        floats[up + here + q] = value + (a + b * floats[rule + q]!) * step;
        floats[up + here + q + 1] = value + (a + b * floats[rule + q + 1]!) * step;
      }
    }
    contribute(node, -b * step * (even + odd));
  }

  function gather(node: number, place: number, points: number, rule: number) {
    const s = states + place * STATE.floats;
    const a = floats[s + STATE.start]!;
    const b = floats[s + STATE.slope]!;
    const i = 2 * nodes + node * NODE.ints;
    let left = up + (ints[i + NODE.leftSlot]! >> 3);
    let right = up + (ints[i + NODE.rightSlot]! >> 3);
    let here = place * points;
    let even = 0;
    let odd = 0;
    if (ints[2 * s + STATE.flags]! & MET) {
      const inverse = inverseOf(node);
      for (let q = 0; q < points; q += 2) {
        const evenInverse = floats[inverse + q]!;
        const oddInverse = floats[inverse + q + 1]!;
        const evenStep = floats[left + q]! - floats[right + q]!;
        const oddStep = floats[left + q + 1]! - floats[right + q + 1]!;
        even += floats[down + here + q]! * evenInverse * evenInverse * evenStep;
        odd += floats[down + here + q + 1]! * oddInverse * oddInverse * oddStep;
        floats[up + here + q] = floats[right + q]! + (a + b * floats[rule + q]! * evenInverse) * evenStep;
        floats[up + here + q + 1] =
          floats[right + q + 1]! + (a + b * floats[rule + q + 1]! * oddInverse) * oddStep;
      }
    } else {
      for (const end = rule + points; rule < end; rule += 2, here += 2, left += 2, right += 2) {
        const evenRight = floats[right]!;
        const oddRight = floats[right + 1]!;
        const evenStep = floats[left]! - evenRight;
        const oddStep = floats[left + 1]! - oddRight;
        even += floats[down + here]! * evenStep;
        odd += floats[down + here + 1]! * oddStep;
        floats[up + here] = evenRight + (a + b * floats[rule]!) * evenStep;
        floats[up + here + 1] = oddRight + (a + b * floats[rule + 1]!) * oddStep;
      }
    }
    contribute(node, -b * (even + odd));
  }

  function runTree(tree: number) {
    const at = (addresses.trees >> 2) + tree * TREE.ints;
    const first = ints[at + TREE.firstNode]!;
    const inner = ints[at + TREE.inner]!;
    const outer = ints[at + TREE.outer]!;
    const pairs = ints[at + TREE.pairs]!;
    const points = 2 * pairs;
    const rule = (addresses.rules >> 3) + points * (pairs - 1);

    floats.copyWithin(down, rule + points, rule + 2 * points);
    let leaf = (addresses.leafValues >> 3) + ints[at + TREE.firstLeaf]!;
    let slot = up + (inner + outer) * points;
    for (const end = slot + ints[at + TREE.leaves]! * points; slot < end; leaf++) {
      const value = floats[leaf]!;
      for (const next = slot + points; slot < next; slot++) floats[slot] = value;
    }
    for (let place = 0; place < inner; place++) spread(first + place, place, points, rule);
    let values = (addresses.outerValues >> 3) + 2 * ints[at + TREE.firstOuter]!;
    for (let place = inner; place < inner + outer; place++, values += 2)
      gatherOuter(first + place, place, points, rule, values);
    for (let place = inner - 1; place >= 0; place--) gather(first + place, place, points, rule);
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
