/** What analysts import: data, answers about clients, the live stream, the selection of a page, and charts. */
export {
  badRate,
  beeswarm,
  causeWaterfall,
  dependence,
  rowsBehind,
  scoreHistogram
} from "./components/library/charts/all.ts";
export {cutoff, type Edits, explain, features, history, score, whatIf} from "./components/library/client.ts";
export {live} from "./components/library/live.ts";
export {select, selection} from "./components/library/pageSelection.ts";
export {clients, sql} from "./components/library/query.ts";
export {table} from "./components/library/table.ts";
export {fetchModel as model} from "./components/model/servedModel.ts";
