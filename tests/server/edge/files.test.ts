import assert from "node:assert/strict";
import {mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {brotliDecompressSync} from "node:zlib";
import pino from "pino";
import type {App} from "../../../server/app/app.ts";
import {connectionLimit, socketLimit} from "../../../server/edge/limits.ts";
import {openPages} from "../../../server/pages/pages.ts";
import {precompress} from "../../../tools/site/precompress.ts";
import {createFakeApp, listen} from "../kit/fakes.ts";
import {exchange, open, openFiles, problemIn, until} from "../kit/raw.ts";

const TEXT = "0123456789".repeat(500);
const LARGE = 8_000_000;
const folder = mkdtempSync(join(tmpdir(), "scorebook-files-"));
const dist = join(folder, "dist");

async function build(to: string, files: Record<string, string | Buffer>) {
  const sound = {"404.html": "<title>Nothing here</title>", "en/index.html": "<title>Start</title>"};
  for (const [name, content] of Object.entries({...sound, ...files})) {
    mkdirSync(join(to, name, ".."), {recursive: true});
    writeFileSync(join(to, name), content);
  }
  await precompress(to);
}

let app: App;
let address: string;
before(async () => {
  await build(dist, {
    "404.html": '<base href="/"><title>Nothing here</title>',
    "_file/text.1.txt": TEXT,
    "_file/data.1.bin": Buffer.alloc(LARGE),
    "_import/code.1.js": `//${"x".repeat(5000)}`
  });
  app = await createFakeApp({pages: openPages(dist)});
  address = await listen(app);
});
after(async () => {
  await app.close();
  rmSync(folder, {recursive: true});
});

const plain = (headers: Record<string, string>) => ({headers: {"accept-encoding": "identity", ...headers}});

for (const [range, status, expected] of [
  ["bytes=0-0", 206, "0"],
  ["bytes=-5", 206, "56789"],
  ["bytes=4990-", 206, "0123456789"],
  ["bytes=4995-9007199254740993", 206, "56789"],
  ["bytes=0-9007199254740993", 206, TEXT],
  ["bytes=5-3", 416, null],
  ["bytes=5000-", 416, null],
  ["items=0-5", 200, TEXT],
  ["bytes=a-b", 416, null],
  ["bytes=-0", 416, null]
] as const)
  test(`GET with Range: ${range} answers ${status}`, async () => {
    const response = await fetch(`${address}/_file/text.1.txt`, plain({range}));
    assert.equal(response.status, status);
    if (expected !== null) assert.equal(await response.text(), expected);
    else {
      assert.equal(response.headers.get("content-range"), "bytes */5000");
      assert.equal(((await response.json()) as {code: string}).code, "RANGE_UNSATISFIABLE");
    }
  });

test("GET with If-None-Match answers 304 for the tag, a list with it and *, and 200 for another", async () => {
  const path = `${address}/_file/text.1.txt`;
  const tag = (await fetch(path, plain({}))).headers.get("etag") ?? "";
  const status = async (value: string) => {
    const {hostname, port} = new URL(address);
    const head = `GET /_file/text.1.txt HTTP/1.1\r\nHost: ${hostname}:${port}\r\nIf-None-Match: ${value}\r\nConnection: close\r\n\r\n`;
    return Number((await exchange(address, head)).split(" ", 2)[1]);
  };
  assert.deepEqual(
    await Promise.all([tag, `"other", ${tag}`, "*", '"other"'].map(status)),
    [304, 304, 304, 200]
  );
});

test("HEAD answers as GET without the body", async () => {
  const response = await fetch(`${address}/_file/text.1.txt`, {method: "HEAD", ...plain({})});
  assert.deepEqual([response.status, response.headers.get("content-length")], [200, "5000"]);
  assert.equal(await response.text(), "");
});

test("GET sends the smallest form that the reader takes, each under a tag of its own", async () => {
  const get = async (encoding: string) => {
    const head = `GET /_import/code.1.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`;
    return (await exchange(address, head)).toLowerCase();
  };
  const answers = await Promise.all(["br, gzip", "gzip", "identity"].map(get));
  const of = (name: string) => answers.map((answer) => new RegExp(`${name}: (.*)\r`).exec(answer)?.[1]);
  assert.deepEqual(of("content-encoding"), ["br", "gzip", undefined]);
  assert.equal(new Set(of("etag")).size, 3);
  assert.ok(
    of("content-type").every(
      (type) => type?.startsWith("text/javascript") || type?.startsWith("application/javascript")
    )
  );
  assert.ok(of("vary").every((vary) => vary === "accept-encoding"));
  assert.ok(Number(of("content-length")[0]) < 500);
  const fetched = await fetch(`${address}/_import/code.1.js`, {headers: {"accept-encoding": "br"}});
  assert.equal((await fetched.text()).length, 5002);
});

test("precompress(folder) writes what unpacks to the same bytes, and nothing for what does not get smaller", async () => {
  const {readFileSync, existsSync} = await import("node:fs");
  assert.equal(brotliDecompressSync(readFileSync(join(dist, "_file/text.1.txt.br"))).toString(), TEXT);
  assert.ok(!existsSync(join(dist, "en/index.html.gz")), "too small");
});

for (const path of ["/404", "/404.html", "/_file/nothing.js"])
  test(`GET ${path} answers 404`, async () => {
    assert.equal((await fetch(address + path)).status, 404);
  });

test("POST to a page answers 405, a program that takes JSON gets problems, a browser the page of the site", async () => {
  const post = await fetch(`${address}/`, {method: "POST"});
  assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
  const headers = {accept: "application/json"};
  const problem = await fetch(`${address}/predict/100002`, {headers});
  assert.match(problem.headers.get("content-type") ?? "", /problem\+json/);
  const page = await fetch(`${address}/predict/100002`, {headers: {accept: "text/html,*/*"}});
  assert.match(await page.text(), /<base href="\.\.\/"><title>Nothing here/);
});

test("createListener({pages: false}) answers problems where the other listener answers pages", async () => {
  const server = app.createListener({pages: false});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as {port: number};
  for (const path of ["/predict/100002", "/live", "/_file/text.1.txt"]) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    assert.deepEqual(
      [response.status, response.headers.get("content-type")],
      [404, "application/problem+json"]
    );
  }
  assert.equal(
    ((await (await fetch(`http://127.0.0.1:${port}/`)).json()) as {name: string}).name,
    "Scorebook"
  );
});

test("a site that is built again under the server is served at once; its old files answer 404", async () => {
  const site = join(folder, "again");
  const next = join(folder, "next");
  await build(site, {"_file/portfolio.old.arrow": "old"});
  await build(next, {"_file/portfolio.new.arrow": "new", "en/index.html": "<script>1</script>New"});
  const fresh = await createFakeApp({pages: openPages(site)});
  const base = await listen(fresh);
  assert.equal((await fetch(`${base}/_file/portfolio.old.arrow`)).status, 200);
  renameSync(site, `${site}-old`);
  assert.equal((await fetch(`${base}/`)).status, 404, "in between");
  renameSync(next, site);
  for (let i = 0; i < 3; i++) assert.equal((await fetch(`${base}/_file/portfolio.old.arrow`)).status, 404);
  assert.equal(await (await fetch(`${base}/_file/portfolio.new.arrow`)).text(), "new");
  const page = await fetch(`${base}/`);
  assert.match(page.headers.get("content-security-policy") ?? "", /sha256-/);
  assert.match(await page.text(), /New/);
  await fresh.close();
});

/** Begins downloads and ends each after its first bytes. */
async function abortDownloads(count: number, at = address) {
  for (let i = 0; i < count; i++) {
    const socket = await open(at);
    socket.on("error", () => {});
    socket.write("GET /_file/data.1.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.destroy();
  }
}

test("500 downloads that are aborted leave no file open", async () => {
  await abortDownloads(20);
  const before = openFiles();
  await abortDownloads(500);
  await until(() => openFiles() <= before + 5);
});

test("a download that is aborted is no failed request, and is not logged as one", async () => {
  const lines: string[] = [];
  const log = pino({level: "warn"}, {write: (line) => void lines.push(line)});
  const own = await createFakeApp({pages: openPages(dist), log});
  try {
    await abortDownloads(20, await listen(own));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(lines, []);
  } finally {
    await own.close();
  }
});

test("connectionLimit(n) leaves half of the files that may be open to those that are served", () => {
  assert.equal(connectionLimit(300), 59);
  assert.equal(connectionLimit(1_000_000), 2048);
  assert.ok(connectionLimit(20) > 0);
  assert.equal(socketLimit(1_000_000), 1024);
});

test("connections above the limit are closed, and the others go on being answered", async () => {
  const small = await createFakeApp({pages: openPages(dist)});
  const server = small.createListener();
  server.maxConnections = 5;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as {port: number}).port}`;
  const first = await open(base);
  const idle = await Promise.all(Array.from({length: 20}, () => open(base)));
  let closed = 0;
  for (const socket of idle)
    socket
      .once("close", () => closed++)
      .once("error", () => {})
      .resume();
  await until(() => closed === 16);
  first.write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  let answer = "";
  first.on("data", (chunk) => (answer += chunk));
  await new Promise((resolve) => first.once("close", resolve));
  assert.match(answer, /^HTTP\/1\.1 200/);
  for (const socket of idle) socket.destroy();
  await small.close();
});

test("GET with If-Match for another file answers 412", async () => {
  const answer = problemIn(
    await exchange(
      address,
      'GET /_file/text.1.txt HTTP/1.1\r\nHost: localhost\r\nIf-Match: "x"\r\nConnection: close\r\n\r\n'
    )
  );
  assert.deepEqual([answer.status, answer.problem.code], [412, "PRECONDITION_FAILED"]);
});
