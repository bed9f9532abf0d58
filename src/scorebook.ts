/** What analysts import: data, answers about clients, the live stream, the selection of a page, and charts. */
export {badRate} from "./components/library/charts/badRate.ts";
export {beeswarm} from "./components/library/charts/beeswarm.ts";
export {causeWaterfall} from "./components/library/charts/causeWaterfall.ts";
export {dependence} from "./components/library/charts/dependence.ts";
export {rowsBehind} from "./components/library/charts/rowsBehind.ts";
export {scoreHistogram} from "./components/library/charts/scoreHistogram.ts";
export {cutoff, type Edits, explain, features, history, score, whatIf} from "./components/library/client.ts";
export {live} from "./components/library/live.ts";
export {select, selection} from "./components/library/pageSelection.ts";
export {clients, sql} from "./components/library/query.ts";
export {table} from "./components/library/table.ts";
