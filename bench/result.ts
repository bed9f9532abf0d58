import {cpus} from "node:os";

/** One line of a benchmark's table. */
export interface BenchRow {
  name: string;
  ours: number;
  /** null where there is nothing to compare with. */
  peer: number | null;
  peerName: string | null;
  unit: string;
  /** Above 1 means that ours is better. */
  ratio: number | null;
  /** The largest |ours − peer's| among the answers. */
  maxDifference: number | null;
}

export interface BenchResult {
  bench: string;
  machine: string;
  rows: BenchRow[];
  /** Sentences to read with the table. */
  notes?: string[];
}

/** Names the machine as the tables do. */
export function describeMachine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${process.platform}, Node ${process.version}`;
}

/** Gives the value below which a share q of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

/** Makes a row whose peer took longer or needed more, when ratio > 1. */
export function compare(
  name: string,
  unit: string,
  ours: number,
  peer?: {name: string; value: number; maxDifference?: number}
): BenchRow {
  return {
    name,
    unit,
    ours,
    peer: peer?.value ?? null,
    peerName: peer?.name ?? null,
    ratio: peer && ours !== 0 ? peer.value / ours : null,
    maxDifference: peer?.maxDifference ?? null
  };
}

/** Formats a result as a table in Markdown, which reads well in a terminal too. */
export function formatResult({bench, machine, rows, notes = []}: BenchResult): string {
  const number = (value: number | null, digits = 3) =>
    value === null
      ? ""
      : value !== 0 && (Math.abs(value) < 1e-6 || Math.abs(value) >= 1e12)
        ? value.toExponential(1)
        : Number(value.toPrecision(digits)).toLocaleString("en", {maximumSignificantDigits: digits});
  const difference = (value: number | null) =>
    value === null ? "" : value === 0 ? "0" : value.toExponential(1);
  const cells = rows.map((row) => [
    row.name,
    row.unit,
    number(row.ours),
    number(row.peer),
    row.peerName ?? "",
    row.ratio === null ? "" : `${number(row.ratio, 3)} ×`,
    difference(row.maxDifference)
  ]);
  const header = ["measured", "unit", "ours", "peer", "peer's name", "ratio", "max difference"];
  const widths = header.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i]!.length)));
  const line = (values: readonly string[]) =>
    `| ${values.map((value, i) => (i > 1 && i !== 4 ? value.padStart(widths[i]!) : value.padEnd(widths[i]!))).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (i > 1 && i !== 4 ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [
    `${bench} on ${machine}`,
    "",
    line(header),
    rule,
    ...cells.map(line),
    ...notes.flatMap((note) => ["", note])
  ].join("\n");
}
