export interface Bilingual {
  en: string;
  fr: string;
}

/** A column of clients that can be looked at, as people read it. */
export interface DescribedColumn {
  name: string;
  label: Bilingual;
  unit: string;
  kind: "number" | "category";
  /** The table of the queries that answers soonest. */
  from: "features" | "clients";
}

/** What the declarations of features and raw columns say, as far as it is needed here. */
interface Feature {
  name: string;
  label: Bilingual;
  unit: string;
  kind: "numeric" | "category";
}
interface RawColumn {
  name: string;
  description: Bilingual;
  unit: string;
  kind: string;
}

const TARGET: DescribedColumn = {
  name: "target",
  label: {en: "Defaulted (1) or repaid (0)", fr: "En défaut (1) ou remboursé (0)"},
  unit: "yes/no",
  kind: "number",
  from: "features"
};

/** What the scores say of clients. */
const SCORES: readonly DescribedColumn[] = (
  [
    ["rawScore", "Raw score, out of fold", "Score brut, hors pli", "", "number"],
    [
      "probabilityOfDefault",
      "Probability of default, out of fold",
      "Probabilité de défaut, hors pli",
      "share",
      "number"
    ],
    ["score", "Score, out of fold", "Score, hors pli", "points", "number"],
    ["decision", "Decision by the score, out of fold", "Décision selon le score, hors pli", "", "category"],
    ["fold", "Fold of the training", "Pli de l’apprentissage", "", "number"]
  ] as const
).map(([name, en, fr, unit, kind]) => ({name, label: {en, fr}, unit, kind, from: "clients"}));

/** Describes the columns of the table clients: the outcome, the application, the features, and the scores. */
export function describeColumns(
  features: readonly Feature[],
  application: readonly RawColumn[]
): DescribedColumn[] {
  const others = application.filter(({name}) => name !== "SK_ID_CURR" && name !== "TARGET");
  return [
    TARGET,
    ...others.map(
      ({name, description, unit, kind}): DescribedColumn => ({
        name,
        label: description,
        unit: name.startsWith("DAYS_") ? "daysBefore" : unit === "currency" ? "amount" : unit,
        kind: kind === "category" ? "category" : "number",
        from: "clients"
      })
    ),
    ...features.map(
      ({name, label, unit, kind}): DescribedColumn => ({
        name,
        label,
        unit,
        kind: kind === "category" ? "category" : "number",
        from: "features"
      })
    ),
    ...SCORES
  ];
}
