import {readFileSync} from "node:fs";

/** Writes a notebook of src/notebooks/ as the page of a language, one folder deeper than its source. */
const name = process.argv.find((argument) => argument.startsWith("--name="))?.slice("--name=".length);
const source = readFileSync(new URL(`../../notebooks/${name}.md`, import.meta.url), "utf8");
process.stdout.write(source.replaceAll(/(from\s*["'])\.\.\/scorebook\.ts/g, "$1../../scorebook.ts"));
