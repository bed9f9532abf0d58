import type {Cause} from "../../../src/core/credit/causes.ts";
import {declaredColumn} from "../columns.ts";
import type {Num} from "../expression.ts";
import {type Feature, feature, say, type Traits} from "../feature.ts";
import {app, total} from "./columns.ts";

const CATEGORIES: readonly [string, string, Cause, string, string, Traits?][] = [
  ["contract_type", "NAME_CONTRACT_TYPE", "loan_terms", "Kind of loan", "Type de prêt"],
  ["gender", "CODE_GENDER", "gender", "Gender", "Sexe", {protected: "gender"}],
  ["own_car", "FLAG_OWN_CAR", "car", "Owns a car", "Possède une voiture"],
  ["own_realty", "FLAG_OWN_REALTY", "realty", "Owns a house or a flat", "Possède un logement"],
  [
    "companion",
    "NAME_TYPE_SUITE",
    "application_setting",
    "Companion at the application",
    "Accompagnant lors de la demande",
    {protected: "familyStatus"}
  ],
  ["income_type", "NAME_INCOME_TYPE", "income_source", "Source of income", "Source de revenu"],
  ["education", "NAME_EDUCATION_TYPE", "education", "Education", "Niveau d'études"],
  [
    "family_status",
    "NAME_FAMILY_STATUS",
    "family_status",
    "Marital status",
    "Situation matrimoniale",
    {protected: "familyStatus"}
  ],
  ["housing_type", "NAME_HOUSING_TYPE", "housing", "Housing", "Logement"],
  ["occupation", "OCCUPATION_TYPE", "occupation", "Occupation", "Profession"],
  [
    "organisation",
    "ORGANIZATION_TYPE",
    "occupation",
    "Employer's line of business",
    "Secteur de l'employeur"
  ],
  [
    "weekday",
    "WEEKDAY_APPR_PROCESS_START",
    "application_setting",
    "Weekday of the application",
    "Jour de la demande"
  ],
  [
    "repair_fund",
    "FONDKAPREMONT_MODE",
    "building",
    "Repair fund of the building",
    "Fonds de travaux de l'immeuble"
  ],
  ["house_type", "HOUSETYPE_MODE", "building", "Type of building", "Type d'immeuble"],
  ["walls", "WALLSMATERIAL_MODE", "building", "Walls of the building", "Murs de l'immeuble"],
  [
    "emergency_state",
    "EMERGENCYSTATE_MODE",
    "building",
    "Building declared unsafe",
    "Immeuble déclaré en péril"
  ]
];
export const categories: Feature[] = CATEGORIES.map(([key, name, cause, en, fr, traits]) =>
  feature(
    `app_${key}`,
    cause,
    "category",
    say(en, fr),
    say("as recorded with the application", "tel qu'enregistré avec la demande"),
    app(name),
    traits
  )
);

const NUMBERS: readonly [string, string, Cause, Feature["unit"], string, string][] = [
  [
    "region_population",
    "REGION_POPULATION_RELATIVE",
    "region",
    "ratio",
    "Relative population of the region",
    "Population relative de la région"
  ],
  [
    "region_rating",
    "REGION_RATING_CLIENT",
    "region",
    "rank",
    "Rating of the region (1 best, 3 worst)",
    "Note de la région (1 la meilleure, 3 la pire)"
  ],
  [
    "region_rating_city",
    "REGION_RATING_CLIENT_W_CITY",
    "region",
    "rank",
    "Rating of the region and city (1 best, 3 worst)",
    "Note de la région et de la ville (1 la meilleure, 3 la pire)"
  ],
  [
    "hour",
    "HOUR_APPR_PROCESS_START",
    "application_setting",
    "hours",
    "Hour of the application",
    "Heure de la demande"
  ],
  [
    "region_not_work",
    "REG_REGION_NOT_WORK_REGION",
    "addresses",
    "yes/no",
    "Works outside the region of registration",
    "Travaille hors de sa région d'enregistrement"
  ],
  [
    "city_not_live",
    "REG_CITY_NOT_LIVE_CITY",
    "addresses",
    "yes/no",
    "Lives outside the city of registration",
    "Habite hors de sa ville d'enregistrement"
  ],
  [
    "city_not_work",
    "REG_CITY_NOT_WORK_CITY",
    "addresses",
    "yes/no",
    "Works outside the city of registration",
    "Travaille hors de sa ville d'enregistrement"
  ],
  [
    "work_phone",
    "FLAG_WORK_PHONE",
    "contacts",
    "yes/no",
    "Gave a work number",
    "A donné un numéro professionnel"
  ],
  ["home_phone", "FLAG_PHONE", "contacts", "yes/no", "Gave a home number", "A donné un numéro fixe"],
  ["email", "FLAG_EMAIL", "contacts", "yes/no", "Gave an e-mail address", "A donné une adresse électronique"],
  ["document_3", "FLAG_DOCUMENT_3", "documents", "yes/no", "Handed in document 3", "A remis le document 3"],
  [
    "circle_30_observed",
    "OBS_30_CNT_SOCIAL_CIRCLE",
    "social_circle",
    "count",
    "Acquaintances observed (30 days past due)",
    "Proches observés (30 jours de retard)"
  ],
  [
    "circle_30_defaults",
    "DEF_30_CNT_SOCIAL_CIRCLE",
    "social_circle",
    "count",
    "Acquaintances 30 days past due",
    "Proches ayant eu 30 jours de retard"
  ],
  [
    "circle_60_defaults",
    "DEF_60_CNT_SOCIAL_CIRCLE",
    "social_circle",
    "count",
    "Acquaintances 60 days past due",
    "Proches ayant eu 60 jours de retard"
  ],
  [
    "total_area",
    "TOTALAREA_MODE",
    "building",
    "score",
    "Total area of the building (scaled)",
    "Surface totale de l'immeuble (normalisée)"
  ]
];
const sumOf = (prefix: string, keys: readonly (string | number)[]): Num =>
  total(keys.map((k) => app(`${prefix}${k}`)));
const documentNumbers = Array.from({length: 20}, (_, i) => i + 2);
export const numbers: Feature[] = [
  ...NUMBERS.map(([key, name, cause, unit, en, fr]) => {
    const {description} = declaredColumn("application", name);
    const lower = (s: string) => s.charAt(0).toLowerCase() + s.slice(1);
    return feature(
      `app_${key}`,
      cause,
      unit,
      say(en, fr),
      say(lower(description.en), lower(description.fr)),
      app(name)
    );
  }),
  feature(
    "app_circle_30_share",
    "social_circle",
    "ratio",
    say("Share of acquaintances 30 days past due", "Part des proches ayant eu 30 jours de retard"),
    say("30 days past due ÷ observed", "30 jours de retard ÷ observés"),
    app("DEF_30_CNT_SOCIAL_CIRCLE").over(app("OBS_30_CNT_SOCIAL_CIRCLE"))
  ),
  feature(
    "app_circle_60_share",
    "social_circle",
    "ratio",
    say("Share of acquaintances 60 days past due", "Part des proches ayant eu 60 jours de retard"),
    say("60 days past due ÷ observed", "60 jours de retard ÷ observés"),
    app("DEF_60_CNT_SOCIAL_CIRCLE").over(app("OBS_60_CNT_SOCIAL_CIRCLE"))
  ),
  feature(
    "app_documents",
    "documents",
    "count",
    say("Documents handed in", "Documents remis"),
    say("number of the 20 documents handed in", "nombre de documents remis sur 20"),
    sumOf("FLAG_DOCUMENT_", documentNumbers)
  ),
  feature(
    "app_contacts",
    "contacts",
    "count",
    say("Contact details given", "Coordonnées fournies"),
    say(
      "number given of: mobile, employer's, work and home number, e-mail address",
      "nombre fourni parmi : mobile, numéros de l'employeur, professionnel et fixe, adresse électronique"
    ),
    sumOf("FLAG_", ["MOBIL", "EMP_PHONE", "WORK_PHONE", "PHONE", "EMAIL"])
  ),
  feature(
    "app_address_mismatches",
    "addresses",
    "count",
    say("Mismatches of address", "Discordances d'adresse"),
    say(
      "number of differences between registered, living and work places",
      "nombre d'écarts entre lieux d'enregistrement, de vie et de travail"
    ),
    total(
      [
        "REG_REGION_NOT_LIVE_REGION",
        "REG_REGION_NOT_WORK_REGION",
        "LIVE_REGION_NOT_WORK_REGION",
        "REG_CITY_NOT_LIVE_CITY",
        "REG_CITY_NOT_WORK_CITY",
        "LIVE_CITY_NOT_WORK_CITY"
      ].map(app)
    )
  )
];
