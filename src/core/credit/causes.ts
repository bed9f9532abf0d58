/** What a client is told about a group of causes that weighs against the application. */
export interface CauseText {
  en: string;
  fr: string;
}

const against = (en: string, fr: string, plural: boolean): CauseText => ({
  en: `${en} ${plural ? "weigh" : "weighs"} against this application.`,
  fr: `${fr} ${plural ? "pèsent" : "pèse"} contre cette demande.`
});

/** One sentence per group of causes; the keys are the `cause` of the catalogue's entries. */
export const CAUSE_TEXTS: Readonly<Record<string, CauseText>> = {
  external_scores: against(
    "The credit scores given by outside sources",
    "Les scores de crédit fournis par des sources externes",
    true
  ),
  age: against(
    "The client's age, now or at the end of the loan,",
    "L'âge du client, aujourd'hui ou à la fin du prêt,",
    false
  ),
  employment: against(
    "The length or the kind of the present employment",
    "L'ancienneté ou la nature de l'emploi actuel",
    false
  ),
  income: against("The level or the source of income", "Le niveau ou l'origine du revenu", false),
  education: against("The level of education", "Le niveau d'études", false),
  family: against("The family situation", "La situation familiale", false),
  gender: against(
    "The client's gender, as the model uses it,",
    "Le sexe du client, tel que le modèle l'utilise,",
    false
  ),
  housing: against(
    "The housing situation or the kind of building",
    "La situation de logement ou le type d'immeuble",
    false
  ),
  region: against("The region of residence or work", "La région de résidence ou de travail", false),
  identity: against(
    "How recently the identity document, phone or address changed",
    "Le changement récent de pièce d'identité, de téléphone ou d'adresse",
    false
  ),
  documents: against(
    "The set of documents and contact details provided",
    "L'ensemble des documents et coordonnées fournis",
    false
  ),
  property: against(
    "The information on car and property",
    "L'information sur la voiture et les biens",
    false
  ),
  application_setting: against(
    "The circumstances in which the application was made",
    "Les circonstances dans lesquelles la demande a été faite",
    true
  ),
  loan_terms: against(
    "The amount, price or term of the loan asked for",
    "Le montant, le prix ou la durée du prêt demandé",
    false
  ),
  debt_burden: against(
    "The loan and its instalments, compared with income,",
    "Le prêt et ses échéances, rapportés au revenu,",
    true
  ),
  social_circle: against(
    "Payment difficulties observed among acquaintances",
    "Les difficultés de paiement observées dans l'entourage",
    true
  ),
  credit_enquiries: against(
    "The recent enquiries at the credit bureau",
    "Les consultations récentes du bureau de crédit",
    true
  ),
  credit_history: against(
    "The length or breadth of the credit history",
    "La durée ou l'étendue de l'historique de crédit",
    false
  ),
  outstanding_debt: against(
    "The debt outstanding with other lenders",
    "L'encours de dettes auprès d'autres prêteurs",
    false
  ),
  bureau_arrears: against(
    "The arrears reported by other lenders",
    "Les retards déclarés par d'autres prêteurs",
    true
  ),
  recent_refusals: against(
    "Earlier applications that were refused or cancelled",
    "Les demandes antérieures refusées ou annulées",
    true
  ),
  previous_applications: against(
    "The terms of earlier applications",
    "Les conditions des demandes antérieures",
    true
  ),
  previous_rates: against(
    "The interest rates of earlier loans",
    "Les taux d'intérêt des prêts antérieurs",
    true
  ),
  payment_delays: against(
    "Late payments of earlier instalments",
    "Les retards de paiement d'échéances passées",
    true
  ),
  payment_shortfalls: against(
    "Earlier instalments that were not paid in full",
    "Les échéances passées non payées en totalité",
    true
  ),
  payment_history: against("The payments made so far", "Les paiements effectués à ce jour", true),
  instalment_loans: against(
    "The course of earlier instalment loans",
    "Le déroulement des prêts à échéances antérieurs",
    false
  ),
  card_utilisation: against(
    "The use made of the credit card limit",
    "L'utilisation du plafond de carte de crédit",
    false
  ),
  card_behaviour: against(
    "The withdrawals and payments on credit cards",
    "Les retraits et paiements par carte de crédit",
    true
  )
};

/** Finds the sentence of a cause; a cause without its own sentence is told by the label of its strongest feature. */
export function causeToText(cause: string, label: CauseText): CauseText {
  return (
    CAUSE_TEXTS[cause] ?? {
      en: `The item “${label.en}” weighs against this application.`,
      fr: `L'élément « ${label.fr} » pèse contre cette demande.`
    }
  );
}
