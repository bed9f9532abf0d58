import {
  type ChoiceLevel,
  type ChoiceStep,
  countGroups,
  type ManifestChoice
} from "../schema/featureChoice.ts";
import type {Bilingual} from "../words/language.ts";
import {type CardBlock, table, text} from "./cardDocument.ts";
import type {CardWriter} from "./cardWriter.ts";

const TRIED: Record<ChoiceLevel, {noise: Bilingual; weakest: Bilingual}> = {
  table: {
    noise: {en: "tables not told from noise", fr: "tables que rien ne distingue du hasard"},
    weakest: {en: "the least important table", fr: "la table la moins importante"}
  },
  cause: {
    noise: {en: "causes not told from noise", fr: "causes que rien ne distingue du hasard"},
    weakest: {en: "the least important cause", fr: "la cause la moins importante"}
  },
  feature: {
    noise: {en: "features not told from noise", fr: "variables que rien ne distingue du hasard"},
    weakest: {en: "the least important feature", fr: "la variable la moins importante"}
  }
};

/** Names what a step tried to leave out: how many groups of which kind, or the least important one. */
export function triedLabel({say, number}: CardWriter, step: ChoiceStep): string {
  const {level, weakest} = step;
  const named = say(TRIED[level][weakest ? "weakest" : "noise"]);
  return weakest ? named : `${number(countGroups(step))} ${named}`;
}

/** Says on what it was measured, and how much the figures vary by themselves. */
export function noiseSentence(
  {say, number}: CardWriter,
  {all, repeats, folds, noise}: ManifestChoice
): string {
  const [auc, cost] = [number(noise.auc, 4), number(noise.cost, 1)];
  return say({
    en: `Of ${number(all)} features, measured on ${repeats} divisions into ${folds} folds, the hold-out aside. By folds and seeds alone the AUC varies by ${auc}, the cost per 1,000 by ${cost} (standard deviations).`,
    fr: `Sur ${number(all)} variables, mesurées sur ${repeats} répartitions en ${folds} plis, clients réservés à part. Par les plis et les graines seuls, l'AUC varie de ${auc}, le coût pour 1 000 de ${cost} (écarts types).`
  });
}

/** Says whether features can be left out, and whether the model was trained without them. */
export const verdictSentence = ({say, number}: CardWriter, {leftOut, used}: ManifestChoice): string =>
  leftOut.length === 0
    ? say({
        en: "No interval excludes 0 on the good side: all features stay.",
        fr: "Aucun intervalle n'exclut 0 du bon côté : toutes les variables restent."
      })
    : say({
        en: `${number(leftOut.length)} features can be left out; this model was ${used ? "" : "not "}trained without them.`,
        fr: `${number(leftOut.length)} variables peuvent être laissées ; ce modèle ${used ? "a" : "n'a pas"} été entraîné sans elles.`
      });

/** Whether fewer features would do as well. */
export function choiceBlocks(writer: CardWriter, choice: ManifestChoice): CardBlock[] {
  const {say, number, within, signed} = writer;
  const head = [
    "",
    ...[
      {en: "Features left out", fr: "Variables laissées"},
      {en: "Gain in AUC", fr: "Gain d'AUC"},
      {en: "Change of cost per 1,000", fr: "Écart de coût pour 1 000"}
    ].map(say)
  ];
  const rows = choice.steps.map((step) => [
    triedLabel(writer, step),
    number(step.removed),
    within(step.auc, 4, signed),
    within(step.cost, 1, signed)
  ]);
  return [text(noiseSentence(writer, choice)), table(head, rows), text(verdictSentence(writer, choice))];
}
