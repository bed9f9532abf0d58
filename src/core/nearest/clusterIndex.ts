import {squaredDistance} from "./squaredDistance.ts";

/** Points of a space in clusters, so that most need not be looked at to find those nearest to another one. */
export interface ClusterIndex {
  dims: number;
  /** All points, row-major: cluster after cluster, in each by ascending distance from its centre. */
  points: Float32Array;
  /** Where each of them stood before. */
  order: Int32Array;
  /** Row-major, one a cluster. */
  centres: Float32Array;
  /** The first point of each cluster, and the end of the last. */
  starts: Int32Array;
  /** Euclidean distance of each point from the centre of its cluster. */
  fromCentre: Float64Array;
}

export interface ClusterOptions {
  /** At most one a point. */
  clusters: number;
  /** How often centres are moved to the mean of a sample's points. */
  rounds?: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** Points of the sample for each cluster. */
const SAMPLE = 40;

/**
 * Divides points into clusters by k-means on a sample. Source: S. Lloyd, "Least squares quantization in PCM", IEEE
 * Transactions on Information Theory 28 (1982).
 * @param vectors one row of `dims` numbers a point, row-major; finite
 */
export function buildClusterIndex(
  vectors: Float32Array,
  dims: number,
  {clusters, rounds = 8, random}: ClusterOptions
): ClusterIndex {
  const n = vectors.length / dims;
  const k = Math.max(0, Math.min(clusters, n));
  const sample = Int32Array.from({length: Math.min(n, SAMPLE * k)}, () => Math.floor(random() * n));
  const centres = new Float32Array(k * dims);
  for (let c = 0; c < k; c++)
    centres.set(vectors.subarray(sample[c]! * dims, (sample[c]! + 1) * dims), c * dims);
  for (let round = 0; round < rounds; round++) moveCentres(centres, vectors, dims, sample);

  const cluster = new Int32Array(n);
  const distance = new Float64Array(n);
  const starts = new Int32Array(k + 1);
  for (let i = 0; i < n; i++) {
    const at = nearestCentre(centres, dims, vectors, i * dims);
    cluster[i] = at;
    distance[i] = Math.sqrt(squaredDistance(vectors, i * dims, centres, at * dims, dims));
    starts[at + 1]!++;
  }
  for (let c = 0; c < k; c++) starts[c + 1]! += starts[c]!;
  const order = Int32Array.from({length: n}, (_, i) => i).sort(
    (a, b) => cluster[a]! - cluster[b]! || distance[a]! - distance[b]! || a - b
  );
  const points = new Float32Array(vectors.length);
  order.forEach((from, to) => {
    points.set(vectors.subarray(from * dims, (from + 1) * dims), to * dims);
  });
  return {dims, points, order, centres, starts, fromCentre: Float64Array.from(order, (i) => distance[i]!)};
}

/** Moves each centre to the mean of the sample's points that are nearest to it; one without any stays. */
function moveCentres(centres: Float32Array, vectors: Float32Array, dims: number, sample: Int32Array): void {
  const sums = new Float64Array(centres.length);
  const counts = new Int32Array(centres.length / dims);
  for (const i of sample) {
    const c = nearestCentre(centres, dims, vectors, i * dims);
    counts[c]!++;
    for (let d = 0; d < dims; d++) sums[c * dims + d]! += vectors[i * dims + d]!;
  }
  for (const [c, count] of counts.entries())
    if (count > 0) for (let d = 0; d < dims; d++) centres[c * dims + d] = sums[c * dims + d]! / count;
}

function nearestCentre(centres: Float32Array, dims: number, vectors: Float32Array, at: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let c = 0; c < centres.length / dims; c++) {
    const squared = squaredDistance(vectors, at, centres, c * dims, dims, least);
    if (squared >= least) continue;
    least = squared;
    best = c;
  }
  return best;
}
