/** A node takes 48 bytes: three float64, then five int32 and four bytes to spare. */
export const NODE = {
  floats: 6,
  ints: 12,
  /** In float64 places. The ratios are shares of the node's training rows, the right one with a minus sign. */
  threshold: 0,
  leftRatio: 1,
  minusRightRatio: 2,
  /** In int32 places. */
  lane: 6,
  /** Of an inner node: where the children's numbers start in a tree's work space, in bytes. */
  leftSlot: 7,
  rightSlot: 8,
  /** Index into the repeats, or −1 for the first split on its feature on the way down. */
  repeat: 9,
  column: 10
} as const;

/** A split on a feature that was split on before takes 16 bytes: one float64 and two int32. */
export const REPEAT = {
  floats: 2,
  ints: 4,
  /** In float64 places: the product of the feature's cover ratios above. */
  ratioAbove: 0,
  /** In int32 places: 2 × the tree's node that split before, + 1 for its right side; where its 1/g starts, in bytes. */
  before: 2,
  inverse: 3
} as const;

/** A tree takes eight int32; its outer nodes, which are over two leaves, follow its inner ones. */
export const TREE = {
  ints: 8,
  firstNode: 0,
  inner: 1,
  outer: 2,
  /** Of the leaves below inner nodes. */
  firstLeaf: 3,
  leaves: 4,
  /** Of the outer nodes, each with two float64: the right leaf's value, and left − right. */
  firstOuter: 5,
  /** Pairs of quadrature points. */
  pairs: 6
} as const;

/** What a kernel keeps of each node while it works on a tree takes 32 bytes: two float64 and an int32. */
export const STATE = {floats: 4, ints: 8, start: 0, slope: 1, flags: 4} as const;

/** Where each table starts in the memory, in bytes. */
export interface Addresses {
  readonly trees: number;
  readonly nodes: number;
  readonly repeats: number;
  readonly inverses: number;
  readonly leafValues: number;
  readonly outerValues: number;
  /** Per number of pairs p = 1, 2, …: 2p values 1 − t, then 2p weights. */
  readonly rules: number;
  readonly lanes: number;
  readonly rounding: number;
  readonly contributions: number;
  readonly out: number;
  readonly down: number;
  readonly up: number;
  readonly state: number;
}

/** A model laid out for the kernels, in one block of memory that WebAssembly can own. */
export interface Layout {
  readonly numTrees: number;
  readonly numNodes: number;
  readonly addresses: Addresses;
  readonly byteLength: number;
  /** Fills a block of at least byteLength bytes. */
  writeTo(buffer: ArrayBufferLike): void;
  /** The first node of each tree, and the number of all nodes at the end. */
  readonly treeStart: Int32Array;
  /** Per node, class × numFeatures + feature. */
  readonly column: Int32Array;
  /** Per node, its lane and the greatest lane value that goes left. */
  readonly lane: Int32Array;
  readonly threshold: Float64Array;
  /** Per node, its children: a node, or ~index of a leaf value. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leafValue: Float64Array;
}
