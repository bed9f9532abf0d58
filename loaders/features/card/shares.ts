import {type Flag, share, sum} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {belowMinimum, cash, dpd, drawn, minimum, utilisation, within} from "./columns.ts";

const tail = (months: number | null): readonly [string, string, string] =>
  months ? [`_${months}m`, `, last ${months} months`, `, ${months} derniers mois`] : ["", "", ""];
export const shares: Feature[] = [null, 12, 6].flatMap((months) => {
  const [key, en, fr] = tail(months);
  const inSpan = (flag: Flag): Flag => (months ? flag.and(within(months)) : flag);
  const where = months ? {where: within(months)} : {};
  return [
    define(
      `card_above_90_share${key}`,
      "card_utilisation",
      "share",
      [
        `Share of card months above 90 % of the limit${en}`,
        `Part des mois de carte au-delà de 90 % du plafond${fr}`
      ],
      [
        `months with balance above 90 % of the limit ÷ months with a limit${en}`,
        `mois au solde supérieur à 90 % du plafond ÷ mois avec plafond${fr}`
      ],
      share(utilisation.gt(0.9), {where: inSpan(utilisation.isKnown())})
    ),
    define(
      `card_cash_share${key}`,
      "card_drawings",
      "ratio",
      [`Share of card drawings taken in cash${en}`, `Part des utilisations de carte en espèces${fr}`],
      [`cash withdrawn ÷ all drawings${en}`, `espèces retirées ÷ toutes les utilisations${fr}`],
      sum(cash, where).over(sum(drawn, where))
    ),
    define(
      `card_dpd_share${key}`,
      "payment_delays",
      "share",
      [`Share of card months past due${en}`, `Part des mois de carte en retard${fr}`],
      [
        `card months past due ÷ all card months${en}`,
        `mois de carte en retard ÷ tous les mois de carte${fr}`
      ],
      share(dpd.gt(0), where)
    ),
    define(
      `card_below_minimum_share${key}`,
      "card_payments",
      "share",
      [`Share of card months paid below the minimum${en}`, `Part des mois payés sous le minimum${fr}`],
      [
        `months that end with a balance and were paid less than asked for ÷ months with a minimum${en}`,
        `mois finissant avec un solde et payés moins que demandé ÷ mois avec un minimum${fr}`
      ],
      share(belowMinimum, {where: inSpan(minimum.gt(0))})
    )
  ];
});
