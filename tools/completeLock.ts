import {readFileSync, writeFileSync} from "node:fs";

/**
 * Completes package-lock.json with the packages for other platforms. A registry mirror that does not carry them
 * makes npm leave their entries out, and `npm ci` then refuses the file everywhere. Run it after `npm install`.
 */
interface LockEntry {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
export interface Lock {
  packages: Record<string, LockEntry>;
}

const OS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32"
];
const CPU = ["x64", "arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x"];

/** Finds every optional package that a lock names and has no entry for: where it would be installed, and its version. */
export function missingOptionals({packages}: Lock): {path: string; version: string; dev: boolean}[] {
  return Object.entries(packages).flatMap(([parent, {optionalDependencies = {}, dev = false}]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !resolves(packages, parent, name))
      .map(([name, version]) => ({path: `node_modules/${name}`, version, dev}))
  );
}

/** Looks a package up as Node does: beside the parent, then in each folder above. */
function resolves(packages: Lock["packages"], parent: string, name: string): boolean {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${at ? `${at}/` : ""}node_modules/${name}`]?.version) return true;
    if (!at) return false;
  }
}

/** Reads operating system, processor and C library from a platform package's name. */
export function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> {
  const words = name.split(/[/-]/);
  const os = OS.find((word) => words.includes(word));
  const cpu = CPU.find((word) => words.includes(word));
  const libc =
    os !== "linux"
      ? undefined
      : words.includes("musl")
        ? "musl"
        : words.includes("gnu")
          ? "glibc"
          : undefined;
  return {...(os && {os: [os]}), ...(cpu && {cpu: [cpu]}), ...(libc && {libc: [libc]})};
}

export function completeLock(lock: Lock): number {
  const missing = missingOptionals(lock);
  for (const {path, version, dev} of missing)
    lock.packages[path] = {version, ...(dev && {dev}), ...platformOf(path), optional: true};
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  );
  return missing.length;
}

if (process.argv[1]?.endsWith("completeLock.ts")) {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
  const added = completeLock(lock);
  writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${added} entries added.`);
}
