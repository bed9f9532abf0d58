import assert from "node:assert/strict";
import {test} from "node:test";
import {parseHTML} from "linkedom";
import {formatDay} from "../../src/components/format.ts";
import {pageFooter, pageHeader} from "../../src/components/shell/frame.ts";
import {type DataFacts, type MadeFrom, readMadeFrom, staleText} from "../../src/components/shell/madeFrom.ts";
import {provenanceText, type ServedModel} from "../../src/components/shell/provenance.ts";

const data: DataFacts = {
  fingerprint: "f",
  planSha256: "p",
  dataAsOf: "2018-05-31",
  dataAsOfSource: "stated",
  generated: false
};
const made: MadeFrom = {data, modelSha256: "m"};

test("staleText(lang, made, served) is silent on the same data and model, and tells each difference in both languages", () => {
  assert.equal(staleText("en", made, {data, modelSha256: "m"}), undefined);
  const touched = {...data, dataAsOf: "2019-01-01", dataAsOfSource: "files"} as const;
  assert.equal(staleText("en", made, {data: touched, modelSha256: "m"}), undefined);
  for (const lang of ["en", "fr"] as const) {
    for (const other of [
      {...touched, fingerprint: "g"},
      {...touched, planSha256: "q"}
    ]) {
      const text = staleText(lang, made, {data: other, modelSha256: "m"})!;
      assert.ok(
        text.includes(formatDay(lang, "2018-05-31")) && text.includes(formatDay(lang, "2019-01-01")),
        text
      );
    }
    assert.match(staleText(lang, made, {data, modelSha256: "n"})!, /another model|autre modèle/);
    assert.match(
      staleText(lang, made, {data, modelSha256: "n"})!,
      /npm start .*npm run build/,
      "who makes it anew"
    );
    const changed = staleText(lang, made, {data, modelSha256: "m", policyVersion: 3})!;
    assert.match(changed, /cut-off|seuil/);
  }
});

test("provenanceText(lang, model) tells the served data's date and what it is, and the training data's where it differs", () => {
  const model = (served: DataFacts, trained: string): ServedModel => ({
    name: "demo",
    version: "1",
    sha256: "0123456789abcdef",
    data: {dataAsOf: trained},
    served: {cutoff: {score: 600}, data: served}
  });
  assert.equal(
    provenanceText("en", model(data, "2018-05-31")),
    "Model demo 1 (01234567) · data as of 31 May 2018"
  );
  assert.equal(
    provenanceText("en", model({...data, dataAsOfSource: "files"}, "2017-02-01")),
    "Model demo 1 (01234567) · raw files last changed on 31 May 2018 · trained on data of 1 Feb 2017"
  );
  assert.match(provenanceText("fr", model(data, "2018-05-31")), /données au 31 mai 2018$/);
});

test("formatDay(lang, day) is the stated day in every time zone", () => {
  const zone = process.env.TZ;
  try {
    for (const TZ of ["America/Los_Angeles", "Pacific/Auckland"]) {
      process.env.TZ = TZ;
      assert.equal(formatDay("en", "2018-05-31"), "31 May 2018");
    }
    process.env.TZ = "America/Los_Angeles";
    assert.equal(formatDay("en", "2018-05-31T02:00:00Z"), "30 May 2018", "a time is that of the place");
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test("pageHeader(lang, path, true) says that the clients are invented, and only then", () => {
  const badge = (isInvented: boolean) => {
    const {document} = parseHTML(`<html><body>${pageHeader("fr", "/fr/live", isInvented)}</body></html>`);
    return document.querySelector("#invented")!;
  };
  assert.ok(!badge(true).hasAttribute("hidden"));
  assert.match(badge(true).textContent!, /Clients fictifs/);
  assert.ok(badge(false).hasAttribute("hidden"));
});

test("readMadeFrom(document) gives back what pageFooter(lang, made) wrote, whatever is in it", () => {
  const odd = {...made, data: {...data, fingerprint: `"<&>'`}};
  const {document} = parseHTML(`<html><body>${pageFooter("en", odd)}</body></html>`);
  assert.deepEqual(readMadeFrom(document), odd);
  assert.equal(readMadeFrom(parseHTML(`<html><body>${pageFooter("en")}</body></html>`).document), null);
});
