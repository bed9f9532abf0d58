import type {ClusterIndex} from "./clusterIndex.ts";
import {squaredDistance} from "./squaredDistance.ts";

/** A point of an index, by where it stood before, and its Euclidean distance. */
export interface Neighbour {
  position: number;
  distance: number;
}

/** Room for rounding in the triangle inequality, relative to the distances in it. */
const SLACK = 1e-9;

/**
 * Finds the k points nearest to a query, nearest first; of equally near ones those that stood first. Exact: a point is
 * passed over only where the triangle inequality says that it is farther than k others. Source: K. Fukunaga, P. Narendra,
 * "A branch and bound algorithm for computing k-nearest neighbors", IEEE Transactions on Computers 24 (1975).
 * @param except the position of a point that is left out
 */
export function nearest(index: ClusterIndex, query: ArrayLike<number>, k: number, except = -1): Neighbour[] {
  const {dims, points, order, centres, starts, fromCentre} = index;
  const kept = createKept(k);
  const clusters = Array.from({length: starts.length - 1}, (_, c) => ({
    c,
    distance: Math.sqrt(squaredDistance(query, 0, centres, c * dims, dims))
  })).sort((a, b) => a.distance - b.distance);
  for (const {c, distance} of clusters) {
    const end = starts[c + 1]!;
    const reach = () => Math.sqrt(kept.worst()) + SLACK * (1 + distance);
    for (let i = firstFrom(fromCentre, starts[c]!, end, distance - reach()); i < end; i++) {
      if (fromCentre[i]! > distance + reach()) break;
      const position = order[i]!;
      if (position === except) continue;
      const squared = squaredDistance(query, 0, points, i * dims, dims, kept.worst());
      kept.offer(position, squared);
    }
  }
  return kept.sorted();
}

/** Finds the first place from `start` whose distance is at least `least`; distances ascend. */
function firstFrom(distances: Float64Array, start: number, end: number, least: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (distances[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the k least squared distances in a heap whose top is the greatest of them. */
function createKept(k: number) {
  const heap: {position: number; squared: number}[] = [];
  const isAfter = (a: {position: number; squared: number}, b: {position: number; squared: number}) =>
    a.squared > b.squared || (a.squared === b.squared && a.position > b.position);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  function sink() {
    for (let at = 0; ; ) {
      let greatest = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isAfter(heap[child]!, heap[greatest]!)) greatest = child;
      if (greatest === at) return;
      swap(at, greatest);
      at = greatest;
    }
  }
  return {
    /** The squared distance beyond which nothing is kept. */
    worst: () => (heap.length < k ? Number.POSITIVE_INFINITY : (heap[0]?.squared ?? -1)),
    offer(position: number, squared: number) {
      const one = {position, squared};
      if (heap.length < k) {
        heap.push(one);
        for (let at = heap.length - 1; at > 0; ) {
          const parent = (at - 1) >> 1;
          if (!isAfter(heap[at]!, heap[parent]!)) return;
          swap(at, parent);
          at = parent;
        }
      } else if (heap[0] && isAfter(heap[0], one)) {
        heap[0] = one;
        sink();
      }
    },
    sorted: (): Neighbour[] =>
      heap
        .sort((a, b) => a.squared - b.squared || a.position - b.position)
        .map(({position, squared}) => ({position, distance: Math.sqrt(squared)}))
  };
}
