import type {CompiledModel} from "./compile.ts";
import {leafShap} from "./leafShap.ts";

/** Marks a group whose patterns are too many to be remembered. */
const UNTABLED = -1;

/**
 * Remembers what a group of leaves contributes for each pattern of failed tests: one row of numbers, one per
 * column of the group, in a slab that grows as patterns are met, up to a limit. Beyond it, and for groups
 * with too many tests, the row is computed again each time; the numbers are the same.
 *
 * Every number is a multiple of its column's grain, a power of two so small (about 2⁻⁵⁰ of the column's
 * bound) that sums of them are exact in whatever order they are taken. Hence one row alone, a row in a batch
 * and a row that was changed step by step all have equal bits.
 */
export class PatternTables {
  /** Rows of contributions. */
  slab: Float64Array;
  /** Where the row of a group's pattern starts in the slab; 0 when it is not known yet. */
  readonly rowOf: Int32Array;
  /** Where a group's patterns start in rowOf; −1 when they are not remembered. */
  readonly patternStart: Int32Array;
  /** Whether sums are exact in every order; false when the leaf values are too large for that. */
  readonly isExact: boolean;
  private readonly rounding: Float64Array;
  private readonly scratch: Float64Array;
  private readonly firstRow: number;
  private used: number;
  private satisfied = new Float64Array(64);
  private part = new Float64Array(64);

  constructor(
    private readonly compiled: CompiledModel,
    maxTests: number,
    private readonly maxValues: number
  ) {
    const {count, testStart, columnStart} = compiled.groups;
    this.patternStart = new Int32Array(count);
    let patterns = 0;
    let widest = 1;
    for (let g = 0; g < count; g++) {
      const tests = testStart[g + 1]! - testStart[g]!;
      widest = Math.max(widest, columnStart[g + 1]! - columnStart[g]!);
      this.patternStart[g] = tests > maxTests ? UNTABLED : patterns;
      if (tests <= maxTests) patterns += 2 ** tests;
    }
    this.rowOf = new Int32Array(patterns);
    this.firstRow = widest;
    this.used = 2 * widest;
    this.slab = new Float64Array(Math.min(1 << 16, maxValues) + this.used);
    this.scratch = new Float64Array(compiled.bound.length);
    this.rounding = compiled.bound.map(roundingConstant);
    this.isExact = !this.rounding.includes(0);
  }

  /** Bytes held now. */
  get byteLength(): number {
    return this.slab.byteLength + this.rowOf.byteLength;
  }

  /**
   * Computes the row of a group and gives its place in `slab`, which may be a new array afterwards.
   * @param pattern index into rowOf, or −1 to remember nothing: the place is then good until the next call
   */
  compute(group: number, pattern: number, ranks: Int32Array): number {
    const {groups, leaves} = this.compiled;
    const {scratch, rounding} = this;
    const {start, coverRatio, column, tests} = leaves;
    for (let leaf = groups.firstLeaf[group]!; leaf < groups.firstLeaf[group + 1]!; leaf++) {
      const from = start[leaf]!;
      const n = start[leaf + 1]! - from;
      if (this.part.length < n) {
        this.part = new Float64Array(2 * n);
        this.satisfied = new Float64Array(2 * n);
      }
      for (let i = 0; i < n; i++) {
        const rank = ranks[tests.lane[from + i]!]!;
        this.satisfied[i] = rank >= tests.lo[from + i]! && rank <= tests.hi[from + i]! ? 1 : 0;
      }
      leafShap(leaves.value[leaf]!, n, coverRatio.subarray(from, from + n), this.satisfied, this.part);
      for (let i = 0; i < n; i++) scratch[column[from + i]!]! += this.part[i]!;
    }
    const first = groups.columnStart[group]!;
    const width = groups.columnStart[group + 1]! - first;
    const place = this.reserve(pattern, width);
    for (let j = 0; j < width; j++) {
      const at = groups.column[first + j]!;
      this.slab[place + j] = scratch[at]! + rounding[at]! - rounding[at]!;
      scratch[at] = 0;
    }
    return place;
  }

  private reserve(pattern: number, width: number): number {
    if (pattern < 0 || this.used + width > this.maxValues) return this.firstRow;
    if (this.used + width > this.slab.length) {
      const larger = new Float64Array(Math.min(2 * this.slab.length, this.maxValues));
      larger.set(this.slab);
      this.slab = larger;
    }
    const place = this.used;
    this.used += width;
    this.rowOf[pattern] = place;
    return place;
  }
}

/**
 * Gives the constant c for which (x + c) − c rounds x to the column's grain, or 0 (no rounding) when the
 * grain would be coarser than 2⁻³⁸. A bound of 2ᵇ allows |partial sums| ≤ 2ᵇ⁺²: while a change is applied,
 * rows of the old and of the new pattern mix.
 */
function roundingConstant(bound: number): number {
  if (bound === 0) return 1;
  const exponent = Math.ceil(Math.log2(bound)) + 3 - 53;
  return exponent > -38 ? 0 : 1.5 * 2 ** (52 + Math.max(exponent, -500));
}
