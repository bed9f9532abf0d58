import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {parse} from "yaml";
import {parseConfig} from "../../server/config.ts";

const DEPLOY = join(import.meta.dirname, "../../deploy");
const read = (name: string) => readFileSync(join(DEPLOY, name), "utf8");

interface Service {
  image?: string;
  build?: {context: string; dockerfile: string};
  command?: string | string[];
  depends_on?: string[] | Record<string, {condition: string}>;
  environment?: Record<string, string>;
  volumes?: string[];
  networks?: string[];
  ports?: string[];
  healthcheck?: object;
  init?: boolean;
  restart?: string;
}
interface Compose {
  name: string;
  services: Record<string, Service>;
  networks: Record<string, {internal?: boolean}>;
  volumes: Record<string, object>;
}
const KEYS = [
  ...[
    "image",
    "build",
    "command",
    "depends_on",
    "environment",
    "volumes",
    "networks",
    "ports",
    "healthcheck"
  ],
  ...["init", "restart"]
];

/** Names what in a compose file leads nowhere. */
function findFaults({services, networks, volumes}: Compose, nginx: string): string[] {
  const faults: string[] = [];
  const upstreams = new Set([...nginx.matchAll(/^\s*server (\w+):(\d+)/gm)].map(([, name]) => name!));
  for (const upstream of upstreams) if (!(upstream in services)) faults.push(`nginx asks ${upstream}`);
  for (const [name, service] of Object.entries(services)) {
    for (const key of Object.keys(service)) if (!KEYS.includes(key)) faults.push(`${name} has ${key}`);
    const needs = service.depends_on ?? [];
    for (const other of Array.isArray(needs) ? needs : Object.keys(needs))
      if (!(other in services)) faults.push(`${name} needs ${other}`);
    if (!Array.isArray(needs))
      for (const [other, {condition}] of Object.entries(needs))
        if (condition === "service_healthy" && !services[other]?.healthcheck)
          faults.push(`${other} has no health check`);
    for (const network of service.networks ?? [])
      if (!(network in networks)) faults.push(`${name} is in ${network}`);
    for (const volume of service.volumes ?? []) {
      const [from = ""] = volume.split(":");
      const isThere = from.startsWith("./")
        ? from.startsWith("./tls/") || existsSync(join(DEPLOY, from))
        : from in volumes;
      if (!isThere) faults.push(`${name} mounts ${from}`);
    }
    if (service.build && !existsSync(join(DEPLOY, service.build.context, service.build.dockerfile)))
      faults.push(`${name} is built from ${service.build.dockerfile}`);
    for (const word of [service.command ?? []].flat())
      if (/\.ts$/.test(word) && !existsSync(join(DEPLOY, "..", word))) faults.push(`${name} runs ${word}`);
  }
  return faults;
}

const compose = parse(read("compose.yaml"), {merge: true}) as Compose;
const nginx = read("nginx-replicas.conf");

test("deploy/compose.yaml names only services, networks, volumes and files that are there, and lets in by nginx alone", () => {
  assert.deepEqual(findFaults(compose, nginx), []);
  const open = Object.entries(compose.services).filter(([, {ports}]) => ports !== undefined);
  assert.deepEqual(
    open.map(([name]) => name),
    ["nginx"]
  );
  assert.equal(compose.networks.inside?.internal, true);
  assert.equal(Object.keys(compose.services).filter((name) => name.startsWith("replica")).length, 3);
});

test("the configuration of compose.yaml's replicas is valid, asks who asks, and its ports and Redis are those of the others", () => {
  const config = (() => {
    process.env.SCOREBOOK_REDIS_PASSWORD = "secret";
    try {
      return parseConfig(read("config.replicas.json"), "config.replicas.json");
    } finally {
      delete process.env.SCOREBOOK_REDIS_PASSWORD;
    }
  })();
  assert.notEqual(config.auth, null);
  assert.ok(nginx.includes(`replica1:${config.portDashboard} `));
  assert.ok(nginx.includes(`server_name ${config.dns};`));
  const {hostname, password} = new URL(config.redis!.url);
  assert.ok(hostname in compose.services);
  assert.equal(password, "secret");
  assert.ok([compose.services.redis!.command].flat().join(" ").includes("--appendfsync always"));
});

test("findFaults(…) notices planted names that lead nowhere", () => {
  const planted = JSON.parse(JSON.stringify(compose)) as Compose;
  planted.services.replica3!.networks = ["outsid"];
  planted.services.worker!.command = ["node", "tools/workers.ts"];
  planted.services.nginx!.volumes = ["certificates:/etc/ssl"];
  assert.equal(findFaults(planted, `${nginx}\nserver replica4:8081;`).length, 4);
});
