/** A column of all clients, one position a client: numbers, NaN where missing, or codes into words, −1 where missing. */
export type Column =
  | {kind: "number"; values: ArrayLike<number>}
  | {kind: "category"; codes: ArrayLike<number>; words: readonly string[]};
