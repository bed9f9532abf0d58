import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {test} from "node:test";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
type Import = {from: string; to: string; typeOnly: boolean};

/** Rooms of the house: where a file lives decides what it may import. `*` in packages allows any. */
const ROOMS: {room: RegExp; rooms: RegExp; packages: RegExp}[] = [
  {room: /^src\/core\//, rooms: /^src\/core\//, packages: /^$/},
  {
    room: /^src\/components\//,
    rooms: /^src\/(core|components)\//,
    packages:
      /^(npm:|observablehq:)|^(socket\.io-client|@observablehq\/(plot|inputs|runtime|notebook-kit(\/runtime)?)|@codemirror\/.*|@lezer\/highlight|d3(-.*)?|htl|apache-arrow)$/
  },
  {room: /^src\/data\//, rooms: /^(loaders|src\/core)\//, packages: /^node:/},
  {
    room: /^src\//,
    rooms: /^src\/((core|components)\/|scorebook\.ts$)/,
    packages: /^(npm:|observablehq:|node:)/
  },
  {
    room: /^loaders\//,
    rooms: /^(loaders|src\/core)\//,
    packages:
      /^(node:|nodejs-polars$|yauzl$|libsql$|ioredis$|bullmq$|cli-progress$|apache-arrow$|esbuild$|tsx\/)/
  },
  {
    room: /^data\/demo\//,
    rooms: /^(data\/demo|loaders|src\/core)\//,
    packages: /^(node:|cli-progress$|nodejs-polars$|pure-rand\/)/
  },
  {
    room: /^models\//,
    rooms: /^(models|loaders|src\/core)\//,
    packages: /^(node:|tsx\/|koffi$|nodejs-polars$|cli-progress$|libsql$|ajv(-formats)?(\/|$))/
  },
  {
    room: /^server\//,
    rooms: /^(server|loaders|src\/core)\//,
    packages:
      /^(node:|canonicalize$|cookie$|fastify$|@fastify\/|helmet$|ioredis$|bullmq$|@socket\.io\/redis-streams-adapter$|socket\.io$|libsql$|pino$|prom-client$|apache-arrow$|@duckdb\/node-api$|ajv(-formats)?(\/|$))/
  },
  {room: /^(tools|bench|tests|observablehq)/, rooms: /./, packages: /./}
];
/** Types vanish when the code runs, so core may name these to derive its types from its schemas. */
const CORE_TYPES = new Set(["json-schema-to-ts"]);

function files(dir: string): string[] {
  return readdirSync(join(root, dir), {recursive: true, withFileTypes: true})
    .filter((f) => f.isFile() && /\.(ts|md)$/.test(f.name))
    .map((f) => relative(root, join(f.parentPath, f.name)))
    .filter((f) => !/node_modules|\.observablehq/.test(f));
}

/** Parses the import specifiers of a module; in a page, those of its ts and js cells. */
export function parseImports(file: string, text: string): Import[] {
  const code = file.endsWith(".md")
    ? [...text.matchAll(/^```(?:ts|js)[^\n]*\n([\s\S]*?)^```/gm)].map((m) => m[1]).join("\n")
    : text;
  const found: Import[] = [];
  for (const m of code.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^"'`;]*?\sfrom\s*)?["']([^"']+)["']/gm
  ))
    found.push({from: file, to: m[2]!, typeOnly: Boolean(m[1])});
  for (const m of code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({from: file, to: m[1]!, typeOnly: false});
  return found;
}

/** Returns one sentence per import that goes against the direction of the house. */
export function violations(imports: Import[]): string[] {
  return imports.flatMap(({from, to, typeOnly}) => {
    const rule = ROOMS.find((r) => r.room.test(from));
    if (!rule) return [];
    if (to.startsWith(".")) {
      const target = join(dirname(from), to);
      if (target.startsWith("tests/") && !from.startsWith("tests/"))
        return [`${from} imports a test, ${target}`];
      return rule.rooms.test(target) || /\.(json|css)$/.test(target) ? [] : [`${from} imports ${target}`];
    }
    if (from.startsWith("src/core/") && typeOnly && CORE_TYPES.has(to)) return [];
    return rule.packages.test(to) || (typeOnly && !from.startsWith("src/core/"))
      ? []
      : [`${from} imports the package ${to}`];
  });
}

const all = ["src", "loaders", "models", "server", "data/demo", "tools", "bench", "tests"]
  .flatMap(files)
  .flatMap((f) => parseImports(f, readFileSync(join(root, f), "utf8")));

test("violations(every import of the tree) is empty: imports go one way", () => {
  assert.ok(all.length > 100, `the parser found only ${all.length} imports`);
  assert.deepEqual(violations(all), []);
});

test("violations(planted import) sees each wrong direction", () => {
  const planted: [string, string][] = [
    ["src/core/x.ts", "node:fs"],
    ["src/core/x.ts", "../components/y.ts"],
    ["src/components/x.ts", "../../loaders/plan.ts"],
    ["src/index.md", "../server/app/app.ts"],
    ["loaders/x.ts", "../server/app/app.ts"],
    ["models/x.ts", "../server/app/app.ts"],
    ["server/x.ts", "../models/train.ts"],
    ["server/x.ts", "../tests/contract/suite.ts"]
  ];
  for (const [from, to] of planted)
    assert.equal(violations([{from, to, typeOnly: false}]).length, 1, `${from} → ${to} passed`);
});

test("src/core has no clock, no randomness, no DOM and no I/O", () => {
  const impure =
    /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|document\.|window\.|process\.|fetch\()/;
  const strip = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const found = files("src/core").filter((f) => impure.test(strip(readFileSync(join(root, f), "utf8"))));
  assert.deepEqual(found, []);
  assert.match("const t = Date.now();", impure);
});

test("only server/main.ts listens", () => {
  const listening = files("server").filter((f) => /\.listen\(/.test(readFileSync(join(root, f), "utf8")));
  assert.deepEqual(
    listening.filter((f) => f !== "server/main.ts"),
    []
  );
});

test("imports of the tree have no cycle", () => {
  const graph = new Map<string, string[]>();
  for (const {from, to, typeOnly} of all)
    if (to.startsWith(".") && !typeOnly)
      graph.set(from, [...(graph.get(from) ?? []), join(dirname(from), to).replace(/\.js$/, ".ts")]);
  const cycle = findCycle(graph);
  assert.equal(cycle, null, cycle?.join(" → "));
  assert.deepEqual(
    findCycle(
      new Map([
        ["a", ["b"]],
        ["b", ["a"]]
      ])
    ),
    ["a", "b", "a"]
  );
});

function findCycle(graph: Map<string, string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return null;
}
