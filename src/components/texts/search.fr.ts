import type {searchEn} from "./search.en.ts";

/** The same in French. */
export const searchFr: Record<keyof typeof searchEn, string> = {
  "nav.search": "Recherche",
  "search.study": "Étude",
  "search.empty": "Aucune recherche n’a encore été faite",
  "search.empty.text":
    "npm run tune cherche des paramètres pour le modèle ; son étude apparaît ici pendant qu’elle se fait, et y reste.",
  "search.progress": "{trials} essais : {complete} complets, {pruned} abandonnés",
  "search.progress.running":
    "en cours : {trials} essais jusqu’ici, {complete} complets, {pruned} abandonnés, {running} en train",
  "search.objective.cost": "Coût par client",
  "search.objective.auc": "AUC",
  "search.objective.other": "Objectif",
  "search.trial": "Essai",
  "search.trials": "Essais",
  "search.trials.note": "{complete} complets, {pruned} abandonnés, {failed} échoués",
  "search.clients": "Clients",
  "search.clients.note": "{heldOut} autres sont réservés et n’ont pas été vus",
  "search.rounds": "Itérations",
  "search.state": "État",
  "search.complete": "complet",
  "search.pruned": "abandonné",
  "search.soFar": "Meilleur jusqu’ici",
  "search.parameter": "Paramètre",
  "search.best.note": "essai {number}, le meilleur jusqu’ici",
  "search.best.none": "aucun essai n’est encore complet",
  "search.fixed": "(paramètres fixes)",
  "search.fixed.label": "Paramètres fixes",
  "search.fixed.note": "ceux de l’entraînement quand rien n’a été cherché",
  "search.tip.complete": "Essai {number} : {value}",
  "search.tip.pruned": "Essai {number}, abandonné : {value} sur les plis qu’il a eus",
  "search.tooFew": "Trop peu d’essais",
  "search.tooFew.text": "Il en faut {n} complets.",
  "search.history": "Historique",
  "search.history.hint":
    "Un point est un essai, creux s’il a été abandonné, avec sa valeur sur les plis qu’il a eus ; le trait est le meilleur jusqu’ici, le trait interrompu les paramètres fixes.",
  "search.parallel": "Tous les paramètres à la fois",
  "search.parallel.hint": "Un trait est un essai complet ; le meilleur dixième ressort.",
  "search.importance": "Importance des paramètres",
  "search.importance.share": "Variance expliquée",
  "search.importance.hint":
    "fANOVA sur {trials} essais complets : la part de la variance de l’objectif, sur l’espace cherché, qu’un paramètre explique seul. {together} tiennent à des paramètres ensemble.",
  "search.importance.same": "Tous les essais se valent : aucun paramètre n’explique rien.",
  "search.slice": "Objectif selon {name}",
  "search.contour": "Objectif selon deux paramètres",
  "search.contour.hint":
    "Plus foncé vaut mieux. L’objectif est interpolé entre les essais, et prolongé vers les coins.",
  "search.contour.none": "Il faut deux paramètres différents qui soient des nombres.",
  "search.contour.x": "En travers",
  "search.contour.y": "En hauteur",
  "search.worth": "Ce que vaut le meilleur essai",
  "search.worth.none": "Cela se mesure quand la recherche est finie.",
  "search.worth.what": "Différence",
  "search.worth.own": "Meilleur moins fixe, sur les plis qui l’ont choisi",
  "search.worth.fresh": "Meilleur moins fixe, sur des plis neufs",
  "search.worth.other": "Essai {number} moins le meilleur",
  "search.worth.average": "Moyenne des essais {trials} moins le meilleur",
  "search.worth.otherFixed": "Essai {number} moins le fixe",
  "search.worth.averageFixed": "Moyenne des essais {trials} moins le fixe",
  "search.worth.averageFresh": "Cette moyenne moins le fixe, sur des plis neufs",
  "search.worth.cost": "Δ coût par client",
  "search.worth.better":
    "Sur des plis neufs, le meilleur essai fait mieux que les paramètres fixes, et l’intervalle ne contient pas 0.",
  "search.worth.holds":
    "L’intervalle sur des plis neufs contient 0 : ces clients ne distinguent pas le meilleur essai des paramètres fixes.",
  "search.worth.worse":
    "Sur des plis neufs, le meilleur essai fait moins bien que les paramètres fixes : la chance l’avait choisi."
};
