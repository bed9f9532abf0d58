import {ACQUAINTANCE, countOf, noneOf, someOf, wasWere} from "./nouns.ts";
import {numberOf, state, type Teller} from "./record.ts";

/** Says how many acquaintances were observed, and how many of them were 30 or 60 days past due. */
export const circle: Teller = ({name}, {rows: {application}}) => {
  const days = name.includes("_60_") ? 60 : 30;
  const observed = numberOf(application[0], `OBS_${days}_CNT_SOCIAL_CIRCLE`);
  const late = numberOf(application[0], `DEF_${days}_CNT_SOCIAL_CIRCLE`);
  if (observed === null || late === null)
    return state(
      "unknown",
      {},
      "Nothing is on record about acquaintances.",
      "Rien n'est enregistré sur l'entourage."
    );
  const facts = {observed, late, days};
  if (observed === 0)
    return state("none_observed", facts, "No acquaintance was observed.", "Aucun proche n'a été observé.");
  if (late === 0 && name === "app_circle_30_observed") {
    const n = countOf(observed, ACQUAINTANCE);
    return state(
      "observed",
      facts,
      `${n.en}, none 30 days past due.`,
      `${n.fr}, aucun à 30 jours de retard.`
    );
  }
  if (late === 0) {
    const none = noneOf(observed, ACQUAINTANCE);
    return state(
      "none_late",
      facts,
      `${none.en} was ${days} days past due.`,
      `${none.fr} n'a eu ${days} jours de retard.`
    );
  }
  const some = someOf(late, observed, ACQUAINTANCE);
  return state(
    "late",
    facts,
    `${some.en} ${wasWere(late)} ${days} days past due.`,
    `${some.fr} ${late < 2 ? "a" : "ont"} eu ${days} jours de retard.`
  );
};
