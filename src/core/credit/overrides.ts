import type {Bilingual} from "../words/language.ts";

/** Why a person decides otherwise than the model: each reason with what it is called. */
export const OVERRIDE_REASONS = {
  income_verified: {en: "Income verified by documents", fr: "Revenu vérifié sur pièces"},
  debts_settled: {en: "Debts on record have been settled", fr: "Dettes au dossier soldées depuis"},
  record_wrong: {en: "The record is wrong or out of date", fr: "Dossier erroné ou périmé"},
  guarantee: {
    en: "Guarantee or security not known to the model",
    fr: "Garantie ou caution inconnue du modèle"
  },
  known_client: {en: "Long and good relation with the client", fr: "Relation longue et bonne avec le client"},
  terms_changed: {en: "Approved with other terms", fr: "Accordé à d'autres conditions"},
  fraud_suspected: {en: "Suspicion of fraud", fr: "Soupçon de fraude"},
  documents_missing: {en: "Documents are missing or in doubt", fr: "Pièces manquantes ou douteuses"},
  affordability: {en: "The burden is too high for the household", fr: "Charge trop lourde pour le ménage"},
  policy_exclusion: {en: "Excluded by a rule of the lender", fr: "Exclu par une règle du prêteur"},
  other: {en: "Another reason, given in the note", fr: "Autre motif, donné dans la note"}
} as const satisfies Record<string, Bilingual>;

export type OverrideReason = keyof typeof OVERRIDE_REASONS;
export const OVERRIDE_REASON_CODES = Object.keys(OVERRIDE_REASONS) as OverrideReason[];

/** The one reason that says nothing without a note. */
export const REASON_WITH_NOTE: OverrideReason = "other";
