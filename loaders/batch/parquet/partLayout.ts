/** Rows of a part of the features; bounds the memory. */
export const PART_ROWS = 4096;
/** Bytes of a part's column of bits. */
export const PART_BITS = PART_ROWS / 8;

/** Names the part of a Parquet file that begins with row `first`. */
export const partPath = (parquet: string, first: number): string => `${parquet}.${first}`;
