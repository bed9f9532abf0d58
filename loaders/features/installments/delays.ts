import {choose, mean, type Num, share, slope, sum} from "../expression.ts";
import type {RowSet} from "../family.ts";
import {define, type Feature} from "../feature.ts";
import {due, LASTS, late, lateDays, order, shortfall, timed, within} from "./columns.ts";

export const lateShares = (set: RowSet, limits: readonly number[]): Feature[] =>
  limits.map((days) => {
    const suffix = set.key ? `_${set.key}` : "";
    const where = set.where ? timed.and(set.where) : timed;
    const extraEn = set.label.en ? `, ${set.label.en}` : "";
    const extraFr = set.label.fr ? `, ${set.label.fr}` : "";
    return days === 0
      ? define(
          `inst_late_share${suffix}`,
          "payment_delays",
          "share",
          [`Share of instalments paid late${extraEn}`, `Part des échéances payées en retard${extraFr}`],
          [
            `instalments paid after the due day ÷ instalments paid, over ${set.rows.en}`,
            `échéances payées après terme ÷ échéances payées, sur ${set.rows.fr}`
          ],
          share(late(0), {where})
        )
      : define(
          `inst_late_share_over_${days}${suffix}`,
          "payment_delays",
          "share",
          [
            `Share of instalments over ${days} days late${extraEn}`,
            `Part des échéances à plus de ${days} jours de retard${extraFr}`
          ],
          [
            `instalments paid more than ${days} days late ÷ instalments paid, over ${set.rows.en}`,
            `échéances payées avec plus de ${days} jours de retard ÷ échéances payées, sur ${set.rows.fr}`
          ],
          share(late(days), {where})
        );
  });

export const meanLate = (days: number): Num => mean(lateDays, {where: within(days)});
const weight = (scale: number): Num => choose(timed, due.negated().over(scale).plus(1));
const recencyWeight = (scale: number): Num =>
  choose(timed, weight(scale).times(0).plus(1).over(weight(scale)));
export const decayed: Feature[] = [90, 365].map((scale) =>
  define(
    `inst_decayed_late_${scale}d`,
    "payment_delays",
    "days",
    [
      `Days late, recent ones weigh more (${scale} days)`,
      `Jours de retard, les récents pèsent plus (${scale} jours)`
    ],
    [
      `average days late with weight 1 ÷ (1 + days since due ÷ ${scale})`,
      `moyenne des jours de retard de poids 1 ÷ (1 + jours depuis l'échéance ÷ ${scale})`
    ],
    sum(lateDays.times(recencyWeight(scale))).over(sum(recencyWeight(scale)))
  )
);

export const slopes: Feature[] = LASTS.flatMap((n) => [
  define(
    `inst_late_slope_last_${n}`,
    "payment_delays",
    "days per day",
    [
      `Trend of days late over the last ${n} instalments`,
      `Tendance des jours de retard sur les ${n} dernières échéances`
    ],
    [
      `slope of the days late over the due days of the ${n} newest instalments (positive: getting worse)`,
      `pente des jours de retard selon le jour d'échéance des ${n} dernières (positive : se dégrade)`
    ],
    slope(lateDays, due, {where: order.le(n)})
  ),
  define(
    `inst_shortfall_slope_last_${n}`,
    "payment_shortfalls",
    "amount per day",
    [
      `Trend of the shortfall over the last ${n} instalments`,
      `Tendance de l'insuffisance sur les ${n} dernières échéances`
    ],
    [
      `slope of the shortfall over the due days of the ${n} newest instalments (positive: getting worse)`,
      `pente de l'insuffisance selon le jour d'échéance des ${n} dernières (positive : se dégrade)`
    ],
    slope(shortfall, due, {where: order.le(n)})
  )
]);
