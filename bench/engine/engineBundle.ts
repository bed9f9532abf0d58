import {readdirSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {gzipSync} from "node:zlib";
import {build} from "esbuild";

/** Everything that a page needs to score, explain, change and decide. */
const ENTRY = `
export * from "./booster/parse.ts";
export * from "./booster/predict.ts";
export * from "./booster/scorer.ts";
export * from "./shap/explainer.ts";
export * from "./shap/whatIf.ts";
export * from "./shap/interactions.ts";
`;

/** Bytes that the engine may take, gzipped. */
export const BUNDLE_LIMIT = 28_000;
/** Score, points and decision, and features set by hand; what tells them in sentences comes later. */
export const CREDIT = readdirSync(new URL("../../src/core/credit/", import.meta.url))
  .filter((file) => file.endsWith(".ts") && !/^(explanation|reasons)\./.test(file))
  .map((file) => `./credit/${file}`);

/** Bundles the engine for browsers and gives its size in bytes. */
export async function measureBundle(
  extra: readonly string[] = []
): Promise<{minified: number; gzipped: number}> {
  const {outputFiles} = await build({
    stdin: {
      contents: ENTRY + extra.map((path) => `export * from ${JSON.stringify(path)};\n`).join(""),
      resolveDir: fileURLToPath(new URL("../../src/core/", import.meta.url)),
      loader: "ts"
    },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022"
  });
  const {contents} = outputFiles[0]!;
  return {minified: contents.length, gzipped: gzipSync(contents, {level: 9}).length};
}
