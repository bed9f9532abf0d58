import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

/** A kernel in AssemblyScript, and the module beside it that carries its WebAssembly. */
interface KernelFiles {
  readonly source: string;
  readonly target: string;
}

/** Paths from the root of the repository. */
export const KERNELS = {
  shap: {source: "src/core/shap/treeQuadrature.as", target: "src/core/shap/simdCode.ts"},
  csv: {source: "loaders/tables/csv/kernel/rows.as", target: "loaders/tables/csv/kernel/simdCode.ts"},
  records: {
    source: "loaders/history/kernel/records.as",
    target: "loaders/history/kernel/simdCode.ts"
  },
  machine: {
    source: "loaders/features/machine/kernel/loops.as",
    target: "loaders/features/machine/kernel/simdCode.ts"
  },
  tables: {
    source: "loaders/features/machine/kernel/tables.as",
    target: "loaders/features/machine/kernel/tablesCode.ts"
  }
} as const satisfies Record<string, KernelFiles>;
type KernelName = keyof typeof KERNELS;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FLAGS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];

/** Compiles a kernel's AssemblyScript to WebAssembly. */
export async function compileKernel(
  name: KernelName = "shap",
  text = readFileSync(join(ROOT, KERNELS[name].source), "utf8")
): Promise<Uint8Array> {
  const {default: asc} = await import("assemblyscript/asc");
  let binary: Uint8Array | undefined;
  const {error, stderr} = await asc.main(["kernel.ts", ...FLAGS, "--outFile", "kernel.wasm"], {
    readFile: (file) => (file === "kernel.ts" ? text : readBeside(KERNELS[name].source, file)),
    writeFile: (_file, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => []
  });
  if (error || !binary) throw new Error(`The kernel ${name} does not compile: ${stderr.toString()}`);
  return binary;
}

/** Reads what a kernel imports, which lies beside it with the ending .as; null when nothing does. */
function readBeside(source: string, file: string): string | null {
  const path = join(ROOT, dirname(source), basename(file).replace(/\.ts$/, ".as"));
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Writes the text of the module that carries a compiled kernel. */
export function kernelToModule(binary: Uint8Array, name: KernelName = "shap"): string {
  return `/** WebAssembly of ${basename(KERNELS[name].source)}, base64; made by tools/buildKernel.ts. */\nexport const SIMD_CODE =\n  "${Buffer.from(binary).toString("base64")}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const {values} = parseArgs({options: {help: {type: "boolean", short: "h"}}});
    const names = Object.keys(KERNELS) as KernelName[];
    if (values.help) {
      const lines = names.map((name) => `  ${KERNELS[name].source} into ${basename(KERNELS[name].target)}`);
      console.log(`node --import tsx tools/buildKernel.ts\n\nCompiles\n${lines.join("\n")}`);
    } else
      for (const name of names) {
        const {target} = KERNELS[name];
        const binary = await compileKernel(name);
        const aside = join(ROOT, dirname(target), `.${basename(target)}.part`);
        writeFileSync(aside, kernelToModule(binary, name));
        renameSync(aside, join(ROOT, target));
        console.log(`${target} holds ${binary.length} bytes of WebAssembly.`);
      }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
