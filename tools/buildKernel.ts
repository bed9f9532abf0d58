import {readFileSync, renameSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

const SOURCE = fileURLToPath(new URL("../src/core/shap/treeQuadrature.as", import.meta.url));
const TARGET = fileURLToPath(new URL("../src/core/shap/simdCode.ts", import.meta.url));
const FLAGS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];

/** Compiles the SIMD kernel's AssemblyScript to WebAssembly. */
export async function compileKernel(source = readFileSync(SOURCE, "utf8")): Promise<Uint8Array> {
  const {default: asc} = await import("assemblyscript/asc");
  let binary: Uint8Array | undefined;
  const {error, stderr} = await asc.main(["kernel.ts", ...FLAGS, "--outFile", "kernel.wasm"], {
    readFile: (name) => (name === "kernel.ts" ? source : null),
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => []
  });
  if (error || !binary) throw new Error(`The kernel does not compile: ${stderr.toString()}`);
  return binary;
}

/** Writes the module that carries the compiled kernel. */
export function kernelToModule(binary: Uint8Array): string {
  return `/** WebAssembly of treeQuadrature.as, base64; made by tools/buildKernel.ts. */\nexport const SIMD_CODE =\n  "${Buffer.from(binary).toString("base64")}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const {values} = parseArgs({options: {help: {type: "boolean", short: "h"}}});
    if (values.help)
      console.log(
        "node --import tsx tools/buildKernel.ts\n\nCompiles src/core/shap/treeQuadrature.as into src/core/shap/simdCode.ts."
      );
    else {
      const binary = await compileKernel();
      writeFileSync(`${TARGET}.part`, kernelToModule(binary));
      renameSync(`${TARGET}.part`, TARGET);
      console.log(`src/core/shap/simdCode.ts holds ${binary.length} bytes of WebAssembly.`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
