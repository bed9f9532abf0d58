import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {build, type Plugin} from "esbuild";
import {FRAME_POLICY} from "../../src/core/notebook/framePolicy.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const FRAME = "src/components/notebook/frame";

/**
 * Keeps out what Notebook Kit brings and no cell here uses: the TypeScript compiler, the colouring of code in Markdown
 * with the parsers of five languages, and the libraries that it would load from elsewhere.
 */
const leaveOut: Plugin = {
  name: "leave-out",
  setup(build) {
    build.onResolve({filter: /./}, ({path, importer, kind}) => {
      const isHeavy = path === "typescript" || path.endsWith("/highlight.js");
      const isOther = importer.endsWith("recommendedLibraries.js") && kind === "dynamic-import";
      const isLeftOut = importer.includes("notebook-kit") && (isHeavy || (isOther && path !== "./md.js"));
      return isLeftOut ? {path, namespace: "left-out"} : undefined;
    });
    build.onLoad({filter: /./, namespace: "left-out"}, () => ({
      contents: "module.exports = {highlight() {}, ModuleKind: {}, ScriptTarget: {}};",
      loader: "js"
    }));
  }
};

/** Gives the charts what Framework gives them on its pages. */
const framework: Plugin = {
  name: "framework",
  setup(build) {
    build.onResolve({filter: /^observablehq:stdlib$/}, () => ({path: at(`${FRAME}/stdlib.ts`)}));
  }
};

/** Styles of tables and charts that the pages have too; the frame's own come last. */
const STYLES = [
  "node_modules/@observablehq/inputs/dist/index.css",
  ...["colours", "facts", "tables", "meaning", "states", "drawings"].map((name) => `src/styles/${name}.css`),
  `${FRAME}/frame.css`
];

/**
 * Writes the document of the frame that runs the cells of notebooks: one file with everything in it, since a frame
 * without an origin may load nothing.
 */
export async function notebookFrameHtml(): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [at(`${FRAME}/main.ts`)],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    define: {"import.meta.url": '"about:blank"'},
    plugins: [leaveOut, framework]
  });
  const code = outputFiles[0]!.text.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3C");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${FRAME_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notebook</title>
<style>${STYLES.map((path) => readFileSync(at(path), "utf8")).join("\n")}</style>
</head>
<body>
<script>${code}</script>
</body>
</html>
`;
}
