import type {SiteDrift} from "../../core/drift/report.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";

/** Says why there is nothing to compare, and what to do. */
export const noDrift = (lang: Lang, {why}: Pick<SiteDrift, "why">): HTMLElement =>
  emptyState(t(lang, "drift.none"), t(lang, why === "nobody" ? "drift.none.nobody" : "drift.none.reference"));
