/** Category sets, each once. */
export interface CategorySets {
  /** Gives a set its number, the same for equal words. The words are kept, not copied. */
  add(words: Uint32Array): number;
  /** The sets by their numbers. */
  readonly all: readonly Uint32Array[];
}

/** Creates an empty collection; it compares words, since a key made of 100,000 of them would take a megabyte. */
export function createCategorySets(): CategorySets {
  const all: Uint32Array[] = [];
  const byHash = new Map<number, number[]>();
  return {
    all,
    add(words) {
      const hash = hashOf(words);
      const alike = byHash.get(hash) ?? [];
      for (const index of alike) if (isSame(all[index]!, words)) return index;
      byHash.set(hash, alike);
      alike.push(all.length);
      return all.push(words) - 1;
    }
  };
}

/** Mixes words into 32 bits (Fowler, Noll and Vo's function, word by word). */
function hashOf(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193);
  return hash ^ words.length;
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
