import type {Bilingual} from "../types.ts";

/**
 * The groups of causes that reason codes speak of: one cause is told once, whichever of its features
 * weigh. Each has the words that complete "Main reasons: …".
 */
export const CAUSES = {
  external_scores: {en: "External credit scores", fr: "Scores de crédit externes"},
  age: {en: "Age", fr: "Âge"},
  employment: {en: "Length and kind of employment", fr: "Ancienneté et nature de l'emploi"},
  income: {en: "Income and its source", fr: "Revenu et son origine"},
  education: {en: "Education", fr: "Niveau d'études"},
  family: {en: "Family situation", fr: "Situation familiale"},
  gender: {en: "Gender", fr: "Sexe"},
  housing: {en: "Housing and building", fr: "Logement et immeuble"},
  region: {en: "Region and place of work", fr: "Région et lieu de travail"},
  identity: {
    en: "Age of the identity, phone and address records",
    fr: "Ancienneté des pièces, du téléphone et de l'adresse"
  },
  documents: {en: "Documents and contact details provided", fr: "Documents et coordonnées fournis"},
  property: {en: "Car and property", fr: "Voiture et biens"},
  application_setting: {en: "Circumstances of the application", fr: "Circonstances de la demande"},
  loan_terms: {en: "Amount and term of the loan asked for", fr: "Montant et durée du prêt demandé"},
  debt_burden: {
    en: "Instalments and debts compared with income",
    fr: "Échéances et dettes rapportées au revenu"
  },
  social_circle: {
    en: "Payment difficulties among acquaintances",
    fr: "Difficultés de paiement dans l'entourage"
  },
  credit_enquiries: {
    en: "Recent enquiries at the credit bureau",
    fr: "Consultations récentes du bureau de crédit"
  },
  credit_history: {
    en: "Length and breadth of credit history",
    fr: "Durée et étendue de l'historique de crédit"
  },
  outstanding_debt: {
    en: "Debt outstanding with other lenders",
    fr: "Dettes en cours auprès d'autres prêteurs"
  },
  bureau_arrears: {en: "Arrears reported by other lenders", fr: "Retards déclarés par d'autres prêteurs"},
  recent_refusals: {en: "Refused or cancelled applications", fr: "Demandes refusées ou annulées"},
  previous_applications: {en: "Terms of earlier applications", fr: "Conditions des demandes antérieures"},
  previous_rates: {en: "Interest rates of earlier loans", fr: "Taux des prêts antérieurs"},
  payment_delays: {
    en: "Late payments of earlier instalments",
    fr: "Retards de paiement des échéances passées"
  },
  payment_shortfalls: {en: "Instalments not paid in full", fr: "Échéances non payées en totalité"},
  payment_history: {en: "Payments made so far", fr: "Paiements effectués à ce jour"},
  instalment_loans: {en: "Course of instalment loans", fr: "Déroulement des prêts à échéances"},
  card_utilisation: {en: "Use of the card limit", fr: "Utilisation du plafond de carte"},
  card_behaviour: {en: "Withdrawals and payments on cards", fr: "Retraits et paiements par carte"}
} as const satisfies Record<string, Bilingual>;

export type Cause = keyof typeof CAUSES;
