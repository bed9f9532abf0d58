import type {Protected} from "../schema/manifest.ts";
import type {Bilingual} from "../words/language.ts";
import {type CardBlock, list, text} from "./cardDocument.ts";
import type {CardSource} from "./cardSource.ts";
import type {CardWriter} from "./cardWriter.ts";

export function costBlocks(
  {say, number, percent, range}: CardWriter,
  {cost, cutoff, population, evaluation}: CardSource
): CardBlock[] {
  const [missed, refused] = [number(cost.falseNegative, 2), number(cost.falsePositive, 2)];
  const [above, points] = [percent(cutoff.probability), number(cutoff.score)];
  const declined = percent(population.declined);
  const others = population.badRateAboveCutoff;
  const rejected = say({
    en: `A default that was approved counts ${missed}, a good client who was declined ${refused}. Declining above a probability of ${above} (${points} points) declines ${declined} of the clients${others === null ? "" : `; of the others ${percent(others)} defaulted`}.`,
    fr: `Un défaut accordé compte ${missed}, un bon client refusé ${refused}. Refuser au-dessus d'une probabilité de ${above} (${points} points) refuse ${declined} des clients${others === null ? "" : ` ; ${percent(others)} des autres ont fait défaut`}.`
  });
  if (!evaluation) return [text(rejected)];
  const {empirical, theoretical, difference, refer} = evaluation.cost;
  const perThousand = (value: number) => number(1000 * value);
  const costs = [perThousand(theoretical.costPerClient), range(theoretical.interval, perThousand)];
  const earned = number(theoretical.profitPer1000);
  const cheapest = [percent(empirical.cutoff), range(empirical.interval, (end) => percent(end))];
  const cheaper = [perThousand(difference.value), range(difference.interval, perThousand)];
  return [
    text(rejected),
    list([
      say({
        en: `It cost ${costs[0]} per 1,000 clients (${costs[1]}) and earned ${earned} when a good client earns what declining one costs.`,
        fr: `Cela a coûté ${costs[0]} pour 1 000 clients (${costs[1]}) et rapporté ${earned} quand un bon client rapporte ce que coûte d'en refuser un.`
      }),
      say({
        en: `The cheapest cut-off in hindsight was ${cheapest[0]} (${cheapest[1]}), ${cheaper[0]} per 1,000 cheaper (${cheaper[1]}).`,
        fr: `Le seuil le moins cher après coup était ${cheapest[0]} (${cheapest[1]}), moins cher de ${cheaper[0]} pour 1 000 (${cheaper[1]}).`
      }),
      ...(refer
        ? [
            say({
              en: `Between ${percent(refer.from)} and ${percent(refer.to)} the cut-off changes the cost by less than ${percent(refer.within, 0)}: ${percent(refer.share)} of the clients, whom a person should look at.`,
              fr: `Entre ${percent(refer.from)} et ${percent(refer.to)}, le seuil change le coût de moins de ${percent(refer.within, 0)} : ${percent(refer.share)} des clients, qu'une personne devrait regarder.`
            })
          ]
        : [])
    ])
  ];
}

const TRAITS: Record<Protected, Bilingual> = {
  gender: {en: "gender", fr: "sexe"},
  familyStatus: {en: "familyStatus", fr: "situation familiale"},
  age: {en: "age", fr: "âge"}
};

export function protectedBlocks(
  {lang, say, number, within, signed}: CardWriter,
  {protected: {used, leftOut, effect}}: CardSource
): CardBlock[] {
  const names = (features: typeof leftOut) =>
    list(features.map(({label, trait}) => `${label[lang]} (${say(TRAITS[trait as Protected])})`));
  const change = effect && within({value: effect.difference, interval: effect.interval}, 4, signed);
  const differ = effect && number(effect.approvedWithout + effect.declinedWithout);
  return [
    text(
      leftOut.length > 0
        ? say({
            en: "Left out, because they tell something protected:",
            fr: "Laissées de côté, parce qu'elles disent quelque chose de protégé :"
          })
        : say({
            en: "No feature was left out as protected.",
            fr: "Aucune variable n'a été laissée de côté comme protégée."
          })
    ),
    ...(leftOut.length > 0 ? [names(leftOut)] : []),
    ...(effect
      ? [
          text(
            say({
              en: `Leaving them out changed the AUC by ${change}; ${differ} decisions differ.`,
              fr: `Les laisser de côté a changé l'AUC de ${change} ; ${differ} décisions diffèrent.`
            })
          )
        ]
      : []),
    ...(used.length > 0
      ? [
          text(
            say({
              en: "Used although they tell something protected:",
              fr: "Utilisées bien qu'elles disent quelque chose de protégé :"
            })
          ),
          names(used)
        ]
      : [])
  ];
}
