import type {modelsEn} from "./models.en.ts";

/** Textes des modèles présents et du changement de celui qui sert. */
export const modelsFr: Record<keyof typeof modelsEn, string> = {
  "models.list": "Modèles de ce serveur",
  "models.name": "Modèle",
  "models.made": "Fait le",
  "models.data": "A appris de",
  "models.labelled": "Issues connues",
  "models.served": "en service",
  "models.only":
    "Il n’y a pas d’autre modèle à comparer ; npm run train et npm run models -- import en font un.",
  "models.challenger": "Prétendant",
  "models.compare": "Comparer à {name}",
  "models.comparison": "{champion} et {challenger}",
  "models.comparison.about":
    "Hors pli, sur {clients} clients à l’issue connue que les deux ont mis de côté ; les deux refusent au-delà de {cutoff}.",
  "models.champion": "{name} (en service)",
  "models.difference": "Écart",
  "models.decided": "Pour qui la décision changerait",
  "models.decided.how": "Acceptés par",
  "models.decided.approvedByBoth": "les deux",
  "models.decided.onlyByChampion": "{champion} seul",
  "models.decided.onlyByChallenger": "{challenger} seul",
  "models.decided.declinedByBoth": "aucun",
  "models.promote": "Mettre {name} en service",
  "models.promote.about":
    "Dès lors chaque score vient du modèle promu, sur chaque réplique ; la promotion est inscrite dans la chaîne des décisions.",
  "models.promoted":
    "{name} est maintenant en service (inscription {record}). Les chiffres de cette page restent ceux de {before} jusqu’à ce qu’elle soit rechargée.",
  "models.role": "Choisir le modèle en service revient aux administrateurs."
};
