import {formatDay} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Data as they are told on pages. */
export interface DataFacts {
  fingerprint: string;
  planSha256: string;
  /** ISO 8601. */
  dataAsOf: string;
  dataAsOfSource: "stated" | "files";
  generated: boolean;
}

/** What the datasets of a built page were made from. */
export interface MadeFrom {
  data: DataFacts;
  modelSha256: string;
  /** Absent on pages from before policies were counted. */
  policyVersion?: number;
}

/**
 * Says that a page was made from other data, another model or another cut-off than are served, and
 * who makes it anew; undefined when it was not.
 */
export function staleText(
  lang: Lang,
  made: MadeFrom,
  served: {data: DataFacts; modelSha256: string; policyVersion?: number}
): string | undefined {
  const what = whatIsOther(lang, made, served);
  return what && `${what} ${t(lang, "provenance.rebuild")}`;
}

function whatIsOther(
  lang: Lang,
  made: MadeFrom,
  served: {data: DataFacts; modelSha256: string; policyVersion?: number}
): string | undefined {
  const {fingerprint, planSha256} = served.data;
  if (made.data.fingerprint !== fingerprint || made.data.planSha256 !== planSha256)
    return t(lang, "provenance.otherData", {
      made: formatDay(lang, made.data.dataAsOf),
      served: formatDay(lang, served.data.dataAsOf)
    });
  if (made.modelSha256 !== served.modelSha256) return t(lang, "provenance.otherModel");
  const isOther = (made.policyVersion ?? 0) !== (served.policyVersion ?? 0);
  return isOther ? t(lang, "provenance.otherCutoff") : undefined;
}

/** Reads what a page was made from; null on a page that was not built with data. */
export function readMadeFrom(document: Document): MadeFrom | null {
  const written = document.querySelector("#provenance")?.getAttribute("data-made-from");
  return written ? (JSON.parse(written) as MadeFrom) : null;
}
