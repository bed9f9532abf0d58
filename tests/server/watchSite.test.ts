import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {checkDisk} from "../../server/data/disk.ts";
import {type Served, SITE_POLL_MS, staleSite, watchSite} from "../../server/pages/watchSite.ts";
import {createManualClock} from "./kit/fakes.ts";

const dist = mkdtempSync(join(tmpdir(), "scorebook-dist-"));
after(() => rmSync(dist, {recursive: true}));

const served: Served = {
  fingerprint: "f",
  planSha256: "p",
  dataAsOf: "2018-05-31",
  modelSha256: "m",
  policyVersion: 0
};
const build = ({modelSha256, policyVersion, ...data}: Served) =>
  writeFileSync(join(dist, "made-from.json"), JSON.stringify({data, modelSha256, policyVersion, key: ""}));

test("staleSite(dist, served) is silent on what is served, and names other data, plan or model and the command", () => {
  rmSync(join(dist, "made-from.json"), {force: true});
  assert.match(
    staleSite(dist, served)!,
    /does not say what it was made from; build it again with npm run build\.$/
  );
  build(served);
  assert.equal(staleSite(dist, served), undefined);
  const cases: [Partial<Served>, RegExp][] = [
    [
      {fingerprint: "g", dataAsOf: "2019-01-01"},
      /from other data \(data as of 2018-05-31\) than are served \(as of 2019-01-01\)/
    ],
    [{planSha256: "q"}, /from features of another plan/],
    [{modelSha256: "n"}, /from another model/],
    [{policyVersion: 3}, /from another cut-off/],
    [{fingerprint: "g", modelSha256: "n"}, /from other data and another model/]
  ];
  for (const [change, sentence] of cases) assert.match(staleSite(dist, {...served, ...change})!, sentence);
});

test("watchSite(…) warns at the start and when data change meanwhile, once each, and tells when they are together again", () => {
  build({...served, fingerprint: "older"});
  const clock = createManualClock();
  const told: string[] = [];
  let now = served;
  const log = {
    warn: (text: unknown) => void told.push(`warn ${text}`),
    info: (text: unknown) => void told.push(`info ${text}`)
  };
  let stale = 0;
  const stop = watchSite({dist, served: () => now, clock, log: log as never, onStale: () => stale++});
  assert.equal(told.length, 1);
  clock.advance(10 * SITE_POLL_MS);
  assert.equal(told.length, 1);
  build(served);
  clock.advance(SITE_POLL_MS);
  assert.match(told[1]!, /^info the site shows what is served again/);
  now = {...served, fingerprint: "newer"};
  clock.advance(SITE_POLL_MS);
  assert.match(told[2]!, /^warn .*other data/);
  assert.equal(stale, 2);
  stop();
  now = {...served, fingerprint: "newest", modelSha256: "n"};
  clock.advance(10 * SITE_POLL_MS);
  assert.equal(told.length, 3);
});

test("checkDisk(dir) throws STORAGE_FULL when little is left, by the size of the disk", () => {
  const disk = (blocks: number, bavail: number) => () => ({bsize: 1024, blocks, bavail});
  checkDisk("data", disk(2 ** 30, 17 * 1024));
  checkDisk("data", disk(1024, 30));
  for (const full of [disk(2 ** 30, 15 * 1024), disk(1024, 3), disk(1024, 0)])
    assert.throws(() => checkDisk("data", full), {
      code: "STORAGE_FULL",
      message: /^The disk of data has \d+ KiB left/
    });
  checkDisk(tmpdir());
});
