import type {ModelEvaluation} from "../schema/manifest.ts";
import type {Bilingual} from "../words/language.ts";
import {type CardBlock, list, table, text} from "./cardDocument.ts";
import type {CardSource} from "./cardSource.ts";
import type {CardWriter} from "./cardWriter.ts";

type Measures = ModelEvaluation["holdout"]["crossValidated"];

/** Names of those who are compared, as a row begins. */
const CONTENDER_NAMES: Record<ModelEvaluation["contenders"][number]["id"], Bilingual> = {
  baseRate: {en: "The bad rate for everyone", fr: "Le taux de défaut pour tous"},
  externalScores: {
    en: "Logistic regression of the external scores",
    fr: "Régression logistique des scores externes"
  },
  application: {en: "LightGBM on the application alone", fr: "LightGBM sur la demande seule"},
  lightgbmDefaults: {
    en: "LightGBM's defaults on all features",
    fr: "LightGBM par défaut sur toutes les variables"
  },
  scorebookDefaults: {
    en: "The default parameters on all features",
    fr: "Les paramètres par défaut sur toutes les variables"
  },
  model: {en: "This model", fr: "Ce modèle"}
};

export function qualityBlocks(writer: CardWriter, {metrics, evaluation, training}: CardSource): CardBlock[] {
  const {say, number, within, signed} = writer;
  if (!evaluation) {
    const [auc, error] = [number(metrics.auc, 4), number(metrics.aucStandardError, 4)];
    const [ks, brier] = [number(metrics.ks, 4), number(metrics.after.brier, 5)];
    return [
      text(
        say({
          en: `Out of fold, ${training.folds} folds: AUC ${auc} (standard error ${error}), KS ${ks}, Brier score ${brier}.`,
          fr: `Hors pli, ${training.folds} plis : AUC ${auc} (erreur type ${error}), KS ${ks}, score de Brier ${brier}.`
        })
      )
    ];
  }
  const {crossValidated, heldOut, gap} = evaluation.holdout;
  const columns = heldOut ? [crossValidated, heldOut] : [crossValidated];
  const row = (name: Bilingual, cell: (measures: Measures) => string) => [say(name), ...columns.map(cell)];
  const rows = [
    row({en: "Clients", fr: "Clients"}, ({clients}) => number(clients)),
    row({en: "Defaults", fr: "Défauts"}, ({bad}) => number(bad)),
    row({en: "AUC", fr: "AUC"}, ({auc}) => within(auc, 4)),
    row({en: "KS", fr: "KS"}, ({ks}) => number(ks, 4)),
    row({en: "Brier score", fr: "Score de Brier"}, ({brier}) => within(brier, 5)),
    row({en: "Cost per 1,000 clients", fr: "Coût pour 1 000 clients"}, ({costPer1000}) =>
      within(costPer1000, 0)
    )
  ];
  const folds = say({en: `${training.folds} folds, out of fold`, fr: `${training.folds} plis, hors pli`});
  const head = ["", folds, say({en: "Hold-out", fr: "Réservés"})].slice(0, columns.length + 1);
  return [
    table(head, rows),
    ...(gap
      ? [
          text(
            say({
              en: `The folds' AUC less the hold-out's: ${within(gap, 4, signed)}.`,
              fr: `L'AUC des plis moins celle des clients réservés : ${within(gap, 4, signed)}.`
            })
          )
        ]
      : []),
    ...(metrics.aucPerSeed ? [text(seedsSentence(writer, metrics.aucPerSeed))] : [])
  ];
}

function seedsSentence({say, number}: CardWriter, aucs: readonly number[]): string {
  const sorted = aucs.toSorted((a, b) => a - b);
  const [low, high] = [number(sorted[0]!, 4), number(sorted.at(-1)!, 4)];
  return say({
    en: `With ${aucs.length} divisions into folds the AUC was ${low} to ${high}.`,
    fr: `Avec ${aucs.length} répartitions en plis, l'AUC était de ${low} à ${high}.`
  });
}

export function contenderBlocks(
  {say, number, within, signed}: CardWriter,
  {contenders, monotone}: ModelEvaluation
): CardBlock[] {
  const rows = contenders.map(({id, features, measures, aucDifference, costDifference}) => [
    say(CONTENDER_NAMES[id]),
    number(features),
    number(measures.auc.value, 4),
    aucDifference ? within(aucDifference, 4, signed) : "",
    number(measures.costPer1000.value),
    costDifference ? within(costDifference, 0, signed) : ""
  ]);
  const head = [
    "",
    ...[
      {en: "Features", fr: "Variables"},
      {en: "AUC", fr: "AUC"},
      {en: "This model's gain", fr: "Gain de ce modèle"},
      {en: "Cost per 1,000", fr: "Coût pour 1 000"},
      {en: "This model's difference", fr: "Écart de ce modèle"}
    ].map(say)
  ];
  const blocks = [
    text(
      say({
        en: "On the same folds, compared client by client.",
        fr: "Sur les mêmes plis, comparés client par client."
      })
    ),
    table(head, rows)
  ];
  if (!monotone.difference) return blocks;
  const [declared, change] = [number(monotone.declared), within(monotone.difference, 4, signed)];
  return [
    ...blocks,
    text(
      say({
        en: `${declared} features have a declared direction: a better external score never raises the risk, a longer delay never lowers it. Keeping to them changed the AUC by ${change}; they were ${monotone.used ? "kept" : "given up"}.`,
        fr: `${declared} variables ont un sens déclaré : un meilleur score externe n'augmente jamais le risque, un retard plus long ne le réduit jamais. S'y tenir a changé l'AUC de ${change} ; ces sens ont été ${monotone.used ? "gardés" : "abandonnés"}.`
      })
    )
  ];
}

export function leakBlocks({lang, say, number, within}: CardWriter, {leaks}: ModelEvaluation): CardBlock[] {
  const implausible = leaks.strongest.filter(({auc}) => auc.value > leaks.implausibleAbove);
  const {trainAgainstTest: apart, duplicates} = leaks;
  const [first] = leaks.strongest;
  const strongest = first
    ? `${first.label[lang]}, AUC ${within(first.auc, 4)}`
    : say({en: "none", fr: "aucune"});
  const names = implausible.map(({label}) => label[lang]).join(", ");
  const limit = say({
    en: String(leaks.implausibleAbove),
    fr: String(leaks.implausibleAbove).replace(".", ",")
  });
  const [best] = apart?.strongest ?? [];
  const bestName = best?.label[lang] ?? say({en: "nothing", fr: "rien"});
  const [like, folds, holdout] = [
    number(duplicates.clients),
    number(duplicates.acrossFolds),
    number(duplicates.acrossHoldout)
  ];
  return [
    list([
      say({
        en: `The strongest single value is ${strongest}. ${implausible.length === 0 ? `None is above ${limit}, where it would be suspicious.` : `Above ${limit} and suspicious: ${names}.`}`,
        fr: `La valeur seule la plus forte est : ${strongest}. ${implausible.length === 0 ? `Aucune ne dépasse ${limit}, où elle serait suspecte.` : `Au-dessus de ${limit} et suspectes : ${names}.`}`
      }),
      apart
        ? say({
            en: `Clients without an outcome can be told from those with one with an AUC of ${within(apart.auc, 4)}, 0.5 being alike; best by ${bestName}${best?.of === "missing" ? " (whether there is one)" : ""}.`,
            fr: `Les clients sans issue connue se distinguent des autres avec une AUC de ${within(apart.auc, 4)}, 0,5 voulant dire semblables ; le mieux par : ${bestName}${best?.of === "missing" ? " (selon qu'il y en a une)" : ""}.`
          })
        : say({
            en: "There were no clients without an outcome to compare with.",
            fr: "Il n'y avait pas de clients sans issue connue à comparer."
          }),
      say({
        en: `${like} clients have the like of their application in the data, ${folds} of them in another fold, ${holdout} across the hold-out.`,
        fr: `${like} clients ont une demande semblable à la leur dans les données, ${folds} d'entre eux dans un autre pli, ${holdout} de l'autre côté de la réserve.`
      })
    ])
  ];
}
