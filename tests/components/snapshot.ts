import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {parseHTML} from "linkedom";

/** Makes a document outside a browser, for Plot to draw into. */
export const plotDocument = (): Document => parseHTML("<!doctype html><html><body></body></html>").document;

/**
 * Compares a drawing with the one kept in snapshots/NAME.svg. UPDATE_SNAPSHOTS=1 keeps the new one instead;
 * a drawing without a kept one fails.
 */
export function matchSnapshot(name: string, drawing: Element): void {
  const path = new URL(`./snapshots/${name}.svg`, import.meta.url);
  const text = `${drawing.outerHTML.replaceAll("><", ">\n<")}\n`;
  if (process.env.UPDATE_SNAPSHOTS) {
    mkdirSync(new URL("./snapshots/", import.meta.url), {recursive: true});
    writeFileSync(path, text);
    return;
  }
  assert.ok(existsSync(path), `snapshots/${name}.svg is missing; run with UPDATE_SNAPSHOTS=1 and look at it`);
  assert.equal(text, readFileSync(path, "utf8"));
}
