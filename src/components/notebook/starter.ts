import type {Content} from "../../core/notebook/changes.ts";
import type {Cell} from "../../core/schema/notebook.ts";
import {type Lang, t} from "../i18n.ts";
import {newId} from "./store.ts";

/** What a new notebook begins with: a question with its answer, to be changed. */
export function starterContent(lang: Lang): Content {
  const cell = (mode: Cell["mode"], value: string, output?: string): Cell => ({
    id: newId(),
    mode,
    value,
    ...(output && {output})
  });
  return {
    title: t(lang, "notebook.untitled"),
    cells: [
      cell("md", t(lang, "notebook.starter")),
      cell(
        "js",
        `const years = view(Inputs.range([20, 70], {label: ${JSON.stringify(t(lang, "notebook.starterAge"))}, value: 30, step: 1}));`
      ),
      cell(
        "sql",
        `SELECT decile, count(*) AS clients, avg(target) AS bad_rate
FROM (SELECT target, ntile(10) OVER (ORDER BY AMT_CREDIT / AMT_ANNUITY) AS decile FROM clients
  WHERE CODE_GENDER = 'F' AND app_age < \${years} AND target IS NOT NULL)
GROUP BY decile ORDER BY decile`,
        "deciles"
      ),
      cell(
        "js",
        'Plot.plot({width, y: {percent: true, grid: true}, marks: [Plot.barY(deciles, {x: "decile", y: "bad_rate", fill: "steelblue"}), Plot.ruleY([0])]})'
      )
    ]
  };
}

/** Reads the cells that an address brings after `#js=`; null when it brings none. */
export function contentFromAddress(hash: string, lang: Lang): Content | null {
  const source = new URLSearchParams(hash.slice(1).replaceAll("+", "%2B")).get("js");
  if (!source?.trim()) return null;
  const cells = source
    .split(/^\s*\/\/ ---\s*$/m)
    .map((value): Cell => ({id: newId(), mode: "js", value: value.trim()}));
  return {title: t(lang, "notebook.untitled"), cells: cells.filter(({value}) => value !== "")};
}
