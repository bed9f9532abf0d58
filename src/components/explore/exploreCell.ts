import type {MeasureKind} from "../../core/explore/explored.ts";
import type {Group} from "../../core/explore/groups.ts";
import {type Keep, keepCondition} from "./keep.ts";

/** What a reader has chosen, by the names of columns; "" is none. */
export interface Choice {
  x: string;
  y: string;
  colour: string;
  facet: string;
  filter: string;
}

/** Writes the notebook cells that draw what is explored, to go on with. */
export function exploreCell(
  {x, y, colour, facet, filter}: Choice,
  keep: Keep,
  {measure, x: groups}: {measure: MeasureKind; x: readonly Group[]}
): string {
  const columns = [...new Set([x, y, colour, facet].filter(Boolean))];
  const conditions = [y && `"${y}" IS NOT NULL`, filter && keepCondition(filter, keep)].filter(Boolean);
  const where = conditions.length > 0 ? `, where: ${JSON.stringify(conditions.join(" AND "))}` : "";
  const isBinned = groups.some(({kind}) => kind === "range");
  const channels = [
    `x: ${JSON.stringify(x)}`,
    y && `y: ${JSON.stringify(y)}`,
    colour && `${measure === "count" ? "fill" : "stroke"}: ${JSON.stringify(colour)}`,
    facet && `fy: ${JSON.stringify(facet)}`,
    isBinned && "thresholds: tenths",
    "tip: true"
  ].filter(Boolean);
  const reduce = measure === "count" ? `{y: "count"}` : `{y: "mean"}`;
  const mark = measure === "count" ? (isBinned ? "rectY" : "barY") : "dot";
  return [
    `const data = await clients({columns: ${JSON.stringify(columns)}${where}});`,
    ...(isBinned
      ? ["const tenths = (values) => d3.range(1, 10).map((i) => d3.quantile(values, i / 10));"]
      : []),
    "// ---",
    "Plot.plot({",
    `  y: {grid: true${measure === "share" ? ", percent: true" : ""}},`,
    ...(colour ? ["  color: {legend: true},"] : []),
    `  marks: [Plot.${mark}(data, Plot.${isBinned ? "binX" : "groupX"}(${reduce}, {${channels.join(", ")}}))]`,
    "})"
  ].join("\n");
}
