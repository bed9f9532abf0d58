import {createHash} from "node:crypto";
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {OUT_OF_FOLD_FILE} from "../../../loaders/model/outOfFold.ts";
import type {Manifest} from "../../../src/core/schema/manifest.ts";

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
const DEMO = join("models", "demo");

/** Makes a folder of models with the committed one in it, and a second that scores otherwise. */
export function createModels(names: readonly string[] = ["other"]): {folder: string; remove: () => void} {
  const folder = mkdtempSync(join(tmpdir(), "scorebook-models-"));
  cpSync(DEMO, join(folder, "demo"), {recursive: true});
  for (const name of names) addModel(folder, name);
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})};
}

/**
 * Adds a model whose leaves weigh `factor` times those of the committed one.
 * @param edit is given the text of the model, change the manifest, before they are written
 */
export function addModel(
  folder: string,
  name: string,
  {factor = 0.5, change = (manifest: Manifest) => manifest, edit = (text: string) => text} = {}
): void {
  const dir = join(folder, name);
  mkdirSync(dir, {recursive: true});
  const text = edit(scaleLeaves(readFileSync(join(DEMO, "model.txt"), "utf8"), factor));
  const outOfFold = readFileSync(join(DEMO, OUT_OF_FOLD_FILE));
  const manifest = JSON.parse(readFileSync(join(DEMO, "manifest.json"), "utf8")) as Manifest;
  const files = [
    {path: "model.txt", bytes: Buffer.byteLength(text), sha256: sha256(text)},
    {path: OUT_OF_FOLD_FILE, bytes: outOfFold.length, sha256: sha256(outOfFold)}
  ];
  const version = sha256(`${name}${factor}`).slice(0, 12);
  const changed = change({...manifest, name, version, files});
  writeFileSync(join(dir, "model.txt"), text);
  writeFileSync(join(dir, OUT_OF_FOLD_FILE), outOfFold);
  writeFileSync(join(dir, "manifest.json"), JSON.stringify(changed));
}

/** Multiplies the leaves of a model file, whose header then states the new sizes of its trees. */
function scaleLeaves(text: string, factor: number): string {
  const [head = "", ...trees] = text.split(/^(?=Tree=|end of trees)/m);
  const scaled = trees.map((tree) =>
    tree.replace(/^leaf_value=(.*)$/m, (_, values: string) => {
      const own = values.split(" ").map((value) => Number(value) * factor);
      return `leaf_value=${own.join(" ")}`;
    })
  );
  const sizes = scaled.filter((tree) => tree.startsWith("Tree=")).map((tree) => Buffer.byteLength(tree));
  return head.replace(/^tree_sizes=.*$/m, `tree_sizes=${sizes.join(" ")}`) + scaled.join("");
}
