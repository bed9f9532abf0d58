/** What the public library gives that cells of scratch notebooks and pages alike use by name. */
export const LIBRARY_NAMES = (
  "sql clients features model cutoff score explain history whatIf live table " +
  "badRate beeswarm causeWaterfall dependence rowsBehind scoreHistogram"
).split(" ");
