import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import type {CardDocument} from "../../src/core/card/cardDocument.ts";
import {modelCard} from "../../src/core/card/modelCard.ts";
import {toHtml, toMarkdown} from "../../src/core/card/render.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";

const folder = new URL("../../models/demo/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const manifest = JSON.parse(read("manifest.json")) as Manifest;

test("modelCard(manifest) of models/demo is the card that lies beside it, in both forms", () => {
  assert.equal(toMarkdown(modelCard(manifest)), read("card.md"));
  assert.equal(toHtml(modelCard(manifest)), read("card.html"));
  assert.equal(toMarkdown(modelCard(manifest, "fr")), read("card.fr.md"));
  assert.equal(toHtml(modelCard(manifest, "fr")), read("card.fr.html"));
});

/** Lists every number of a card, as if it were written without a language. */
function numbersOf(card: CardDocument): string[] {
  const written = toMarkdown(card);
  const plain =
    card.lang === "fr"
      ? written.replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1").replace(/(\d),(?=\d)/g, "$1.")
      : written.replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  return (plain.match(/[+−]?\d+(\.\d+)?/g) ?? []).sort();
}

test("modelCard(manifest, 'fr') tells the numbers of the card in English, each as often", () => {
  const [en, fr] = [modelCard(manifest), modelCard(manifest, "fr")];
  assert.deepEqual(numbersOf(fr), numbersOf(en));
  const other = modelCard({...manifest, cutoff: {...manifest.cutoff, score: 555}}, "fr");
  assert.notDeepEqual(numbersOf(other), numbersOf(en), "a number that differs is seen");
  assert.match(toHtml(fr), /^<!doctype html>\n<html lang="fr">/);
  const titles = new Set(fr.sections.map(({title}) => title));
  assert.ok(
    en.sections.every(({title}) => !titles.has(title)),
    "no title is left in English"
  );
});

/** Lists the sections of a card that a change of the manifest changes. */
function changed(change: Partial<Manifest>): string[] {
  const other = modelCard({...manifest, ...change}).sections;
  return modelCard(manifest).sections.flatMap(({title, blocks}, i) =>
    JSON.stringify(blocks) === JSON.stringify(other[i]?.blocks) ? [] : [title]
  );
}

test("modelCard(manifest) has its numbers from the manifest", () => {
  const {evaluation, cutoff, data} = manifest;
  const {holdout} = evaluation!;
  const worse = {...holdout, heldOut: {...holdout.heldOut!, auc: {value: 0.5, interval: [0.4, 0.6]}}};
  assert.deepEqual(changed({evaluation: {...evaluation!, holdout: worse}}), ["How good it is"]);
  assert.deepEqual(changed({cutoff: {...cutoff, score: 555}}), ["Cut-off and cost"]);
  assert.deepEqual(changed({data: {...data, generated: false}}), ["Limits"]);
  assert.deepEqual(changed({name: "other", version: "0", createdAt: "2020-01-01"}), []);
});

test("modelCard(manifest) tells the sample of how many labelled clients and which seed, where not all were trained on", () => {
  const {data} = manifest;
  const sampled = {...manifest, data: {...data, sample: {clients: 4321, seed: 17}}};
  assert.deepEqual(changed({data: sampled.data}), ["Data"]);
  assert.match(toMarkdown(modelCard(sampled)), /Of these 8,632, 4,321 were drawn with the seed 17/);
  assert.deepEqual(numbersOf(modelCard(sampled, "fr")), numbersOf(modelCard(sampled)));
});

test("modelCard(manifest) of a model that was trained before it was judged tells what is known", () => {
  const {evaluation: _, ...before} = manifest;
  const titles = modelCard(before).sections.map(({title}) => title);
  assert.ok(titles.includes("How good it is") && !titles.includes("Against simpler models"));
  assert.match(toMarkdown(modelCard(before)), /Out of fold, 5 folds: AUC 0\.\d{4}/);
});

test("toHtml(card) and toMarkdown(card) let no text be read as markup", () => {
  const hostile = "<script>alert(1)</script> | **b** [x](y)";
  const card: CardDocument = {
    lang: "en",
    title: hostile,
    lead: hostile,
    sections: [{title: hostile, blocks: [{kind: "table", head: ["", hostile], rows: [[hostile, "1"]]}]}]
  };
  assert.ok(!toHtml(card).includes("<script"));
  assert.ok(!/[^\\]\*\*b|[^\\]\[x|[^\\]<script/.test(toMarkdown(card)));
  const row = toMarkdown(card).split("\n").at(-2)!;
  assert.equal(row.match(/(?<!\\)\|/g)!.length, 3);
});
