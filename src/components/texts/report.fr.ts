import type {reportEn} from "./report.en.ts";

/** Textes du rapport et de la lettre au client. */
export const reportFr: Record<keyof typeof reportEn, string> = {
  "nav.report": "Rapport",
  "report.empty": "Le rapport de quel client ?",
  "report.empty.text":
    "Tapez un numéro ci-dessus. La file de travail et la page de chaque client y mènent aussi.",
  "report.title": "Rapport sur le client {client}",
  "report.by": "Fait le {time} par {name}",
  "report.paper": "Document",
  "report.paper.report": "Rapport",
  "report.paper.letter": "Lettre au client",
  "report.print": "Imprimer",
  "report.json": "Score en JSON",
  "report.csv": "Score en CSV",
  "report.client": "Vers la page du client",
  "report.facts": "Faits",
  "report.rows": "Lignes au dossier : {counts}",
  "report.decision": "Décision",
  "report.model": "Le modèle :",
  "report.figures": "{score} points, seuil {cutoff}, probabilité de défaut {pd}.",
  "report.causes": "Ce qui a fait le score",
  "report.reasons": "Motifs",
  "report.recourse": "Ce qui le changerait",
  "report.made": "À partir de quoi ceci fut fait",
  "report.made.model": "Modèle",
  "report.made.data": "Données au",
  "report.made.plan": "Plan des variables",
  "report.made.policy": "Version du seuil",
  "report.made.computed": "Score calculé",
  "report.made.record": "Enregistrement d’audit {seq}",
  "report.made.head": "Aucune décision enregistrée ; dernier enregistrement d’audit {seq}",
  "letter.draft":
    "Un brouillon : aucune décision qui compte n’est enregistrée. Enregistrez-en une, et faites-la confirmer s’il le faut, avant d’envoyer ceci.",
  "letter.draft.mark": "Brouillon, à ne pas envoyer",
  "letter.lender": "Nom et adresse du prêteur",
  "letter.customer": "Nom et adresse du client",
  "letter.signature": "Nom et signature",
  "letter.subject": "Votre demande, client {client}",
  "letter.greeting": "Madame, Monsieur,",
  "letter.approve": "Nous avons le plaisir de vous annoncer que votre demande est acceptée.",
  "letter.refer":
    "Une personne de notre maison examine votre demande. Nous vous écrirons dès que la décision sera prise.",
  "letter.decline": "Nous avons examiné votre demande avec soin et ne pouvons l’accepter.",
  "letter.reasons": "Voici ce qui a le plus pesé contre la demande, le plus fort en premier :",
  "letter.days":
    "Les jours, mois et années sont comptés en remontant depuis le jour de la demande. Nos données sont arrêtées au {day}.",
  "letter.personal":
    "Cette lettre donne pour motif un trait de la personne ({causes}). Faites décider la conformité s’il peut y figurer, avant d’envoyer ceci.",
  "letter.rights":
    "Si quelque chose ici ne correspond pas à ce que vous savez, dites-le-nous : vous pouvez demander les données que nous avons sur vous, les faire rectifier, et demander qu’une personne réexamine la décision.",
  "letter.closing": "Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
  "letter.override.income_verified": "Le revenu indiqué dans la demande n’a pu être retenu tel quel.",
  "letter.override.debts_settled": "Les dettes au dossier s’opposent à ce prêt.",
  "letter.override.record_wrong":
    "Des données sur lesquelles nous nous appuyons sont erronées ou périmées, et nous n’avons pu poursuivre.",
  "letter.override.guarantee": "La garantie ou la caution du prêt ne suffit pas.",
  "letter.override.known_client": "Ce que nous savons de prêts antérieurs chez nous s’oppose à celui-ci.",
  "letter.override.terms_changed":
    "Nous pouvons proposer d’autres conditions que celles demandées ; parlons-en.",
  "letter.override.fraud_suspected": "Notre examen de la demande ne nous a pas permis de l’accepter.",
  "letter.override.documents_missing": "Des pièces manquent, ou n’ont pu être vérifiées.",
  "letter.override.affordability": "Les échéances seraient une charge trop lourde pour le ménage.",
  "letter.override.policy_exclusion": "L’une de nos règles exclut ce genre de demande.",
  "letter.override.other": "Notre examen de la demande ne nous a pas permis de l’accepter."
};
