import {once} from "node:events";
import {createWriteStream, type WriteStream} from "node:fs";
import {mix, Rng} from "./draws/random.ts";

/** Formats a number as pandas writes a float column: `1.0`, `0.045`, `4.7e-05`; null is an empty cell. */
export function float(x: number | null): string {
  if (x === null) return "";
  if (Number.isInteger(x)) return Object.is(x, -0) ? "0.0" : `${x}.0`;
  const magnitude = Math.abs(x);
  if (magnitude >= 1e-4) return String(x);
  return x.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** Quotes a text that holds a comma; null is an empty cell. */
export function text(x: string | null): string {
  if (x === null) return "";
  return x.includes(",") ? `"${x}"` : x;
}

/** Writes one table, in bounded memory, its blocks of lines stirred as in a real extract. */
export class TableWriter {
  private readonly stream: WriteStream;
  private readonly pool: string[] = [];
  private readonly rng: Rng;
  private failure: Error | null = null;
  private pending = "";
  rows = 0;

  /** Opens the file and writes the header. With a pool of n, a block may land about n blocks later. */
  constructor(
    path: string,
    columns: readonly string[],
    private readonly poolSize: number,
    seed: number
  ) {
    this.stream = createWriteStream(path, {highWaterMark: 1 << 20});
    this.stream.on("error", (error) => {
      this.failure = error;
    });
    this.rng = new Rng(mix(seed, columns.length * 8191 + poolSize));
    this.pending = `${columns.join(",")}\n`;
  }

  /** Adds whole lines without their ends; the lines of one call stay together. */
  add(block: string, rows = 1): void {
    this.rows += rows;
    if (this.pool.length < this.poolSize) {
      this.pool.push(block);
      return;
    }
    if (this.poolSize === 0) {
      this.pending += `${block}\n`;
      return;
    }
    const slot = this.rng.integer(0, this.poolSize - 1);
    this.pending += `${this.pool[slot]!}\n`;
    this.pool[slot] = block;
  }

  /** Hands what is ready to the disk and waits when the disk is behind. */
  async drain(): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.pending.length < 1 << 18) return;
    await this.flush();
  }

  private async flush(): Promise<void> {
    const text = this.pending;
    this.pending = "";
    if (!this.stream.write(text, "latin1")) await once(this.stream, "drain");
  }

  /** Writes the rest and closes the file. */
  async close(): Promise<void> {
    for (let i = this.pool.length - 1; i > 0; i--) {
      const j = this.rng.integer(0, i);
      const kept = this.pool[i]!;
      this.pool[i] = this.pool[j]!;
      this.pool[j] = kept;
    }
    for (const block of this.pool) {
      this.pending += `${block}\n`;
      if (this.pending.length >= 1 << 18) await this.flush();
    }
    await this.flush();
    this.stream.end();
    await once(this.stream, "close");
    if (this.failure) throw this.failure;
  }

  /** Closes without caring for what was not written. */
  abandon(): void {
    this.stream.destroy();
  }
}
