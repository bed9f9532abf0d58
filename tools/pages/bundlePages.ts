import {existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {dirname, join, relative, resolve, sep} from "node:path";
import {transform} from "esbuild";
import {type GetManualChunk, type GetModuleInfo, type OutputChunk, type Plugin, rollup} from "rollup";

/** A package of at least so many bytes is a file of its own: pages that do without it do not load it. */
const LARGE = 20_000;
/** Tells a package as a file of its own from the module of which components use some. */
const WHOLE = "?whole";
const SCRIPT = /<script type="module">([\s\S]*?)<\/script>\n?/g;
const LINKED_SCRIPT = /<script type="module" src="([^"]+)"><\/script>/g;
const PRELOAD = /<link rel="modulepreload" href="([^"]+)">\n?/g;

/** What Framework gives cells by these names is a whole package; components import from it what they use. */
const TAKES_PACKAGE = /\binputs: \[[^\]]*"(?:Plot|d3|Arrow)"/;

/**
 * Puts the modules of a built site together, since a browser asks for six files at a time and Framework writes one a
 * module: what several kinds of pages use is one file, what one kind uses another, and large packages stay by themselves,
 * without what nobody uses. Pages whose cells take a whole package have files of their own. The cells remain in the
 * document; its preload links name the new files. Other modules are removed.
 */
export async function bundlePages(dist: string): Promise<void> {
  const pages = readdirSync(dist, {recursive: true, encoding: "utf8"}).filter(
    (file) => file.endsWith(".html") && !file.startsWith(`_file${sep}`)
  );
  const takes = (page: string) => TAKES_PACKAGE.test(readFileSync(join(dist, page), "utf8"));
  const bundles = await Promise.all(
    [true, false].map((isTaking) =>
      bundleTogether(
        dist,
        pages.filter((page) => takes(page) === isTaking),
        isTaking
      )
    )
  );
  removeModules(dist);
  for (const chunks of bundles)
    for (const chunk of chunks) {
      const path = join(dist, chunk.fileName);
      if (chunk.isEntry)
        writeFileSync(path, withCells(readFileSync(path, "utf8"), chunk, neededFiles(chunk, chunks)));
      else writeFileSync(path, chunk.code);
    }
}

/** Bundles pages that share their files; `isTaking` says that their cells may take whole packages. */
async function bundleTogether(
  dist: string,
  pages: readonly string[],
  isTaking: boolean
): Promise<OutputChunk[]> {
  if (pages.length === 0) return [];
  const bundle = await rollup({
    input: Object.fromEntries(pages.map((page) => [page, join(dist, page)])),
    preserveEntrySignatures: false,
    plugins: [builtPages(dist, isTaking)],
    onwarn: ({code, message}) => {
      if (code !== "UNRESOLVED_IMPORT" && code !== "CIRCULAR_DEPENDENCY") throw new Error(message);
    }
  });
  const {output} = await bundle.generate({
    format: "es",
    entryFileNames: "[name]",
    chunkFileNames: "_import/[name].[hash].js",
    paths: (id) => `./${relative(join(dist, "_import"), id.replace(WHOLE, ""))}`,
    manualChunks: filesOfKinds(dist)
  });
  await bundle.close();
  return output.filter((file): file is OutputChunk => file.type === "chunk");
}

/** Lists the files that a page needs at once: what its cells import, and all that these import. */
function neededFiles(page: OutputChunk, chunks: readonly OutputChunk[]): string[] {
  const importsOf = new Map(chunks.map(({fileName, imports}) => [fileName, imports]));
  const files: string[] = [];
  reach(
    [...page.imports, ...page.dynamicImports],
    (file) => importsOf.get(file) ?? [],
    (file) => files.push(file)
  );
  return files;
}

/** Writes a page's cells as they were bundled, and links that load the files they need before they run. */
function withCells(html: string, {code, fileName}: OutputChunk, files: readonly string[]): string {
  const links = files.map(
    (file) => `<link rel="modulepreload" href="${relative(dirname(fileName), file)}">\n`
  );
  const script = `<script type="module">\n${code.replaceAll("</script", "<\\/script")}</script>\n`;
  return html
    .replace(PRELOAD, "")
    .replace("</title>\n", (title) => title + links.join(""))
    .replace(LINKED_SCRIPT, "")
    .replace(SCRIPT, "")
    .replace("</head>", () => `${script}</head>`);
}

/** Lets rollup read a page as the module that its cells are, and the site's modules where they lie. */
function builtPages(dist: string, isTaking: boolean): Plugin {
  return {
    name: "built-pages",
    resolveId(source, importer) {
      if (!importer) return source;
      const path = resolve(dirname(importer), source);
      return existsSync(path) ? path : {id: path, external: true};
    },
    // Framework's own loads a package when a cell takes it by name; where none does, it stays a file that nobody asks for.
    resolveDynamicImport(specifier, importer) {
      if (isTaking || typeof specifier !== "string" || !importer.startsWith(join(dist, "_observablehq")))
        return null;
      const path = resolve(dirname(importer), specifier);
      return path.startsWith(join(dist, "_npm")) ? {id: path + WHOLE, external: true} : null;
    },
    load(id) {
      if (!id.endsWith(".html")) return null;
      const html = readFileSync(id, "utf8");
      const linked = [...html.matchAll(LINKED_SCRIPT)].map(([, src]) => `import ${JSON.stringify(src)};\n`);
      const cells = [...html.matchAll(SCRIPT)].map(([, code]) => code);
      return [...linked, ...cells].join("\n");
    },
    // A module finds the site's root and its attachments from where it was.
    resolveImportMeta(property, {moduleId}) {
      if (property !== "url") return null;
      const place = relative(join(dist, "_import"), moduleId);
      return `new URL(${JSON.stringify(place)}, import.meta.url).href`;
    },
    async renderChunk(code, {isEntry}) {
      if (isEntry) return null;
      return (await transform(code, {minify: true, format: "esm", target: "es2022", legalComments: "none"}))
        .code;
    }
  };
}

/**
 * Names the file of each module by the kinds of pages that need it and the large packages that it needs, so that no page
 * loads a package for others; what is loaded only when it is asked for is left alone.
 */
function filesOfKinds(dist: string): GetManualChunk {
  let kinds: Map<string, Set<string>> | null = null;
  return (id, {getModuleInfo, getModuleIds}) => {
    if (id.endsWith(".html")) return null;
    kinds ??= kindsOf([...getModuleIds()], dist, getModuleInfo);
    const large = largePackage(id);
    if (large) return large;
    const needing = [...(kinds.get(id) ?? [])];
    // What packages share with each other must not depend on what a page has of its own.
    if (needing.length < 2 && !id.startsWith(join(dist, "_npm"))) return needing[0] ?? null;
    if (needing.length === 0) return null;
    const needed = new Set<string>();
    reach(
      [id],
      (module) => getModuleInfo(module)?.importedIds ?? [],
      (module) => {
        const name = largePackage(module);
        if (name) needed.add(name);
      }
    );
    return ["site", ...[...needed].sort()].join("-");
  };
}

/** Answers the name of the package that a module is, when it is a large one. */
function largePackage(id: string): string | null {
  const name = /[\\/]_npm[\\/](?:@[^\\/]+[\\/])?([^\\/@]+)@/.exec(id)?.[1];
  return name && existsSync(id) && statSync(id).size >= LARGE ? name : null;
}

/** Finds for each module the kinds of pages that need it at once: through static imports, and the imports of cells. */
function kindsOf(ids: readonly string[], dist: string, infoOf: GetModuleInfo): Map<string, Set<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const page of ids.filter((id) => id.endsWith(".html"))) {
    const kind = kindOf(relative(dist, page));
    const {importedIds = [], dynamicallyImportedIds = []} = infoOf(page) ?? {};
    const visit = (id: string) => kinds.set(id, (kinds.get(id) ?? new Set()).add(kind));
    reach([...importedIds, ...dynamicallyImportedIds], (id) => infoOf(id)?.importedIds ?? [], visit);
  }
  return kinds;
}

/** Visits modules and all that they import, each once. */
function reach(
  from: readonly string[],
  importsOf: (id: string) => readonly string[],
  visit: (id: string) => void
): void {
  const seen = new Set(from);
  for (const id of seen) {
    visit(id);
    for (const imported of importsOf(id)) seen.add(imported);
  }
}

/** Names the kind of a page: its folder below that of the language, else its own name. */
function kindOf(page: string): string {
  const [first, second] = page.replace(/^(en|fr)[\\/]/, "").split(/[\\/]/);
  return second === undefined ? first!.replace(/\.html$/, "") : first!;
}

function removeModules(dist: string): void {
  for (const folder of ["_import", "_observablehq"])
    for (const file of readdirSync(join(dist, folder), {recursive: true, encoding: "utf8"}))
      if (file.endsWith(".js")) rmSync(join(dist, folder, file));
}
