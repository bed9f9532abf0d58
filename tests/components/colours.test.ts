import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

/** Relative luminance of a colour such as #2670bd, 0–1, as WCAG 2 defines it. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Lightness as it looks, 0–100 (CIE L*). */
const lightness = (color: string): number => 116 * Math.cbrt(luminance(color)) - 16;

/** Finds the colours of up and down in the style sheet, light ones first. */
function directions(css: string): {up: string; down: string}[] {
  const all = (name: string) =>
    [...css.matchAll(new RegExp(`--sb-${name}: (#[0-9a-f]{6})`, "g"))].map((m) => m[1]!);
  const downs = all("down");
  return all("up").map((up, i) => ({up, down: downs[i]!}));
}

const areApart = ({up, down}: {up: string; down: string}): boolean => lightness(up) - lightness(down) >= 12;

test("colours.css keeps up lighter than down in grey, in light and in dark", () => {
  const css = readFileSync(new URL("../../src/styles/colours.css", import.meta.url), "utf8");
  const pairs = directions(css);
  assert.equal(pairs.length, 2);
  for (const pair of pairs) assert.ok(areApart(pair), JSON.stringify(pair));
});

test("the check of colours finds two of equal lightness", () => {
  const [pair] = directions(":root { --sb-up: #2b6cb0; --sb-down: #b8480f; }");
  assert.equal(areApart(pair!), false);
});
