import type {judgedEn} from "./judged.en.ts";

/** The French of the pages that judge the model. */
export const judgedFr: Record<keyof typeof judgedEn, string> = {
  "nav.monitoring": "Suivi",
  "nav.fairness": "Équité",

  "drift.none": "Rien à comparer",
  "drift.none.nobody":
    "Le modèle a appris de tous les clients de ce jeu de données. Comparez un autre jeu avec npm run drift.",
  "drift.none.reference":
    "Ce modèle ne garde pas à quoi ressemblaient ses clients d'apprentissage ; entraînez-le de nouveau avec npm run train.",
  "drift.clients": "Clients comparés",
  "drift.clients.note": "à {n} clients d'apprentissage",
  "drift.score": "PSI du score",
  "drift.verdict.none": "pas plus que le hasard ({critical})",
  "drift.verdict.little": "plus que le hasard ({critical}), mais peu",
  "drift.verdict.some": "un certain glissement (hasard : {critical})",
  "drift.verdict.large": "un grand glissement (hasard : {critical})",
  "drift.large": "Variables au grand glissement",
  "drift.large.note": "sur {all} ; {small} autres avec un certain glissement",
  "drift.moved": "Variables qui ont bougé",
  "drift.moved.note": "jugées ensemble ; une à une {n}, là où le hasard en donnerait {expected}",
  "drift.probability": "Probabilité de défaut",
  "drift.reference": "clients d'apprentissage",
  "drift.current": "clients comparés",
  "drift.axis": "Part des clients",
  "drift.any": "toute valeur",
  "drift.tip": "{name}\n{reference} des clients d'apprentissage\n{current} des clients comparés",

  "fairness.by": "Par",
  "fairness.groups": "Décisions par groupe",
  "fairness.accepted": "Accordés",
  "fairness.ratio": "Rapport d'acceptation",
  "fairness.ratio.axis": "Rapport d'acceptation : accords du groupe ÷ accords du groupe qui en a le plus",
  "fairness.ratio.tip": "{name}\n{accepted} accordés\nRapport {ratio} ({low} à {high})\n{n} clients",
  "fairness.ratio.hint":
    "1 est le groupe à la plus forte part d'accords ; le trait interrompu marque quatre cinquièmes, en dessous desquels on examine d'ordinaire l'écart.",
  "fairness.badRate": "Taux de défaut",
  "fairness.badRateApproved": "… des accordés",
  "fairness.falseDecline": "Bons clients refusés",
  "fairness.predicted": "Prévu",
  "fairness.calibration": "Prévu et observé",
  "fairness.calibration.hint":
    "La barre est l'intervalle à 95 % de ce qui a été observé ; une prévision en dehors dépasse le hasard.",
  "fairness.price": "Ce qu'une variable apporte",
  "fairness.price.feature": "Sans",
  "fairness.price.why": "Révèle",
  "fairness.price.auc": "AUC",
  "fairness.price.cost": "Coût pour 1 000",
  "fairness.price.ratio": "Plus faible rapport d'acceptation",
  "fairness.price.none":
    "Aucun prix n'a été mesuré pour ce modèle. npm run prices -- --name NOM l'entraîne de nouveau sans chaque variable et les écrit.",
  "fairness.price.protected": "est {trait}",
  "fairness.price.proxy": "{trait} : seule, avec une AUC de {auc}",

  "ranking.none": "Rien n'a été mesuré hors pli pour ce modèle : il n'y a rien à tracer.",
  "ranking.goods": "Courbe ROC",
  "ranking.goods.axis": "Bons clients refusés",
  "ranking.goods.hint":
    "Du plus risqué au moins risqué. La barre grise est là où bons et mauvais s'écartent le plus, KS {ks}.",
  "ranking.declined": "Gains",
  "ranking.declined.axis": "Clients refusés",
  "ranking.declined.hint": "Les {share} de clients les plus risqués réunissent {bads} des défauts.",
  "ranking.bads.axis": "Mauvais clients refusés",
  "ranking.tip": "{declined} de tous refusés\n{bads} des mauvais\n{goods} des bons",
  "importance.mean": "Ce qui pèse",
  "importance.mean.axis": "|points| en moyenne",
  "importance.mean.hint":
    "Valeur SHAP absolue moyenne en points du score, {n} clients dont le modèle n'a pas appris.",
  "importance.swarm": "Client par client",
  "importance.swarm.hint":
    "{n} d'entre eux, un point chacun : à gauche la variable coûte des points, à droite elle en donne. Plus foncé : valeur plus élevée ; creux : manquante ou un mot.",
  "importance.points.axis": "Points",
  "importance.none": "Personne à expliquer",
  "importance.none.text": "Le modèle a appris de tous les clients de ce jeu de données.",
  "importance.feature": "Variable",
  "importance.dependence": "Points selon la valeur : {name}",
  "importance.dependence.partner":
    "Pleins là où « {name} » atteint au moins sa médiane : elle suit le plus ce que la valeur laisse ouvert.",
  "importance.dependence.alone": "Aucune autre variable forte ne suit ce que la valeur laisse ouvert.",
  "importance.dependence.missing": "{n} sans valeur ne sont pas dessinés."
};
