import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {copyFileSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {createApplicationDigest} from "../../../loaders/model/application.ts";
import {OUT_OF_FOLD_FILE, writeOutOfFold} from "../../../loaders/model/outOfFold.ts";
import {type FeatureStore, openFeatureStore} from "../../../loaders/store.ts";
import type {Queries} from "../../../server/query/queries.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";
import {askJson, createQuerySet, openTestQueries} from "../kit/queryFixture.ts";

let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
before(async () => {
  set = await createQuerySet();
  queries = openTestQueries(set.data);
});
after(() => {
  queries.close();
  set.remove();
});

describe("out-of-fold scores of the model's training", () => {
  const heldOut = [
    {place: 0, fold: 3, rawScore: -1.5, isSame: true},
    {place: 7, fold: 0, rawScore: 2.25, isSame: true},
    {place: 9, fold: 1, rawScore: 0.5, isSame: false}
  ];

  /** Makes a copy of the committed model as if it had been trained on three clients, one with another application. */
  function trainedModel(store: FeatureStore): string {
    const folder = mkdtempSync(join(set.data, "model-"));
    copyFileSync("models/demo/model.txt", join(folder, "model.txt"));
    const applicationOf = createApplicationDigest(store.catalogue.features);
    const bytes = writeOutOfFold({
      clientId: Int32Array.from(heldOut, ({place}) => store.ids[place]!),
      fold: Uint8Array.from(heldOut, ({fold}) => fold),
      rawScore: Float64Array.from(heldOut, ({rawScore}) => rawScore),
      probabilityOfDefault: new Float64Array(heldOut.length),
      application: Uint32Array.from(
        heldOut,
        ({place, isSame}) => applicationOf(store.row(place)) ^ (isSame ? 0 : 1)
      )
    });
    writeFileSync(join(folder, OUT_OF_FOLD_FILE), bytes);
    const manifest = JSON.parse(readFileSync("models/demo/manifest.json", "utf8")) as Manifest;
    manifest.files.find(({path}) => path === OUT_OF_FOLD_FILE)!.sha256 = createHash("sha256")
      .update(bytes)
      .digest("hex");
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    return folder;
  }

  test("stand in scores and clients for who was held out, by id and application; the model's own for all others", async () => {
    const store = openFeatureStore(set.data);
    const own = openTestQueries(set.data, {}, trainedModel(store));
    const expected = heldOut
      .filter(({isSame}) => isSame)
      .map(({place, fold, rawScore}) => [store.ids[place]!, rawScore, fold]);
    for (const table of ["scores", "clients"]) {
      const held = `SELECT clientId, rawScore, fold FROM ${table} WHERE fold IS NOT NULL ORDER BY 1`;
      assert.deepEqual((await askJson(own, held)).rows, expected);
      const counts = await askJson(own, `SELECT count(*), count(rawScore), count(score) FROM ${table}`);
      assert.deepEqual(counts.rows, [[300, 300, 300]]);
    }
    const differing = await askJson(
      own,
      "SELECT count(*) FROM clients c JOIN scores s USING (clientId) WHERE c.score <> s.score OR c.decision <> s.decision"
    );
    assert.deepEqual(differing.rows, [[0]]);
    own.close();
    store.close();
  });
});
