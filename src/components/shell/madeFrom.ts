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
}

/** Says that a page was made from other data or another model than are served; undefined when it was not. */
export function staleText(
  lang: Lang,
  made: MadeFrom,
  served: {data: DataFacts; modelSha256: string}
): string | undefined {
  const {fingerprint, planSha256} = served.data;
  if (made.data.fingerprint !== fingerprint || made.data.planSha256 !== planSha256)
    return t(lang, "provenance.otherData", {
      made: formatDay(lang, made.data.dataAsOf),
      served: formatDay(lang, served.data.dataAsOf)
    });
  return made.modelSha256 === served.modelSha256 ? undefined : t(lang, "provenance.otherModel");
}

/** Reads what a page was made from; null on a page that was not built with data. */
export function readMadeFrom(document: Document): MadeFrom | null {
  const written = document.querySelector("#provenance")?.getAttribute("data-made-from");
  return written ? (JSON.parse(written) as MadeFrom) : null;
}
