import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {request as ask, createServer, type Server} from "node:http";
import {createServer as createTcp, type Socket as TcpSocket} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {io} from "socket.io-client";
import type {App} from "../../../server/app/app.ts";
import {createDashboard} from "../../../server/pages/dashboard.ts";
import {openPages} from "../../../server/pages/pages.ts";
import {basePathOf} from "../../../src/components/shell/base.ts";
import {createFakeApp, listen, silent} from "../kit/fakes.ts";

const BASE = "/score/book";
const NGINX = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
const folder = mkdtempSync(join(tmpdir(), "scorebook-base-"));
const dist = join(folder, "dist");
const closers: (() => unknown)[] = [];
let app: App;
let target: string;
let dashboard: string;

before(async () => {
  for (const lang of ["en", "fr"]) mkdirSync(join(dist, lang), {recursive: true});
  writeFileSync(join(dist, "en/index.html"), "Start");
  writeFileSync(join(dist, "en/live.html"), "Live");
  writeFileSync(join(dist, "fr/index.html"), "Accueil");
  writeFileSync(join(dist, "404.html"), '<base href="/">Nothing here');
  const pages = openPages(dist, "en", BASE);
  app = await createFakeApp({pages, basePath: BASE});
  target = await listen(app);
  const front = await createDashboard({
    api: target,
    pages,
    basePath: BASE,
    log: silent,
    newId: () => "id"
  });
  dashboard = await front.listen({port: 0, host: "127.0.0.1"});
  closers.push(() => front.close());
});
after(async () => {
  for (const close of closers.reverse()) await close();
  await app.close();
  rmSync(folder, {recursive: true});
});

/** Puts everything below BASE before an address, as a proxy does that keeps the path or takes it away. */
async function startProxy(to: string, keeps: boolean): Promise<string> {
  const {hostname, port} = new URL(to);
  const pathOf = (url = "/") => (keeps ? url : url.slice(BASE.length) || "/");
  const server: Server = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith(`${BASE}/`)) return void outgoing.writeHead(502).end();
    const {method, headers} = incoming;
    const passed = ask({hostname, port, method, headers, path: pathOf(incoming.url)}, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  server.on("upgrade", ({method, url, headers}, socket, head) => {
    const passed = ask({hostname, port, method, headers, path: pathOf(url)});
    passed.on("upgrade", (answer, upstream: TcpSocket, first: Buffer) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      socket.write(first);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      for (const end of [socket, upstream]) end.on("error", () => {});
    });
    passed.on("error", () => socket.destroy());
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as {port: number}).port}`;
}

/** Starts nginx with one location that keeps the path or takes it away. */
async function startNginx(to: string, keeps: boolean): Promise<string> {
  const probe = createTcp().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const {port} = probe.address() as {port: number};
  await new Promise((resolve) => probe.close(resolve));
  const home = mkdtempSync(join(folder, "nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${home}/${name};`
  );
  writeFileSync(
    join(home, "nginx.conf"),
    `daemon off; pid ${home}/pid; error_log ${home}/error.log; worker_processes 1;
events { worker_connections 64; }
http { access_log off; ${temporary.join(" ")}
  server { listen 127.0.0.1:${port};
    location ${BASE}/ { proxy_pass ${to}${keeps ? "" : "/"}; proxy_http_version 1.1; proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; } } }`
  );
  const child: ChildProcess = spawn(NGINX as string, ["-p", home, "-c", join(home, "nginx.conf")], {
    stdio: "ignore"
  });
  closers.push(() => child.kill());
  const base = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 4800; i++) {
    if (
      await fetch(base).then(
        () => true,
        () => false
      )
    )
      return base;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("nginx did not start");
}

const PROXIES = [
  ["a proxy that takes the path away", startProxy, false],
  ["a proxy that keeps the path", startProxy, true],
  ...(NGINX
    ? ([
        ["nginx that takes the path away", startNginx, false],
        ["nginx that keeps the path", startNginx, true]
      ] as const)
    : [])
] as const;
if (!NGINX) test("behind nginx: not tried, since nginx is not on this machine", {skip: "no nginx"}, () => {});

for (const [name, start, keeps] of PROXIES)
  for (const half of ["all in one", "pages apart from the API"])
    describe(`behind ${name}, ${half}`, () => {
      let base: string;
      before(async () => {
        base = (await start(half === "all in one" ? target : dashboard, keeps)) + BASE;
      });

      test("pages answer, and lead to each other below the path", async () => {
        assert.equal(await (await fetch(`${base}/`)).text(), "Start");
        assert.equal(await (await fetch(`${base}/live?client=1`)).text(), "Live");
        for (const [from, to] of [
          ["/en/live/", `${BASE}/en/live`],
          ["/live?client=1", "en/live?client=1"],
          ["/fr", `${BASE}/fr/`]
        ] as const)
          assert.equal((await fetch(base + from, {redirect: "manual"})).headers.get("location"), to);
        const nothing = await fetch(`${base}/a/b/nothing`);
        assert.equal(nothing.status, 404);
        assert.equal(await nothing.text(), '<base href="../../">Nothing here');
      });

      test("the API answers", async () => {
        const posted = await fetch(`${base}/compute/?ID=100002`, {method: "POST"});
        assert.equal(posted.status, 202);
        assert.equal((await fetch(`${base}/v1/clients?limit=1`)).status, 200);
        const problem = await fetch(`${base}/v1/nothing`);
        assert.match(problem.headers.get("content-type") ?? "", /problem\+json/);
      });

      for (const transport of ["websocket", "polling"])
        test(`sockets connect by ${transport}`, async () => {
          const {origin} = new URL(base);
          const options = {path: `${BASE}/socket.io/`, transports: [transport], reconnection: false};
          const client = io(origin, options);
          await new Promise<void>((resolve, reject) => {
            client.once("connect", resolve);
            client.once("connect_error", reject);
          });
          assert.ok((await client.emitWithAck("score:request", {clientId: 100002})).ok);
          client.disconnect();
        });
    });

test("GET of the base path without a slash leads to it with one", async () => {
  const response = await fetch(target + BASE, {redirect: "manual"});
  assert.deepEqual([response.status, response.headers.get("location")], [308, `${BASE}/`]);
});

test("basePathOf(url) tells the path before the site's modules, and none where there is none", () => {
  assert.equal(basePathOf("https://a.example/score/book/_import/components/shell/base.1.js"), "/score/book");
  assert.equal(basePathOf("http://a.example:81/_import/components/shell/base.1.js"), "");
  assert.equal(basePathOf("file:///home/x/_import/base.ts"), "");
});
