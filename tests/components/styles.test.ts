import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";

const STYLES = "src/styles";
const COMPONENTS = "src/components";
const folders = readdirSync(COMPONENTS, {withFileTypes: true})
  .filter((entry) => entry.isDirectory())
  .map(({name}) => name);
const sheets = new Map(
  readdirSync(STYLES).map((file) => [file.slice(0, -4), readFileSync(join(STYLES, file), "utf8")])
);
/** Folders of components that have a sheet of their name, whose classes are theirs; that of tables is for all. */
const pages = folders.filter((name) => sheets.has(name) && name !== "tables");
/** A case stands on the client's page. */
const isSamePage = (one: string, other: string) =>
  one === other || [one, other].every((name) => name === "client" || name === "case");

/** The classes that the templates of a folder give. */
function classesOf(folder: string): Set<string> {
  const files = readdirSync(join(COMPONENTS, folder), {recursive: true, encoding: "utf8"});
  const text = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(COMPONENTS, folder, file), "utf8"))
    .join("\n");
  return new Set([...text.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names!.split(/\s+/)));
}

/** The classes that selectors of a sheet begin with. */
function leadersOf(sheet: string): Set<string> {
  const selectors = [...sheet.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]+)\{/g)];
  const first = selectors.flatMap(([, all]) =>
    all!.split(",").map((one) => /^\.([\w-]+)/.exec(one.trim())?.[1])
  );
  return new Set(first.filter((name) => name !== undefined));
}

/** Lists classes that a sheet of one page styles and that another page gives, as "sheet .class page". */
function strays(styled: ReadonlyMap<string, string>): string[] {
  const given = new Map(pages.map((page) => [page, classesOf(page)]));
  const common = [...styled].filter(([name]) => !pages.includes(name));
  const shared = new Set(common.flatMap(([, text]) => [...leadersOf(text)]));
  return pages.flatMap((page) =>
    [...leadersOf(styled.get(page)!)].flatMap((name) =>
      pages
        .filter((other) => !isSamePage(page, other) && !shared.has(name) && given.get(other)!.has(name))
        .map((other) => `${page} .${name} ${other}`)
    )
  );
}

test("the classes that a page's own sheet styles are no other page's, but for those that it shares", () => {
  const known = [
    "client .who live",
    "client .who notebook",
    "cutoff .cutoff-buttons model",
    "features .cell notebook"
  ];
  assert.deepEqual(
    strays(sheets).filter((one) => !known.includes(one)),
    []
  );
  const planted = new Map(sheets).set(
    "live",
    `${sheets.get("live")}\n.lane-head > div { min-height: 130px; }`
  );
  assert.ok(strays(planted).includes("live .lane-head client"));
});
