import {getJson} from "../api.ts";
import type {Lang} from "../i18n.ts";
import {LIBRARY_NAMES} from "./libraryNames.ts";
import type {Completion} from "./messages.ts";

const FUNCTIONS = [...LIBRARY_NAMES, "view", "display"];
const MODULES = "Plot Inputs d3 htl html svg md Generators Mutable width now dark".split(" ");
const TABLES =
  "clients features scores contributions bureau bureau_balance previous_application pos card installments".split(
    " "
  );

/** Fetches the names that the editor completes: features with their labels, columns of the raw tables, the library. */
export async function fetchNames(lang: Lang): Promise<Completion[]> {
  const [{features}, {tables}] = await Promise.all([
    getJson<{features: {name: string; label: Record<Lang, string>}[]}>("/v1/features"),
    getJson<{tables: {columns: {name: string; label?: Record<Lang, string>}[]}[]}>("/v1/tables")
  ]);
  const names = new Map<string, Completion>();
  const add = (label: string, detail: string, type: Completion["type"]) => {
    if (!names.has(label)) names.set(label, {label, detail, type});
  };
  for (const name of FUNCTIONS) add(name, "", "function");
  for (const name of [...MODULES, ...TABLES]) add(name, "", MODULES.includes(name) ? "variable" : "class");
  for (const name of ["clientId", "target", "rawScore", "probabilityOfDefault", "score", "decision"])
    add(name, "", "property");
  for (const {name, label} of features) add(name, label[lang], "property");
  for (const {columns} of tables)
    for (const {name, label} of columns) add(name, label?.[lang] ?? "", "property");
  return [...names.values()];
}
