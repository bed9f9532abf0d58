import {type StatsFs, statfsSync} from "node:fs";
import {ScorebookError} from "../../src/core/errors.ts";

type Space = Pick<StatsFs, "bavail" | "blocks" | "bsize">;

const LEAST_BYTES = 16 * 2 ** 20;
const LEAST_SHARE = 0.02;

/** Throws when the disk of a folder is nearly full: under 16 MiB are free, or 2 % of a small disk. @throws STORAGE_FULL */
export function checkDisk(dir: string, statfs: (dir: string) => Space = statfsSync): void {
  const {bavail, blocks, bsize} = statfs(dir);
  const free = bavail * bsize;
  const least = Math.min(LEAST_BYTES, LEAST_SHARE * blocks * bsize);
  if (free >= least) return;
  const kib = (bytes: number) => `${Math.floor(bytes / 1024)} KiB`;
  throw new ScorebookError(
    "STORAGE_FULL",
    `The disk of ${dir} has ${kib(free)} left, and ${kib(least)} are needed; free some.`
  );
}
