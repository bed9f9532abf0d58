import type {choiceEn} from "./choice.en.ts";

/** Textes de la question si moins de variables suffiraient. */
export const choiceFr: Record<keyof typeof choiceEn, string> = {
  "choice.title": "Ce qu'on a essayé de laisser",
  "choice.none":
    "Personne n'a demandé de ce modèle si moins de variables suffiraient ; npm run choose le fait, et l'entraînement le dit.",
  "choice.grown": "Modèles de {rounds} itérations ; intervalles à 95 %, clients et répétitions ensemble.",
  "choice.tried": "Sans",
  "choice.removed": "Variables",
  "choice.noise": "Bruit du ΔAUC",
  "choice.cost": "Δ coût pour 1 000",
  "choice.verdict": "Verdict",
  "choice.out": "laissées",
  "choice.stay": "elles restent",
  "choice.confirmed": "tout ce qui a été laissé, sur de nouveaux plis",
  "choice.importance": "Ce que coûte de distribuer les valeurs à d'autres clients",
  "choice.hint":
    "AUC perdue hors pli, avec son intervalle à 95 %. À droite, combien de fois {nulls} modèles d'issues mélangées donnent au groupe autant de gain, {least} au moins. Creux : rien ne le distingue du hasard, {noise} sur {all}.",
  "choice.drawn": "Les {n} plus importants sont dessinés ; la table les a tous.",
  "choice.level": "Par",
  "choice.level.table": "Table",
  "choice.level.cause": "Cause",
  "choice.level.feature": "Variable",
  "choice.loss": "AUC perdue",
  "choice.gainShare": "Part du gain",
  "choice.chance": "Autant par hasard",
  "choice.chance.short": "par hasard",
  "choice.isNoise": "Distingué du hasard",
  "choice.noise.yes": "non",
  "choice.noise.no": "oui",
  "choice.tip":
    "{name}\nAUC perdue {value} ({low} à {high})\n{share} du gain ; autant par hasard {chance} du temps"
};
