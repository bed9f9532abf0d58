import type {Bilingual} from "../words/language.ts";

/**
 * The causes that a score is told by. A cause holds only features that its heading describes, and the heading
 * names a matter without judging it: what is true of a client is said by the statement beside it.
 */
export const CAUSES = {
  external_scores: {en: "External credit scores", fr: "Scores de crédit externes"},
  age: {en: "Age, now and at the end of the loan", fr: "Âge, aujourd’hui et à la fin du prêt"},
  employment: {en: "Length of the present employment", fr: "Ancienneté dans l’emploi actuel"},
  occupation: {en: "Occupation and employer", fr: "Profession et employeur"},
  income: {en: "Income, in all and per head", fr: "Revenu, au total et par tête"},
  income_by_employment: {
    en: "Income compared with years employed",
    fr: "Revenu rapporté à l’ancienneté dans l’emploi"
  },
  income_source: {en: "Source of income", fr: "Source de revenu"},
  education: {en: "Education", fr: "Niveau d’études"},
  family: {en: "Children and family size", fr: "Enfants et taille du foyer"},
  family_status: {en: "Marital status", fr: "Situation matrimoniale"},
  gender: {en: "Gender", fr: "Sexe"},
  housing: {en: "Housing", fr: "Logement"},
  building: {en: "Building lived in", fr: "Immeuble habité"},
  region: {en: "Region of residence", fr: "Région de résidence"},
  addresses: {
    en: "Places of registration, living and work",
    fr: "Lieux de domicile déclaré, de vie et de travail"
  },
  identity: {
    en: "Age of the registration, identity document and phone",
    fr: "Ancienneté du domicile déclaré, de la pièce d’identité et du téléphone"
  },
  documents: {en: "Documents handed in", fr: "Documents remis"},
  contacts: {en: "Contact details", fr: "Coordonnées"},
  realty: {en: "House or flat owned", fr: "Logement possédé"},
  car: {en: "Car", fr: "Voiture"},
  application_setting: {
    en: "When and with whom the application was made",
    fr: "Moment et cadre de la demande"
  },
  loan_terms: {en: "Terms of the loan asked for", fr: "Conditions du prêt demandé"},
  loan_to_income: {
    en: "Loan, instalment and price of the goods, compared with income",
    fr: "Prêt, échéance et prix des biens, rapportés au revenu"
  },
  debt_burden: {
    en: "Debts and instalments, compared with income",
    fr: "Dettes et échéances, rapportées au revenu"
  },
  loan_compared: {
    en: "Loan asked for, compared with earlier loans and payments",
    fr: "Prêt demandé, comparé aux prêts et paiements antérieurs"
  },
  social_circle: {en: "Payments of acquaintances", fr: "Paiements de l’entourage"},
  credit_enquiries: {en: "Enquiries at the credit bureau", fr: "Consultations du bureau de crédit"},
  bureau_loans: {
    en: "Number and kinds of loans at other lenders",
    fr: "Nombre et types de crédits chez d’autres prêteurs"
  },
  credit_history: {
    en: "Dates of loans at other lenders",
    fr: "Dates des crédits chez d’autres prêteurs"
  },
  bureau_amounts: {
    en: "Amounts, limits and instalments of loans at other lenders",
    fr: "Montants, plafonds et échéances des crédits chez d’autres prêteurs"
  },
  bureau_terms: {
    en: "Planned terms of loans at other lenders",
    fr: "Durées prévues des crédits chez d’autres prêteurs"
  },
  bureau_ends: {
    en: "Ends of loans at other lenders, planned and real",
    fr: "Fins des crédits chez d’autres prêteurs, prévues et réelles"
  },
  bureau_reports: {
    en: "Monthly reports and news of other lenders",
    fr: "Relevés mensuels et nouvelles d’autres prêteurs"
  },
  outstanding_debt: {en: "Debt at other lenders", fr: "Dette chez d’autres prêteurs"},
  bureau_arrears: {en: "Payment record at other lenders", fr: "Paiements chez d’autres prêteurs"},
  prolongations: {
    en: "Prolongations of loans at other lenders",
    fr: "Prolongations de crédits chez d’autres prêteurs"
  },
  application_outcomes: {en: "Outcomes of earlier applications", fr: "Issues des demandes antérieures"},
  previous_applications: {
    en: "Number and dates of earlier applications",
    fr: "Nombre et dates des demandes antérieures"
  },
  previous_kinds: {en: "Kinds of earlier applications", fr: "Nature des demandes antérieures"},
  previous_amounts: {
    en: "Amounts and terms of earlier applications",
    fr: "Montants et durées des demandes antérieures"
  },
  previous_rates: {en: "Interest rates of earlier loans", fr: "Taux des prêts antérieurs"},
  running_contracts: {en: "Contracts running here", fr: "Contrats en cours chez nous"},
  contract_ends: {
    en: "Ends of earlier contracts, planned and real",
    fr: "Fins des contrats antérieurs, prévues et réelles"
  },
  payment_delays: {en: "Punctuality of payments", fr: "Ponctualité des paiements"},
  payment_shortfalls: {
    en: "Amounts paid, compared with amounts due",
    fr: "Montants payés, rapportés aux montants dus"
  },
  payment_history: {
    en: "Number, dates and amounts of payments",
    fr: "Nombre, dates et montants des paiements"
  },
  instalment_loans: {
    en: "Instalment loans: number, progress and balance",
    fr: "Prêts à échéances : nombre, avancement et solde"
  },
  card_history: {en: "Credit cards and their statements", fr: "Cartes de crédit et leurs relevés"},
  card_limit: {en: "Limit of the credit card", fr: "Plafond de la carte de crédit"},
  card_utilisation: {
    en: "Balance of the credit card and use of its limit",
    fr: "Solde de la carte de crédit et utilisation du plafond"
  },
  card_drawings: {en: "Drawings on the credit card", fr: "Utilisations de la carte de crédit"},
  card_payments: {en: "Payments on the credit card", fr: "Paiements sur la carte de crédit"}
} as const satisfies Record<string, Bilingual>;

export type Cause = keyof typeof CAUSES;

/** Causes that are traits of the person: where the law forbids them as grounds, a letter must not name them. */
export const PERSONAL_CAUSES: readonly string[] = ["age", "gender", "family_status"] satisfies Cause[];

/** Finds the heading of a cause; a cause that is not of the catalogue is headed by its code. */
export function causeLabel(code: string): Bilingual {
  return (CAUSES as Record<string, Bilingual>)[code] ?? {en: code, fr: code};
}
