import {type Lang, t} from "../i18n.ts";

/** Names what a search makes better. */
export function objectiveLabel(lang: Lang, objective: string | null): string {
  if (objective === "cost") return t(lang, "search.objective.cost");
  return objective === "auc" ? t(lang, "search.objective.auc") : t(lang, "search.objective.other");
}
