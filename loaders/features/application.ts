import type {Cause} from "./causes.ts";
import {columnsOf, declaredColumn} from "./columns.ts";
import {choose, lit, type Num} from "./expression.ts";
import {type Feature, feature, say} from "./feature.ts";

export const app = columnsOf("application");

export const income = app("AMT_INCOME_TOTAL");
export const credit = app("AMT_CREDIT");
export const annuity = app("AMT_ANNUITY");
const goods = app("AMT_GOODS_PRICE");
const age = app("DAYS_BIRTH").negated();
const employed = app("DAYS_EMPLOYED").negated();
const YEAR = 365.25;

/** Counts how many of some values are there, as a number that is never missing. */
export const known = (values: readonly Num[]): Num =>
  values.map((x) => x.isKnown().toNumber()).reduce((a, b) => a.plus(b));
const total = (values: readonly Num[]): Num => values.map((x) => x.orElse(0)).reduce((a, b) => a.plus(b));
const meanOfKnown = (values: readonly Num[]): Num => total(values).over(known(values));

const ext = [app("EXT_SOURCE_1"), app("EXT_SOURCE_2"), app("EXT_SOURCE_3")] as const;
const [ext1, ext2, ext3] = ext;
const least = ext.map((x) => x.orElse(2)).reduce((a, b) => a.atMost(b));
const greatest = ext.map((x) => x.orElse(-1)).reduce((a, b) => a.atLeast(b));
const extCount = known(ext);
const extMean = meanOfKnown(ext);
const extMin = choose(extCount.gt(0), least);
const extMax = choose(extCount.gt(0), greatest);
const squaredGap = (x: Num): Num => x.minus(extMean).times(x.minus(extMean)).orElse(0);
const extVariance = ext
  .map(squaredGap)
  .reduce((a, b) => a.plus(b))
  .over(extCount.minus(1));
const SCORES = ["first", "second", "third"] as const;
const SCORES_FR = ["premier", "deuxième", "troisième"] as const;

const externalScores: Feature[] = [
  ...ext.map((x, i) =>
    feature(
      `app_ext_source_${i + 1}`,
      "external_scores",
      "score",
      say(`External score ${i + 1}`, `Score externe ${i + 1}`),
      say(
        `the ${SCORES[i]} score given by an outside source (0–1)`,
        `le ${SCORES_FR[i]} score donné par une source externe (0–1)`
      ),
      x
    )
  ),
  feature(
    "app_ext_mean",
    "external_scores",
    "score",
    say("External scores: average", "Scores externes : moyenne"),
    say("average of the external scores that are known", "moyenne des scores externes connus"),
    extMean
  ),
  feature(
    "app_ext_min",
    "external_scores",
    "score",
    say("External scores: lowest", "Scores externes : minimum"),
    say("lowest of the external scores that are known", "plus bas des scores externes connus"),
    extMin
  ),
  feature(
    "app_ext_max",
    "external_scores",
    "score",
    say("External scores: highest", "Scores externes : maximum"),
    say("highest of the external scores that are known", "plus haut des scores externes connus"),
    extMax
  ),
  feature(
    "app_ext_median",
    "external_scores",
    "score",
    say("External scores: median", "Scores externes : médiane"),
    say("middle of the external scores that are known", "médiane des scores externes connus"),
    choose(extCount.eq(3), ext1.plus(ext2).plus(ext3).minus(extMin).minus(extMax), extMean)
  ),
  feature(
    "app_ext_std",
    "external_scores",
    "score",
    say("External scores: spread", "Scores externes : dispersion"),
    say(
      "standard deviation of the external scores that are known (at least two)",
      "écart type des scores externes connus (au moins deux)"
    ),
    choose(extCount.ge(2), extVariance.squareRoot())
  ),
  feature(
    "app_ext_product",
    "external_scores",
    "score",
    say("External scores: product", "Scores externes : produit"),
    say("score 1 × score 2 × score 3", "score 1 × score 2 × score 3"),
    ext1.times(ext2).times(ext3)
  ),
  feature(
    "app_ext_weighted",
    "external_scores",
    "score",
    say("External scores: weighted sum", "Scores externes : somme pondérée"),
    say("2 × score 1 + score 2 + 3 × score 3", "2 × score 1 + score 2 + 3 × score 3"),
    ext1.times(2).plus(ext2).plus(ext3.times(3))
  ),
  feature(
    "app_ext_weighted_known",
    "external_scores",
    "score",
    say("External scores: weighted average", "Scores externes : moyenne pondérée"),
    say(
      "average of the known scores with weights 2, 1 and 3",
      "moyenne des scores connus avec les poids 2, 1 et 3"
    ),
    total([ext1.times(2), ext2, ext3.times(3)]).over(
      ext1
        .isKnown()
        .toNumber()
        .times(2)
        .plus(ext2.isKnown().toNumber())
        .plus(ext3.isKnown().toNumber().times(3))
    )
  ),
  ...(
    [
      [0, 1],
      [0, 2],
      [1, 2]
    ] as const
  ).map(([i, j]) =>
    feature(
      `app_ext_${i + 1}_minus_${j + 1}`,
      "external_scores",
      "score",
      say(`External score ${i + 1} less score ${j + 1}`, `Score externe ${i + 1} moins score ${j + 1}`),
      say(`score ${i + 1} − score ${j + 1}`, `score ${i + 1} − score ${j + 1}`),
      ext[i]!.minus(ext[j]!)
    )
  ),
  feature(
    "app_ext_missing",
    "external_scores",
    "count",
    say("External scores missing", "Scores externes absents"),
    say(
      "number of the three external scores that are missing",
      "nombre de scores externes absents sur trois"
    ),
    lit(3).minus(extCount)
  ),
  feature(
    "app_ext_mean_by_age",
    "external_scores",
    "ratio",
    say("External scores compared with age", "Scores externes rapportés à l'âge"),
    say("average external score ÷ age in years", "score externe moyen ÷ âge en années"),
    extMean.over(age.over(YEAR))
  )
];

const termMonths = credit.over(annuity);
const loan: Feature[] = [
  feature(
    "app_credit",
    "loan_terms",
    "amount",
    say("Amount of the loan", "Montant du prêt"),
    say("amount of the loan asked for", "montant du prêt demandé"),
    credit
  ),
  feature(
    "app_annuity",
    "loan_terms",
    "amount",
    say("Instalment of the loan", "Échéance du prêt"),
    say("regular instalment of the loan asked for", "échéance régulière du prêt demandé"),
    annuity
  ),
  feature(
    "app_goods_price",
    "loan_terms",
    "amount",
    say("Price of the goods", "Prix des biens"),
    say("price of the goods that the loan pays for", "prix des biens que le prêt finance"),
    goods
  ),
  feature(
    "app_credit_to_annuity",
    "loan_terms",
    "months",
    say("Loan compared with its instalment", "Prêt rapporté à son échéance"),
    say("loan ÷ instalment: roughly the term in months", "prêt ÷ échéance : à peu près la durée en mois"),
    termMonths
  ),
  feature(
    "app_credit_to_goods",
    "loan_terms",
    "ratio",
    say("Loan compared with the price of the goods", "Prêt rapporté au prix des biens"),
    say("loan ÷ price of the goods", "prêt ÷ prix des biens"),
    credit.over(goods)
  ),
  feature(
    "app_goods_minus_credit",
    "loan_terms",
    "amount",
    say("Price of the goods less the loan", "Prix des biens moins le prêt"),
    say("price of the goods − loan", "prix des biens − prêt"),
    goods.minus(credit)
  ),
  feature(
    "app_goods_shortfall_to_income",
    "loan_terms",
    "ratio",
    say("Price less loan, compared with income", "Prix moins prêt, rapporté au revenu"),
    say("(price of the goods − loan) ÷ income", "(prix des biens − prêt) ÷ revenu"),
    goods.minus(credit).over(income)
  ),
  feature(
    "app_annuity_to_income",
    "debt_burden",
    "ratio",
    say("Instalment compared with income", "Échéance rapportée au revenu"),
    say("instalment ÷ income", "échéance ÷ revenu"),
    annuity.over(income)
  ),
  feature(
    "app_credit_to_income",
    "debt_burden",
    "ratio",
    say("Loan compared with income", "Prêt rapporté au revenu"),
    say("loan ÷ income", "prêt ÷ revenu"),
    credit.over(income)
  ),
  feature(
    "app_goods_to_income",
    "debt_burden",
    "ratio",
    say("Price of the goods compared with income", "Prix des biens rapporté au revenu"),
    say("price of the goods ÷ income", "prix des biens ÷ revenu"),
    goods.over(income)
  ),
  feature(
    "app_income_after_annuity",
    "debt_burden",
    "amount",
    say("Income left after the instalment", "Revenu restant après l'échéance"),
    say("income − instalment", "revenu − échéance"),
    income.minus(annuity)
  ),
  feature(
    "app_income",
    "income",
    "amount",
    say("Income", "Revenu"),
    say("income of the client", "revenu du client"),
    income
  ),
  feature(
    "app_income_per_member",
    "income",
    "amount",
    say("Income per family member", "Revenu par membre du foyer"),
    say("income ÷ family members", "revenu ÷ membres du foyer"),
    income.over(app("CNT_FAM_MEMBERS"))
  ),
  feature(
    "app_income_per_child",
    "income",
    "amount",
    say("Income per child", "Revenu par enfant"),
    say("income ÷ (1 + children)", "revenu ÷ (1 + enfants)"),
    income.over(app("CNT_CHILDREN").plus(1))
  ),
  feature(
    "app_income_by_employment",
    "income",
    "amount",
    say("Income compared with years employed", "Revenu rapporté à l'ancienneté"),
    say("income ÷ years in the present job", "revenu ÷ années dans l'emploi actuel"),
    income.over(employed.over(YEAR))
  ),
  feature(
    "app_age_at_end",
    "age",
    "years",
    say("Age at the end of the loan", "Âge à la fin du prêt"),
    say("age in years + (loan ÷ instalment) ÷ 12", "âge en années + (prêt ÷ échéance) ÷ 12"),
    age.over(YEAR).plus(termMonths.over(12))
  )
];

const since: readonly [string, Num, Cause, string, string, string, string][] = [
  [
    "registration",
    app("DAYS_REGISTRATION").negated(),
    "identity",
    "Years since the registration changed",
    "Années depuis le changement d'enregistrement",
    "the last change of registration",
    "dernier changement d'enregistrement"
  ],
  [
    "id",
    app("DAYS_ID_PUBLISH").negated(),
    "identity",
    "Years since the identity document was issued",
    "Années depuis la délivrance de la pièce d'identité",
    "the issue of the identity document",
    "délivrance de la pièce d'identité"
  ],
  [
    "phone",
    app("DAYS_LAST_PHONE_CHANGE").negated(),
    "identity",
    "Years since the phone changed",
    "Années depuis le changement de téléphone",
    "the last change of phone",
    "dernier changement de téléphone"
  ]
];
const car = app("OWN_CAR_AGE");
const life: Feature[] = [
  feature(
    "app_age",
    "age",
    "years",
    say("Age", "Âge"),
    say("years from birth to the application", "années de la naissance à la demande"),
    age.over(YEAR)
  ),
  feature(
    "app_employed_years",
    "employment",
    "years",
    say("Years in the present job", "Ancienneté dans l'emploi actuel"),
    say("years from the start of the job to the application", "années du début de l'emploi à la demande"),
    employed.over(YEAR)
  ),
  feature(
    "app_employed_to_age",
    "employment",
    "ratio",
    say("Share of life in the present job", "Part de la vie dans l'emploi actuel"),
    say("days employed ÷ days since birth", "jours d'emploi ÷ jours depuis la naissance"),
    employed.over(age)
  ),
  feature(
    "app_age_at_hiring",
    "employment",
    "years",
    say("Age when hired", "Âge à l'embauche"),
    say("age − years in the present job", "âge − ancienneté"),
    age.minus(employed).over(YEAR)
  ),
  ...since.flatMap(([key, days, cause, en, fr, eventEn, eventFr]) => [
    feature(
      `app_${key}_years`,
      cause,
      "years",
      say(en, fr),
      say(`years from ${eventEn} to the application`, `années écoulées à la demande depuis : ${eventFr}`),
      days.over(YEAR)
    ),
    feature(
      `app_${key}_to_age`,
      cause,
      "ratio",
      say(`${en}, compared with age`, `${fr}, rapportées à l'âge`),
      say(
        `days since ${eventEn} ÷ days since birth`,
        `jours depuis : ${eventFr} ÷ jours depuis la naissance`
      ),
      days.over(age)
    )
  ]),
  feature(
    "app_phone_to_employed",
    "identity",
    "ratio",
    say("Phone age compared with employment", "Ancienneté du téléphone rapportée à l'emploi"),
    say(
      "days since the phone changed ÷ days employed",
      "jours depuis le changement de téléphone ÷ jours d'emploi"
    ),
    app("DAYS_LAST_PHONE_CHANGE").negated().over(employed)
  ),
  feature(
    "app_car_age",
    "property",
    "years",
    say("Age of the car", "Âge de la voiture"),
    say("age of the client's car in years", "âge de la voiture du client en années"),
    car
  ),
  feature(
    "app_car_to_age",
    "property",
    "ratio",
    say("Age of the car compared with age", "Âge de la voiture rapporté à l'âge"),
    say("age of the car ÷ age of the client", "âge de la voiture ÷ âge du client"),
    car.over(age.over(YEAR))
  ),
  feature(
    "app_car_to_employed",
    "property",
    "ratio",
    say("Age of the car compared with employment", "Âge de la voiture rapporté à l'emploi"),
    say("age of the car ÷ years in the present job", "âge de la voiture ÷ ancienneté"),
    car.over(employed.over(YEAR))
  ),
  feature(
    "app_children",
    "family",
    "count",
    say("Children", "Enfants"),
    say("number of children", "nombre d'enfants"),
    app("CNT_CHILDREN")
  ),
  feature(
    "app_family_members",
    "family",
    "count",
    say("Family members", "Membres du foyer"),
    say("number of family members", "nombre de membres du foyer"),
    app("CNT_FAM_MEMBERS")
  ),
  feature(
    "app_children_share",
    "family",
    "ratio",
    say("Share of children in the family", "Part d'enfants dans le foyer"),
    say("children ÷ family members", "enfants ÷ membres du foyer"),
    app("CNT_CHILDREN").over(app("CNT_FAM_MEMBERS"))
  )
];

const CATEGORIES: readonly [string, string, Cause, string, string][] = [
  ["contract_type", "NAME_CONTRACT_TYPE", "loan_terms", "Kind of loan", "Type de prêt"],
  ["gender", "CODE_GENDER", "gender", "Gender", "Sexe"],
  ["own_car", "FLAG_OWN_CAR", "property", "Owns a car", "Possède une voiture"],
  ["own_realty", "FLAG_OWN_REALTY", "property", "Owns a house or a flat", "Possède un logement"],
  [
    "companion",
    "NAME_TYPE_SUITE",
    "application_setting",
    "Companion at the application",
    "Accompagnant lors de la demande"
  ],
  ["income_type", "NAME_INCOME_TYPE", "income", "Source of income", "Source de revenu"],
  ["education", "NAME_EDUCATION_TYPE", "education", "Education", "Niveau d'études"],
  ["family_status", "NAME_FAMILY_STATUS", "family", "Marital status", "Situation matrimoniale"],
  ["housing_type", "NAME_HOUSING_TYPE", "housing", "Housing", "Logement"],
  ["occupation", "OCCUPATION_TYPE", "employment", "Occupation", "Profession"],
  [
    "organisation",
    "ORGANIZATION_TYPE",
    "employment",
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
    "housing",
    "Repair fund of the building",
    "Fonds de travaux de l'immeuble"
  ],
  ["house_type", "HOUSETYPE_MODE", "housing", "Type of building", "Type d'immeuble"],
  ["walls", "WALLSMATERIAL_MODE", "housing", "Walls of the building", "Murs de l'immeuble"],
  [
    "emergency_state",
    "EMERGENCYSTATE_MODE",
    "housing",
    "Building declared unsafe",
    "Immeuble déclaré en péril"
  ]
];
const categories: Feature[] = CATEGORIES.map(([key, name, cause, en, fr]) =>
  feature(
    `app_${key}`,
    cause,
    "category",
    say(en, fr),
    say("as stated in the application", "tel que déclaré dans la demande"),
    app(name)
  )
);

const NUMBERS: readonly [string, string, Cause, Feature["unit"], string, string][] = [
  [
    "region_population",
    "REGION_POPULATION_RELATIVE",
    "region",
    "share",
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
    "region",
    "yes/no",
    "Works outside the region of registration",
    "Travaille hors de sa région d'enregistrement"
  ],
  [
    "city_not_live",
    "REG_CITY_NOT_LIVE_CITY",
    "region",
    "yes/no",
    "Lives outside the city of registration",
    "Habite hors de sa ville d'enregistrement"
  ],
  [
    "city_not_work",
    "REG_CITY_NOT_WORK_CITY",
    "region",
    "yes/no",
    "Works outside the city of registration",
    "Travaille hors de sa ville d'enregistrement"
  ],
  [
    "work_phone",
    "FLAG_WORK_PHONE",
    "documents",
    "yes/no",
    "Gave a work number",
    "A donné un numéro professionnel"
  ],
  ["home_phone", "FLAG_PHONE", "documents", "yes/no", "Gave a home number", "A donné un numéro fixe"],
  [
    "email",
    "FLAG_EMAIL",
    "documents",
    "yes/no",
    "Gave an e-mail address",
    "A donné une adresse électronique"
  ],
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
    "housing",
    "share",
    "Total area of the building",
    "Surface totale de l'immeuble"
  ]
];
const sumOf = (prefix: string, keys: readonly (string | number)[]): Num =>
  total(keys.map((k) => app(`${prefix}${k}`)));
const documentNumbers = Array.from({length: 20}, (_, i) => i + 2);
const numbers: Feature[] = [
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
    "documents",
    "count",
    say("Contact details given", "Coordonnées fournies"),
    say("number of phone numbers and addresses given", "nombre de téléphones et d'adresses fournis"),
    sumOf("FLAG_", ["MOBIL", "EMP_PHONE", "WORK_PHONE", "CONT_MOBILE", "PHONE", "EMAIL"])
  ),
  feature(
    "app_address_mismatches",
    "region",
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

const ENQUIRY_SPANS: readonly [string, string, string][] = [
  ["WEEK", "in the last week", "dans la dernière semaine"],
  ["MON", "in the last month", "dans le dernier mois"],
  ["QRT", "in the last quarter", "dans le dernier trimestre"],
  ["YEAR", "in the last year", "dans la dernière année"]
];
const enquiry = (span: string): Num => app(`AMT_REQ_CREDIT_BUREAU_${span}`);
const enquiriesTotal = ["HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"].map(enquiry).reduce((a, b) => a.plus(b));
const enquiriesRecent = ["HOUR", "DAY", "WEEK", "MON"].map(enquiry).reduce((a, b) => a.plus(b));
const enquiries: Feature[] = [
  ...ENQUIRY_SPANS.map(([span, en, fr]) =>
    feature(
      `app_enquiries_${span.toLowerCase()}`,
      "credit_enquiries",
      "count",
      say(`Bureau enquiries ${en}`, `Consultations du bureau ${fr}`),
      say(
        "number of enquiries about the client, shorter spans left out",
        "nombre de consultations sur le client, hors périodes plus courtes"
      ),
      enquiry(span)
    )
  ),
  feature(
    "app_enquiries_total",
    "credit_enquiries",
    "count",
    say("Bureau enquiries in all", "Consultations du bureau au total"),
    say(
      "sum of the enquiries of all spans up to a year",
      "somme des consultations de toutes les périodes jusqu'à un an"
    ),
    enquiriesTotal
  ),
  feature(
    "app_enquiries_recent_share",
    "credit_enquiries",
    "ratio",
    say("Share of enquiries in the last month", "Part des consultations du dernier mois"),
    say("enquiries of the last month ÷ all enquiries", "consultations du dernier mois ÷ toutes"),
    enquiriesRecent.over(enquiriesTotal)
  )
];

const BUILDING: readonly [string, string, string, string][] = [
  ["APARTMENTS", "apartments", "flats", "appartements"],
  ["BASEMENTAREA", "basement", "basement area", "surface de sous-sol"],
  ["YEARS_BEGINEXPLUATATION", "years_in_use", "age in use", "ancienneté d'exploitation"],
  ["YEARS_BUILD", "years_built", "year of construction", "année de construction"],
  ["COMMONAREA", "common_area", "common area", "surface commune"],
  ["ELEVATORS", "elevators", "lifts", "ascenseurs"],
  ["ENTRANCES", "entrances", "entrances", "entrées"],
  ["FLOORSMAX", "floors_max", "highest floor", "étage le plus haut"],
  ["FLOORSMIN", "floors_min", "lowest floor", "étage le plus bas"],
  ["LANDAREA", "land_area", "land area", "surface du terrain"],
  ["LIVINGAPARTMENTS", "living_apartments", "living flats", "appartements habités"],
  ["LIVINGAREA", "living_area", "living area", "surface habitable"],
  ["NONLIVINGAPARTMENTS", "other_apartments", "flats for other use", "appartements non habités"],
  ["NONLIVINGAREA", "other_area", "area for other use", "surface non habitable"]
];
/** The parts of a building told one by one; the others enter the means. */
const TELLING = ["APARTMENTS", "YEARS_BEGINEXPLUATATION", "YEARS_BUILD", "FLOORSMAX", "LIVINGAREA"];
const buildingOf = (suffix: string): Num[] => BUILDING.map(([name]) => app(`${name}_${suffix}`));
const building: Feature[] = [
  ...BUILDING.filter(([name]) => TELLING.includes(name)).map(([name, key, en, fr]) =>
    feature(
      `app_building_${key}`,
      "housing",
      "score",
      say(`Building: ${en} (scaled)`, `Immeuble : ${fr} (normalisé)`),
      say(
        `average ${en} of the building, scaled to 0–1`,
        `${fr} de l'immeuble, moyenne ramenée entre 0 et 1`
      ),
      app(`${name}_AVG`)
    )
  ),
  ...(
    [
      ["AVG", "average", "moyennes"],
      ["MODE", "most frequent", "les plus fréquentes"],
      ["MEDI", "median", "médianes"]
    ] as const
  ).map(([suffix, en, fr]) =>
    feature(
      `app_building_mean_${suffix.toLowerCase()}`,
      "housing",
      "score",
      say(`Building: mean of the ${en} figures`, `Immeuble : moyenne des valeurs ${fr}`),
      say(
        `mean of the known ${en} figures of the building, each scaled to 0–1`,
        `moyenne des valeurs ${fr} connues de l'immeuble, ramenées entre 0 et 1`
      ),
      meanOfKnown(buildingOf(suffix))
    )
  ),
  feature(
    "app_building_missing",
    "housing",
    "count",
    say("Building: missing figures", "Immeuble : valeurs absentes"),
    say(
      "number of the 14 average figures of the building that are missing",
      "nombre de valeurs moyennes de l'immeuble absentes sur 14"
    ),
    lit(BUILDING.length).minus(known(buildingOf("AVG")))
  )
];

export const APPLICATION: readonly Feature[] = [
  ...externalScores,
  ...loan,
  ...life,
  ...categories,
  ...numbers,
  ...enquiries,
  ...building
];
