import type {FittedStatistics} from "../schema/manifest.ts";

/**
 * Lists the catalogue features that each fitted feature is made from: what is compared or rated first, then what
 * the clients are grouped by, finest level first.
 */
export function fittedSources({groupMedians, targetMeans}: FittedStatistics): Map<string, string[]> {
  return new Map([
    ...groupMedians.map(({name, measure, levels}): [string, string[]] => [
      name,
      [...new Set([measure, ...levels.flatMap(({by}) => by)])]
    ]),
    ...targetMeans.map(({name, source}): [string, string[]] => [name, [source]])
  ]);
}
