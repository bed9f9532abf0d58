import {type CardBlock, list, text} from "./cardDocument.ts";
import type {CardSource} from "./cardSource.ts";
import type {CardWriter} from "./cardWriter.ts";

/** What stands under the title: what made it, from what, as of when. */
export function leadOf({say}: CardWriter, {data, training}: CardSource): string {
  const day = data.dataAsOf.slice(0, 10);
  const invented = data.generated
    ? say({
        en: " The clients are invented: the figures describe a demonstration, not people.",
        fr: " Les clients sont inventés : les chiffres décrivent une démonstration, pas des personnes."
      })
    : "";
  return (
    say({
      en: `${training.engine}; data set ${data.set}, as of ${day}. Intervals are of 95 %.`,
      fr: `${training.engine} ; jeu de données ${data.set}, au ${day}. Les intervalles sont à 95 %.`
    }) + invented
  );
}

export function whatItIs(
  {say, number}: CardWriter,
  {features, training, scale, calibration}: CardSource
): CardBlock[] {
  const leaves = String(training.params.num_leaves ?? 31);
  const [trees, inputs] = [number(training.rounds), number(features.length)];
  const formula = [number(calibration.intercept, 4), number(calibration.slope, 4)];
  return [
    text(
      say({
        en: `Gradient-boosted trees (${trees}, at most ${leaves} leaves each) on ${inputs} features of an application and of the client's history. The sum of the leaves is calibrated (log-odds = ${formula[0]} + ${formula[1]} × raw score) and told as a probability of default and as points: ${scale.baseScore} points are odds of ${scale.baseOdds} to 1, and ${scale.pdo} more double them.`,
        fr: `Des arbres boostés par gradient (${trees}, ${leaves} feuilles au plus chacun) sur ${inputs} variables d'une demande et de l'historique du client. La somme des feuilles est calibrée (log-cote = ${formula[0]} + ${formula[1]} × score brut) et dite en probabilité de défaut et en points : ${scale.baseScore} points valent une cote de ${scale.baseOdds} contre 1, et ${scale.pdo} de plus la doublent.`
      })
    )
  ];
}

export const intendedUse = ({say}: CardWriter): CardBlock[] => [
  text(
    say({
      en: "To rank applications for a consumer loan by the chance that the client will be in arrears, and to propose a decision that a person can look into, contest and replay.",
      fr: "Classer les demandes de crédit à la consommation selon le risque que le client ne paie pas, et proposer une décision qu'une personne peut examiner, contester et rejouer."
    })
  ),
  text(
    say({
      en: "Not for anything but credit, not for clients unlike those of the data, and not as the only ground of a refusal without the reasons being told and a person being heard.",
      fr: "Pour rien d'autre que le crédit, ni pour des clients différents de ceux des données, ni comme seul fondement d'un refus sans que les motifs soient dits et la personne entendue."
    })
  )
];

export function dataBlocks(
  {say, number, percent}: CardWriter,
  {data, population, evaluation}: CardSource
): CardBlock[] {
  const heldOut = evaluation?.holdout.heldOut;
  const [all, labelled, bad] = [number(data.clients), number(data.labelled), percent(data.badRate)];
  const learned = number(population.clients);
  const drawn = data.sample && [number(data.sample.clients), String(data.sample.seed)];
  const prints = [data.fingerprint.slice(0, 12), data.planSha256.slice(0, 12)];
  return [
    list([
      say({
        en: `${all} clients, of whom ${labelled} have a known outcome; ${bad} of these defaulted.`,
        fr: `${all} clients, dont ${labelled} ont une issue connue ; ${bad} de ceux-ci ont fait défaut.`
      }),
      ...(drawn
        ? [
            say({
              en: `Of these ${labelled}, ${drawn[0]} were drawn with the seed ${drawn[1]}, as many of either outcome as their share asks; the others are unknown to the model.`,
              fr: `De ces ${labelled}, ${drawn[0]} ont été tirés avec la graine ${drawn[1]}, autant de chaque issue que le veut sa part ; le modèle ne connaît pas les autres.`
            })
          ]
        : []),
      say({
        en: `${learned} were learned from.${heldOut ? ` ${number(heldOut.clients)} were held out by a hash of their id and seen by nothing but the last measurement.` : ""}`,
        fr: `${learned} ont servi à l'apprentissage.${heldOut ? ` ${number(heldOut.clients)} ont été réservés d'après une empreinte de leur identifiant et vus par la seule mesure finale.` : ""}`
      }),
      say({
        en: `Fingerprint of the data ${prints[0]}, of the features ${prints[1]}.`,
        fr: `Empreinte des données ${prints[0]}, des variables ${prints[1]}.`
      })
    ])
  ];
}

export function limitBlocks({say}: CardWriter, {data, evaluation}: CardSource): CardBlock[] {
  const shift = evaluation?.leaks.trainAgainstTest;
  return [
    list([
      ...(data.generated
        ? [
            say({
              en: "The clients are invented. Nothing here was measured on people.",
              fr: "Les clients sont inventés. Rien ici n'a été mesuré sur des personnes."
            })
          ]
        : []),
      say({
        en: "Outcomes are known only of loans that were granted; of those who were refused nobody knows.",
        fr: "L'issue n'est connue que des crédits accordés ; de ceux qui ont été refusés, personne ne sait rien."
      }),
      say({
        en: "All clients are of one time: how the model holds up later is for monitoring to tell.",
        fr: "Tous les clients sont d'une même époque : c'est au suivi de dire comment le modèle tient ensuite."
      }),
      ...(shift && shift.auc.interval[0]! > 0.6
        ? [
            say({
              en: "The clients to be scored differ from those learned from; figures of the one need not hold for the other.",
              fr: "Les clients à noter diffèrent de ceux de l'apprentissage ; les chiffres des uns peuvent ne pas valoir pour les autres."
            })
          ]
        : []),
      say({
        en: "Protected traits may be guessed from features that are not made from them, such as an occupation.",
        fr: "Des traits protégés peuvent se deviner par des variables qui n'en sont pas tirées, comme une profession."
      })
    ])
  ];
}
