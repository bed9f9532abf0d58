/** The charts of the library, by the names that pages, notebooks and scratch cells have for them. */
export {badRate} from "./badRate.ts";
export {beeswarm} from "./beeswarm.ts";
export {causeWaterfall} from "./causeWaterfall.ts";
export {dependence} from "./dependence.ts";
export {rowsBehind} from "./rowsBehind.ts";
export {scoreHistogram} from "./scoreHistogram.ts";
