import pl from "nodejs-polars";

/** Encodes Arrow files, one after the other, as one Parquet file; a column of a dictionary becomes text. */
export function sink(path: string, parts: readonly string[]): void {
  const plan = pl.concat(parts.map((part) => pl.scanIPC(part))).sinkParquet(path, {
    compression: "lz4",
    sinkOptions: {syncOnClose: "all", maintainOrder: true, mkdir: false}
  });
  // A sink is handed out without its wrapper, so the engine is named as the native method wants it.
  (plan as unknown as {collectSync: (engine: string) => unknown}).collectSync("streaming");
}
