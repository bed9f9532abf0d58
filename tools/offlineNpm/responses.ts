import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build, type Plugin} from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const JAVASCRIPT = {"content-type": "application/javascript"};
/** Packages whose package.json does not lead to one browser ES module; Notebook Kit's leads to a compiler of 10 MB as well. */
const BROWSER_ENTRY: Record<string, string> = {
  "socket.io-client": "dist/socket.io.esm.min.js",
  "@observablehq/notebook-kit": "dist/src/lib/serialize.js"
};
/** Packages that take into their own module the few parts that they use of another one, which by itself is much larger. */
const WITHIN: Record<string, readonly string[]> = {"@observablehq/plot": ["d3"]};
/** What a package does first: Plot writes numbers as the language of the page does. */
const FIRST: Record<string, string> = {
  "@observablehq/plot": `import {formatDefaultLocale} from "d3";
    import {NUMBER_FORMATS} from "./src/components/charts/numberFormat.ts";
    const numbers = NUMBER_FORMATS[document.documentElement.lang];
    if (numbers) formatDefaultLocale(numbers);`
};

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}
const readManifest = (directory: string): Manifest | null => {
  const path = join(directory, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : null;
};
const directoryOf = (name: string): string => join(ROOT, "node_modules", name);
const SHARED = new Set(Object.keys(readManifest(ROOT)?.dependencies ?? {}));

/** Packages that Framework itself loads for what this site has other means for: what to use instead. */
const NOT_HERE: Readonly<Record<string, string>> = {
  "parquet-wasm": "Parquet files are read on the server; ask sql, or attach the file as Arrow or CSV",
  "@duckdb/duckdb-wasm": "SQL runs on the server; import {sql} from the library, scorebook.ts"
};

/** Splits "@scope/name@1.2.3/path" into its name and path. */
export function parseSpecifier(specifier: string): {name: string; path: string} {
  const match = /^((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(?:\/(.*))?$/.exec(specifier);
  if (!match) throw new Error(`offline: "${specifier}" names no package`);
  return {name: match[1]!, path: match[2] ?? ""};
}

/** Tests whether a request asks for code, which the CDN serves under /npm/. */
export const isFromCdn = (url: URL): boolean => url.pathname.startsWith("/npm/");

/** Answers a request for a package's code: one ES module built from node_modules for "+esm", else the file as it is. */
export async function npmResponse(url: URL): Promise<Response> {
  const {name, path} = parseSpecifier(url.pathname.slice("/npm/".length));
  if (NOT_HERE[name] && !readManifest(directoryOf(name))) return notHere(name, path);
  if (!readManifest(directoryOf(name)))
    throw new Error(`offline: the site imports "${name}", which package.json does not list as a dependency`);
  if (/(^|\/)\+esm$/.test(path))
    return new Response(await bundlePackage(name, path.replace(/\/?\+esm$/, "")), {headers: JAVASCRIPT});
  const body = readFileSync(join(directoryOf(name), path));
  return new Response(body, {
    headers: /\.m?js$/.test(path) ? JAVASCRIPT : {"content-type": "application/octet-stream"}
  });
}

/** Answers with a module that fails with one sentence, so that the cell that needs it says so and no other page is broken. */
function notHere(name: string, path: string): Response {
  if (!/(^|\/)\+esm$/.test(path)) return new Response("", {headers: JAVASCRIPT});
  const sentence = JSON.stringify(`${name} is not part of this site. ${NOT_HERE[name]}.`);
  return new Response(`throw new Error(${sentence});\nexport default null;\n`, {headers: JAVASCRIPT});
}

/**
 * Answers a request for a package's published versions with the installed one. A package that is not installed
 * gets 0.0.0: Framework's client names several that no page loads.
 */
export function versionResponse(url: URL): Response {
  const {name} = parseSpecifier(decodeURIComponent(url.pathname.slice(1)).replace(/\/latest$/, ""));
  const version = readManifest(directoryOf(name))?.version ?? "0.0.0";
  return Response.json({version, versions: {[version]: {}}});
}

/** Bundles a package for the browser; direct dependencies of the project stay separate modules, shared by all that do not take them within. */
async function bundlePackage(name: string, path: string): Promise<string> {
  const entry = BROWSER_ENTRY[name];
  const specifier = path ? `${name}/${path}` : entry ? `./node_modules/${name}/${entry}` : name;
  const from = JSON.stringify(specifier);
  const all = `${FIRST[name] ?? ""} export * from ${from};`;
  try {
    return await bundle(name, `${all} export {default} from ${from};`);
  } catch {
    return bundle(name, all);
  }
}

async function bundle(name: string, contents: string): Promise<string> {
  const result = await build({
    stdin: {contents, resolveDir: ROOT},
    bundle: true,
    write: false,
    logLevel: "silent",
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    define: {"process.env.NODE_ENV": '"production"'},
    plugins: [sharedDependencies(name)]
  });
  return result.outputFiles[0]!.text;
}

function sharedDependencies(owner: string): Plugin {
  return {
    name: "shared-dependencies",
    setup(build) {
      build.onResolve({filter: /^[^./]/}, ({path: specifier}) => {
        const {name, path} = parseSpecifier(specifier);
        if (name === owner || !SHARED.has(name) || WITHIN[owner]?.includes(name)) return undefined;
        const {version} = readManifest(directoryOf(name))!;
        return {path: `/npm/${name}@${version}/${path ? `${path}/` : ""}+esm`, external: true};
      });
    }
  };
}
