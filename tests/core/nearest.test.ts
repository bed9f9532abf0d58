import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {buildClusterIndex} from "../../src/core/nearest/clusterIndex.ts";
import {nearest} from "../../src/core/nearest/nearest.ts";
import {squaredDistance} from "../../src/core/nearest/squaredDistance.ts";
import {createRandom} from "../../src/core/random.ts";

/** Looks at every point. */
function slowNearest(vectors: Float32Array, dims: number, query: Float32Array, k: number, except = -1) {
  return Array.from({length: vectors.length / dims}, (_, position) => ({
    position,
    squared: squaredDistance(query, 0, vectors, position * dims, dims)
  }))
    .filter(({position}) => position !== except)
    .sort((a, b) => a.squared - b.squared || a.position - b.position)
    .slice(0, k)
    .map(({position, squared}) => ({position, distance: Math.sqrt(squared)}));
}

/** Makes points in a few clouds, on a grid so that some are equal and many equally far. */
function cloud(n: number, dims: number, seed: number, grid = 8): Float32Array {
  const random = createRandom(seed);
  const middles = Array.from({length: 5 * dims}, () => 3 * random());
  return Float32Array.from({length: n * dims}, (_, at) => {
    const middle = middles[((Math.floor(at / dims) * 7) % 5) * dims + (at % dims)]!;
    return Math.round(grid * (middle + random() + random() - 1)) / grid;
  });
}

test("nearest(index, query, k) finds what looking at every point finds: recall is 1, whatever the points and k", () => {
  const cases = fc.record({
    n: fc.integer({min: 1, max: 400}),
    dims: fc.integer({min: 1, max: 19}),
    k: fc.integer({min: 1, max: 60}),
    clusters: fc.integer({min: 1, max: 30}),
    seed: fc.integer({min: 0, max: 1e6}),
    grid: fc.constantFrom(1, 8, 1e6)
  });
  fc.assert(
    fc.property(cases, ({n, dims, k, clusters, seed, grid}) => {
      const vectors = cloud(n, dims, seed, grid);
      const index = buildClusterIndex(vectors, dims, {clusters, random: createRandom(seed)});
      for (const position of [0, n >> 1]) {
        const query = vectors.subarray(position * dims, (position + 1) * dims);
        assert.deepEqual(nearest(index, query, k), slowNearest(vectors, dims, query, k));
        assert.deepEqual(nearest(index, query, k, position), slowNearest(vectors, dims, query, k, position));
      }
      const elsewhere = cloud(1, dims, seed + 1, grid);
      assert.deepEqual(nearest(index, elsewhere, k), slowNearest(vectors, dims, elsewhere, k));
    }),
    {seed: 3, numRuns: 150}
  );
});

test("the comparison with every point sees an index whose distances from the centres are wrong", () => {
  const vectors = cloud(300, 6, 4);
  const index = buildClusterIndex(vectors, 6, {clusters: 12, random: createRandom(1)});
  const planted = {...index, fromCentre: index.fromCentre.map((distance) => 10 * distance + 5)};
  const query = vectors.subarray(0, 6);
  assert.notDeepEqual(nearest(planted, query, 20), slowNearest(vectors, 6, query, 20));
});

test("nearest(index, query, k) of fewer points than k gives them all, and of none nothing", () => {
  const vectors = cloud(3, 2, 1);
  const index = buildClusterIndex(vectors, 2, {clusters: 9, random: createRandom(1)});
  assert.equal(nearest(index, [0, 0], 10).length, 3);
  const empty = buildClusterIndex(new Float32Array(0), 2, {clusters: 9, random: createRandom(1)});
  assert.deepEqual(nearest(empty, [0, 0], 10), []);
});
