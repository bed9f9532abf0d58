import type {ServerToClient} from "../core/protocol.ts";
import {formatNumber} from "./format.ts";
import {type Lang, t} from "./i18n.ts";

/** Says that another cut-off is in force, and which. */
export const policyText = (
  lang: Lang,
  {cutoff, refer}: Parameters<ServerToClient["policy:changed"]>[0]
): string =>
  t(lang, refer ? "cutoff.changed.band" : "cutoff.changed", {
    cutoff: formatNumber(lang, cutoff.score, 1),
    refer: formatNumber(lang, refer?.score ?? 0, 1)
  });
