import assert from "node:assert/strict";
import {test} from "node:test";
import {scoreBinsPlot} from "../../src/components/charts/scoreBinsPlot.ts";
import {scoreScaleData} from "../../src/components/charts/scoreScale.ts";
import {scoreScalePlot} from "../../src/components/charts/scoreScalePlot.ts";
import {binWidth, scoreBinsData, wholeBins} from "../../src/core/portfolio/scoreBins.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const SCORES = [500, 504, 505, 519, 560, 560, 599, 600, 640];

test("scoreBinsData(all, selected) counts every score once, in aligned bins without gaps", () => {
  const bins = scoreBinsData(SCORES, [0, 7, 8]);
  assert.equal(bins[0]!.x0, 500);
  assert.equal(bins.at(-1)!.x0, 640);
  for (const [i, bin] of bins.slice(1).entries()) assert.equal(bin.x0, bins[i]!.x1);
  assert.equal(
    bins.reduce((sum, {count}) => sum + count, 0),
    3
  );
  assert.ok(Math.abs(bins.reduce((sum, {shareOfAll}) => sum + shareOfAll, 0) - 1) < 1e-12);
  assert.ok(Math.abs(bins.reduce((sum, {share}) => sum + share, 0) - 1) < 1e-12);
});

test("scoreBinsData(all, []) gives shares of zero, and scoreBinsData([], []) no bins", () => {
  assert.ok(scoreBinsData(SCORES, []).every(({share}) => share === 0));
  assert.deepEqual(scoreBinsData([], []), []);
});

test("binWidth(extent) is a step that people read easily", () => {
  assert.deepEqual(
    [0, 30, 140, 400, 5000].map((extent) => binWidth(extent)),
    [1, 1, 5, 10, 200]
  );
});

test("wholeBins(stretch, domain, step) widens to whole bins, in either direction, and stays inside", () => {
  assert.deepEqual(wholeBins([523, 547], [500, 700], 10), [520, 549]);
  assert.deepEqual(wholeBins([547, 523], [500, 700], 10), [520, 549]);
  assert.deepEqual(wholeBins([0, 9999], [500, 700], 10), [500, 699]);
  assert.deepEqual(wholeBins([800, 900], [500, 700], 10), [699, 699]);
});

test("scoreScaleData(input) ends in multiples of 50 around every mark", () => {
  const scale = scoreScaleData({cutoff: 587, extent: [513, 702], groupMean: 633, client: 480});
  assert.deepEqual(scale.domain, [450, 750]);
  assert.deepEqual(scale.marks, [
    {kind: "client", score: 480},
    {kind: "group", score: 633}
  ]);
  assert.equal(scale.range, null);
});

test("scoreScaleData({domain}) keeps the ends it is given", () => {
  const selection = {mean: 610, low: 550, high: 690};
  const scale = scoreScaleData({
    cutoff: 587,
    extent: [513, 702],
    groupMean: 633,
    selection,
    domain: [510, 705]
  });
  assert.deepEqual(scale.domain, [510, 705]);
  assert.deepEqual(scale.range, {low: 550, high: 690});
});

test("scoreBinsPlot(bins, cutoff) draws the kept picture", () => {
  const bins = scoreBinsData(SCORES, [0, 1, 2, 6, 7, 8]);
  matchSnapshot("score-bins", scoreBinsPlot(bins, 600, {width: 500, lang: "en", document: plotDocument()}));
});

test("scoreScalePlot(scale) draws the kept picture, in French", () => {
  const scale = scoreScaleData({cutoff: 587, extent: [513, 702], groupMean: 633, client: 480});
  matchSnapshot("score-scale-fr", scoreScalePlot(scale, {width: 500, lang: "fr", document: plotDocument()}));
});

/** Tells from which height to which, in pixels from the top, the tips of the marks and the bar reach. */
function heights(picture: Element) {
  const marks = [...picture.querySelectorAll('[aria-label="dot"] path')].map((path) => {
    const [, y, turn] = /translate\([^,]+,([^)]+)\)(?: rotate\((\d+)\))?/.exec(
      path.getAttribute("transform")!
    )!;
    const tip = Number(/^M0,([^L]+)L/.exec(path.getAttribute("d")!)![1]);
    return Number(y) + (turn === "180" ? -tip : tip);
  });
  const bar = picture.querySelector('[aria-label="rect"] rect')!;
  const top = Number(bar.getAttribute("y"));
  return {marks, top, bottom: top + Number(bar.getAttribute("height"))};
}

test("scoreScalePlot(scale, {width}) keeps its marks off the bar, in which the decisions are written", () => {
  const scale = scoreScaleData({cutoff: 587, extent: [513, 702], groupMean: 690, client: 700});
  for (const width of [160, 340, 900]) {
    const picture = scoreScalePlot(scale, {width, lang: "fr", document: plotDocument()});
    const {marks, top, bottom} = heights(picture);
    assert.equal(marks.length, 2);
    assert.ok(marks[0]! <= top + 1 && marks[1]! >= bottom - 1, `${marks} and ${top} to ${bottom}`);
    const planted = picture.querySelector('[aria-label="dot"] path')!;
    planted.setAttribute("transform", planted.getAttribute("transform")!.replace(/,[^)]+/, `,${top - 4}`));
    assert.ok(heights(picture).marks[0]! > top + 1, "a mark that reaches into the bar is noticed");
  }
});
