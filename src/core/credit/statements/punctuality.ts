import type {ManifestFeature} from "../../schema/manifest.ts";
import {formatSpan} from "../../words/quantity.ts";
import {HALF} from "./compared.ts";
import {
  byNewest,
  daysLate,
  type InstalmentSet,
  instalmentsOf,
  isLate,
  ontEte,
  paidOf,
  setOf,
  someInstalments
} from "./instalments.ts";
import {daysAgo} from "./latest.ts";
import {wasWere} from "./nouns.ts";
import {statementsPastDue} from "./pastDue.ts";
import {type Statement, state, sum, type Teller} from "./record.ts";

/** Says how punctually this client paid, in the instalments or monthly statements that the feature is of. */
export const punctuality: Teller = (driver, client) => {
  if (driver.name.startsWith("pos_")) return statementsPastDue("POS_CASH_balance", client);
  if (driver.name.startsWith("card_")) return statementsPastDue("credit_card_balance", client);
  const all = instalmentsOf(client.rows.installments_payments);
  if (all.length === 0) return undefined;
  if (driver.name === "inst_last_delay") return lastInstalment(all);
  const set = setOf(driver.name, all);
  const paid = paidOf(set);
  if (paid.instalments.length === 0) return unpaid(set);
  const late = paid.instalments.filter(isLate);
  if (late.length === 0) return onTime(driver, paid, client.value(driver.name));
  if (/^inst_days_since_late/.test(driver.name)) return lastLate(driver.name, paid);
  const over = Number(/_over_(\d+)/.exec(driver.name)?.[1] ?? 0);
  const beyond = late.filter(({delay}) => delay! > over);
  return over > 0 && beyond.length > 0 ? lateOver(over, beyond.length, paid) : someLate(paid);
};

function someLate(set: InstalmentSet): Statement {
  const paid = set.instalments.length;
  const late = set.instalments.filter(isLate).length;
  const maxDays = daysLate(set.instalments);
  const days = {en: formatSpan("en", maxDays, "day"), fr: formatSpan("fr", maxDays, "day")};
  const some = someInstalments(late, set);
  const [en, fr] =
    late === 1 ? [`, by ${days.en}`, `, de ${days.fr}`] : [`, at most ${days.en}`, `, de ${days.fr} au plus`];
  return state(
    "late",
    {late, paid, maxDays},
    `${some.en} ${wasWere(late)} paid late${en}.`,
    `${some.fr} ${ontEte(late, "payé")} en retard${fr}.`
  );
}

function lateOver(over: number, late: number, set: InstalmentSet): Statement {
  const paid = set.instalments.length;
  const some = someInstalments(late, set);
  return state(
    "late_over",
    {late, paid, over, maxDays: daysLate(set.instalments)},
    `${some.en} ${wasWere(late)} paid more than ${over} days late.`,
    `${some.fr} ${ontEte(late, "payé")} avec plus de ${over} jours de retard.`
  );
}

/** Speaks of being less early than most only where the feature measures that and the numbers say so. */
function onTime(driver: ManifestFeature, set: InstalmentSet, value: unknown): Statement {
  const paid = set.instalments.length;
  const days = -sum(set.instalments.map(({delay}) => delay!)) / paid;
  const daysEarly = Math.round(days * 10) / 10;
  const all = someInstalments(paid, set);
  const lessEarly = LESS_EARLY.find(({features}) => features.test(driver.name));
  const {median} = driver;
  const facts = {paid, daysEarly};
  if (!lessEarly || typeof value !== "number" || typeof median !== "number" || !lessEarly.than(value, median))
    return state(
      "on_time",
      facts,
      `${all.en} ${wasWere(paid)} paid on time.`,
      `${all.fr} ${ontEte(paid, "payé")} à temps.`
    );
  const usual = Math.abs(median);
  const early =
    daysEarly === 0
      ? {en: ", on the due day on average", fr: ", le jour dû en moyenne"}
      : {
          en: `, ${formatSpan("en", daysEarly, "day")} early on average`,
          fr: `, avec ${formatSpan("fr", daysEarly, "day")} d'avance en moyenne`
        };
  return state(
    "on_time_less_early",
    {...facts, value, median},
    `${all.en} ${wasWere(paid)} paid on time${early.en}, but less early than by most clients${HALF.en}pay at least ${formatSpan("en", usual, "day")} early on average.`,
    `${all.fr} ${ontEte(paid, "payé")} à temps${early.fr}, mais moins tôt que par la plupart des clients${HALF.fr}paient avec au moins ${formatSpan("fr", usual, "day")} d'avance en moyenne.`
  );
}

/** Features of earliness, and when their value is less early than the median. */
const LESS_EARLY = [
  {features: /^inst_delay_mean/, than: (value: number, median: number) => value > median},
  {features: /^inst_early_days_mean/, than: (value: number, median: number) => value < median}
];

function unpaid({which}: InstalmentSet): Statement {
  return state(
    "no_payment",
    {paid: 0},
    `No payment of an instalment${which.en} is on record.`,
    `Aucun paiement d'échéance${which.fr} n'est enregistré.`
  );
}

function lastLate(feature: string, set: InstalmentSet): Statement {
  const over = feature.endsWith("over_7") ? 7 : 0;
  const late = byNewest(set.instalments).find(({delay}) => delay! > over);
  if (!late) return someLate(set);
  const days = 0 - late.due!;
  const ago = daysAgo(days);
  const [en, fr] =
    over > 0
      ? [`more than ${over} days late`, `avec plus de ${over} jours de retard`]
      : ["late", "en retard"];
  return state(
    "last_late",
    {daysAgo: days, over, late: set.instalments.filter(isLate).length, paid: set.instalments.length},
    `The last instalment that was paid ${en} fell due ${ago.en}.`,
    `La dernière échéance payée ${fr} était due ${ago.fr}.`
  );
}

function lastInstalment(all: ReturnType<typeof instalmentsOf>): Statement | undefined {
  const delay = byNewest(all)[0]?.delay;
  if (delay === undefined || delay === null)
    return state(
      "last_unpaid",
      {},
      "No payment of the last instalment is on record.",
      "Aucun paiement de la dernière échéance n'est enregistré."
    );
  const days = {en: formatSpan("en", Math.abs(delay), "day"), fr: formatSpan("fr", Math.abs(delay), "day")};
  if (delay > 0)
    return state(
      "last_delay",
      {delay},
      `The last instalment was paid ${days.en} late.`,
      `La dernière échéance a été payée avec ${days.fr} de retard.`
    );
  if (delay === 0)
    return state(
      "last_on_day",
      {delay},
      "The last instalment was paid on its due day.",
      "La dernière échéance a été payée le jour dû."
    );
  return state(
    "last_early",
    {delay},
    `The last instalment was paid ${days.en} early.`,
    `La dernière échéance a été payée avec ${days.fr} d'avance.`
  );
}
