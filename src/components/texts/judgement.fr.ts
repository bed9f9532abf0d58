import type {judgementEn} from "./judgement.en.ts";

/** The same in French. */
export const judgementFr: Record<keyof typeof judgementEn, string> = {
  "judgement.folds": "Hors pli",
  "judgement.holdout": "Clients réservés",
  "judgement.measure": "Mesure",
  "judgement.bads": "Défauts",
  "judgement.cost": "Coût pour 1 000",
  "judgement.holdout.title": "Plis et clients réservés",
  "judgement.gap": "L’AUC des plis moins celle des clients réservés : {gap} ({low} à {high}).",
  "judgement.gap.honest": "L’intervalle contient 0 : rien n’indique que les plis flattent.",
  "judgement.gap.flatters": "L’intervalle est au-dessus de 0 : les plis flattent.",
  "judgement.gap.modest":
    "L’intervalle est au-dessous de 0 : les clients réservés sont plus faciles que les plis.",
  "judgement.holdout.none":
    "Les clients réservés sont trop peu nombreux dans une classe pour mesurer quoi que ce soit.",
  "judgement.none":
    "Ce modèle a été entraîné avant qu’on ne mesure ces comparaisons. Entraînez-le de nouveau pour les voir.",
  "judgement.contenders": "Face à des modèles plus simples",
  "judgement.contender": "Noté par",
  "judgement.features": "Variables",
  "judgement.aucGain": "Gain d’AUC",
  "judgement.costGain": "Écart de coût",
  "judgement.contender.baseRate": "Le taux de défaut pour tous",
  "judgement.contender.externalScores": "Régression logistique des scores externes",
  "judgement.contender.application": "LightGBM sur la demande seule",
  "judgement.contender.lightgbmDefaults": "Réglages d’origine de LightGBM, toutes variables",
  "judgement.contender.scorebookDefaults": "Réglages par défaut, toutes variables",
  "judgement.contender.model": "Ce modèle",
  "judgement.directions.kept":
    "{n} variables ont un sens déclaré : un meilleur score externe n’augmente jamais le risque, un retard plus long ne le réduit jamais. Le modèle s’y tient ; cela a changé l’AUC de {change} ({low} à {high}).",
  "judgement.directions.givenUp":
    "{n} variables ont un sens déclaré, auquel le modèle ne se tient pas : cela aurait changé l’AUC de {change} ({low} à {high}).",
  "judgement.costCurve": "Coût selon le seuil",
  "judgement.profitCurve": "Profit selon le seuil",
  "judgement.view": "Montrer",
  "judgement.view.cost": "le coût",
  "judgement.view.profit": "le profit",
  "judgement.cutoff": "Seuil (probabilité de défaut)",
  "judgement.axis.cost": "Coût pour 1 000 clients",
  "judgement.axis.profit": "Profit pour 1 000 clients",
  "judgement.axis.interval": "Intervalle à 95 %",
  "judgement.approved": "Non refusés",
  "judgement.curve.tip": "Seuil {cutoff}\n{value} pour 1 000 ({low} à {high})\n{approved} non refusés",
  "judgement.curve.hint":
    "Le trait est le seuil qui découle des coûts, le trait interrompu était le moins cher après coup ; en grisé, le coût est à moins de {within} du plus bas.",
  "judgement.curve.optimum":
    "Après coup, {cutoff} était le moins cher ; avec d’autres clients tirés, il se trouve entre {low} et {high}. Il coûte {difference} pour 1 000 de moins que le seuil employé ({differenceLow} à {differenceHigh}).",
  "judgement.refer":
    "Entre {from} et {to}, le seuil ne change guère le coût. Cela fait {share} des clients ; c’est là qu’une personne qui voit plus que le score apporte le plus. Une proposition : la politique décide de qui est soumis à examen.",
  "judgement.leaks.single":
    "La valeur isolée la plus forte est « {label} », avec une AUC de {auc} ({low} à {high}).",
  "judgement.leaks.plausible": "Aucune ne dépasse {limit}, où elle serait suspecte.",
  "judgement.leaks.implausible": "Au-dessus de {limit} et suspectes : {labels}.",
  "judgement.leaks.alike":
    "On distingue les clients avec et sans issue connue avec une AUC de {auc} ({low} à {high}) ; 0,5 veut dire semblables. Les plus fortes : {labels}.",
  "judgement.leaks.missing": "{label} (présence)",
  "judgement.leaks.noTest": "Il n’y a pas de clients sans issue connue avec lesquels comparer.",
  "judgement.leaks.noDuplicates": "Il n’y a pas deux demandes identiques en toutes valeurs.",
  "judgement.leaks.duplicates":
    "{n} clients ont leur pareil parmi les demandes : {folds} d’entre eux dans un autre pli, {holdout} de l’autre côté des clients réservés.",
  "judgement.card": "Fiche du modèle"
};
