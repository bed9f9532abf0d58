/** Rows gathered into groups. */
export interface Groups {
  count: number;
  /** Group of each source row. */
  member: Int32Array;
  /** First source row of each group. */
  first: Int32Array;
  /** Whether the rows of each group stand together, and the groups in the order of their rows. */
  isSorted: boolean;
}

/** Groups rows that agree in client and all keys, in order of first appearance; missing keys agree with each other. */
export function groupRows(client: Int32Array, keys: readonly Float64Array[], count: number): Groups {
  const member = new Int32Array(count);
  const first = new Int32Array(count);
  const turns = compareNeighbours(client, keys, count);
  let groups = 0;
  let index: Map<string, number> | undefined;
  for (let i = 0; i < count; i++) {
    if (i > 0 && turns[i] === 0) {
      member[i] = member[i - 1]!;
      continue;
    }
    if (turns[i]! < 0) index ??= indexOf(client, keys, first.subarray(0, groups));
    const known = index?.get(keyOf(client, keys, i));
    member[i] = known ?? groups;
    if (known !== undefined) continue;
    index?.set(keyOf(client, keys, i), groups);
    first[groups++] = i;
  }
  return {count: groups, member, first: first.subarray(0, groups), isSorted: index === undefined};
}

/**
 * Compares each row with the one before by client, then by the keys in turn: 0 where they agree, 1 where it comes
 * after, −1 where it comes before or one of two keys is missing. Rows that only ascend need no index.
 */
function compareNeighbours(client: Int32Array, keys: readonly Float64Array[], count: number): Int8Array {
  const turns = new Int8Array(count);
  for (let i = 1; i < count; i++)
    turns[i] = client[i] === client[i - 1] ? 0 : client[i]! > client[i - 1]! ? 1 : -1;
  for (const key of keys) compareKey(key, turns);
  return turns;
}

function compareKey(key: Float64Array, turns: Int8Array): void {
  for (let i = 1; i < turns.length; i++) {
    if (turns[i] !== 0) continue;
    const [before, now] = [key[i - 1]!, key[i]!];
    if (now > before) turns[i] = 1;
    else if (now !== before && !(Number.isNaN(now) && Number.isNaN(before))) turns[i] = -1;
  }
}

const keyOf = (client: Int32Array, keys: readonly Float64Array[], row: number): string =>
  `${client[row]} ${keys.map((key) => key[row]).join(" ")}`;

function indexOf(client: Int32Array, keys: readonly Float64Array[], first: Int32Array): Map<string, number> {
  return new Map(Array.from(first, (row, group) => [keyOf(client, keys, row), group]));
}
