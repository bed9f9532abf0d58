import assert from "node:assert/strict";
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {choiceJson, describeChoice} from "../../loaders/site/choice.ts";
import {choiceData} from "../../src/components/model/inputs/choice.ts";
import {choicePlot} from "../../src/components/model/inputs/choicePlot.ts";
import {createCardWriter} from "../../src/core/card/cardWriter.ts";
import {noiseSentence, triedLabel, verdictSentence} from "../../src/core/card/choice.ts";
import {CHOICE_LEVELS, type FeatureChoice} from "../../src/core/schema/featureChoice.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {writeSyntheticStore} from "../models/syntheticStore.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const read = <T>(path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as T;
const choice = read<FeatureChoice>("../../models/studies/demo/choice.json");
const manifest = read<Manifest>("../../models/demo/manifest.json");
const site = describeChoice(choice, manifest.features);

test("choiceData(lang, site, level) has every group of the level once, the most important first, in words", () => {
  let groups = 0;
  for (const level of CHOICE_LEVELS) {
    const rows = choiceData("en", site, level);
    groups += rows.length;
    rows.slice(1).forEach(({loss}, i) => {
      assert.ok(loss <= rows[i]!.loss);
    });
    for (const {name, label, low, loss, high} of rows) {
      assert.ok(low <= loss && loss <= high, name);
      assert.ok(level === "feature" || label !== name, name);
    }
  }
  assert.equal(groups, choice.groups.length);
  assert.equal(choiceData("fr", site, "table")[0]!.label, "Demande");
});

test("choicePlot(rows, {width: 480}) draws the kept picture, hollow where nothing tells a group from noise", () => {
  const rows = choiceData("en", site, "table");
  const drawn = choicePlot(rows, {width: 480, lang: "en", document: plotDocument()});
  const hollow = [...drawn.querySelectorAll("circle")].filter(
    (dot) => dot.getAttribute("fill") === "var(--theme-background)"
  );
  assert.equal(hollow.length, rows.filter(({isNoise}) => isNoise).length);
  matchSnapshot("choice", drawn);
});

test("verdictSentence(writer, choice) says that all stay only when nothing is left out", () => {
  const told = manifest.featureChoice!;
  const writer = createCardWriter("en");
  assert.match(verdictSentence(writer, told), /all features stay/);
  assert.match(
    verdictSentence(writer, {...told, leftOut: ["a", "b"]}),
    /^2 features can be left out; this model was not trained/
  );
  assert.match(noiseSentence(writer, told), /^Of 496 features, measured on 3 divisions into 5 folds/);
  assert.equal(triedLabel(writer, told.steps[0]!), "3 tables not told from noise");
  assert.equal(
    triedLabel(createCardWriter("fr"), {...told.steps[0]!, weakest: true}),
    "la table la moins importante"
  );
});

test("choiceJson({data, model}) is the study's choice when it is the manifest's, and null when it is another", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-choice-"));
  const model = join(folder, "models/demo");
  const data = join(folder, "set");
  mkdirSync(data);
  await writeSyntheticStore(data, 30, 1);
  cpSync("models/demo", model, {recursive: true});
  const told = () => JSON.parse(choiceJson({data, model})) as {groups: unknown[]} | null;
  assert.equal(told(), null, "no study");
  const study = join(folder, "models/studies/demo");
  mkdirSync(study, {recursive: true});
  writeFileSync(join(study, "choice.json"), JSON.stringify(choice));
  assert.equal(told()!.groups.length, choice.groups.length);
  writeFileSync(join(study, "choice.json"), JSON.stringify({...choice, repeats: choice.repeats + 1}));
  assert.equal(told(), null, "another choice");
  rmSync(folder, {recursive: true});
});
