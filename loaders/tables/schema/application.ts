import {BUILDING_COLUMNS} from "./building.ts";
import {
  amount,
  type ColumnSchema,
  category,
  flag,
  id,
  integer,
  NO_DAY,
  number,
  type TableSchema
} from "./column.ts";
import {COMPANIONS, WEEKDAYS} from "./vocabularies.ts";

const ORGANISATIONS =
  "Advertising|Agriculture|Bank|Business Entity Type 1|Business Entity Type 2|Business Entity Type 3|Cleaning|" +
  "Construction|Culture|Electricity|Emergency|Government|Hotel|Housing|Industry: type 1|Industry: type 10|" +
  "Industry: type 11|Industry: type 12|Industry: type 13|Industry: type 2|Industry: type 3|Industry: type 4|" +
  "Industry: type 5|Industry: type 6|Industry: type 7|Industry: type 8|Industry: type 9|Insurance|Kindergarten|" +
  "Legal Services|Medicine|Military|Mobile|Other|Police|Postal|Realtor|Religion|Restaurant|School|Security|" +
  "Security Ministries|Self-employed|Services|Telecom|Trade: type 1|Trade: type 2|Trade: type 3|Trade: type 4|" +
  "Trade: type 5|Trade: type 6|Trade: type 7|Transport: type 1|Transport: type 2|Transport: type 3|" +
  "Transport: type 4|University|XNA";
const OCCUPATIONS =
  "Accountants|Cleaning staff|Cooking staff|Core staff|Drivers|HR staff|High skill tech staff|IT staff|Laborers|" +
  "Low-skill Laborers|Managers|Medicine staff|Private service staff|Realty agents|Sales staff|Secretaries|" +
  "Security staff|Waiters/barmen staff";

const clientId = id("SK_ID_CURR", "Number of the client's application", "Numéro de la demande du client");
const target = flag(
  "TARGET",
  "1 when the client got into payment difficulties, 0 otherwise",
  "1 si le client a eu des difficultés de paiement, 0 sinon"
);

const person: readonly ColumnSchema[] = [
  category(
    "NAME_CONTRACT_TYPE",
    "Cash loans|Revolving loans",
    "Kind of loan asked for",
    "Type de prêt demandé"
  ),
  category("CODE_GENDER", "F|M|XNA", "Gender", "Sexe"),
  category("FLAG_OWN_CAR", "N|Y", "Owns a car", "Possède une voiture"),
  category("FLAG_OWN_REALTY", "N|Y", "Owns a house or a flat", "Possède une maison ou un appartement"),
  integer("CNT_CHILDREN", "count", "Int8", "Number of children", "Nombre d'enfants"),
  amount("AMT_INCOME_TOTAL", "Income", "Revenu"),
  amount("AMT_CREDIT", "Amount of the loan", "Montant du prêt"),
  amount("AMT_ANNUITY", "Regular instalment (annuity) of the loan", "Échéance régulière (annuité) du prêt"),
  amount(
    "AMT_GOODS_PRICE",
    "Price of the goods that the loan pays for",
    "Prix des biens financés par le prêt"
  ),
  category("NAME_TYPE_SUITE", COMPANIONS, "Who came along to apply", "Accompagnant lors de la demande"),
  category(
    "NAME_INCOME_TYPE",
    "Businessman|Commercial associate|Maternity leave|Pensioner|State servant|Student|Unemployed|Working",
    "Source of income",
    "Source de revenu"
  ),
  category(
    "NAME_EDUCATION_TYPE",
    "Academic degree|Higher education|Incomplete higher|Lower secondary|Secondary / secondary special",
    "Highest education completed",
    "Niveau d'études atteint"
  ),
  category(
    "NAME_FAMILY_STATUS",
    "Civil marriage|Married|Separated|Single / not married|Unknown|Widow",
    "Marital status",
    "Situation matrimoniale"
  ),
  category(
    "NAME_HOUSING_TYPE",
    "Co-op apartment|House / apartment|Municipal apartment|Office apartment|Rented apartment|With parents",
    "Housing situation",
    "Situation de logement"
  ),
  number(
    "REGION_POPULATION_RELATIVE",
    "share",
    "Relative population of the client's region; higher is more populated",
    "Population relative de la région du client ; plus haut, plus peuplée"
  ),
  integer(
    "DAYS_BIRTH",
    "days",
    "Int16",
    "Day of birth, counted from the application",
    "Jour de naissance, compté depuis la demande"
  ),
  integer(
    "DAYS_EMPLOYED",
    "days",
    "Int32",
    "Start of the present job, counted from the application",
    "Début de l'emploi actuel, compté depuis la demande",
    NO_DAY
  ),
  integer(
    "DAYS_REGISTRATION",
    "days",
    "Int16",
    "Last change of registration, counted from the application",
    "Dernier changement de domicile déclaré, compté depuis la demande"
  ),
  integer(
    "DAYS_ID_PUBLISH",
    "days",
    "Int16",
    "Issue of the identity document, counted from the application",
    "Délivrance de la pièce d'identité, comptée depuis la demande"
  ),
  integer("OWN_CAR_AGE", "years", "Int8", "Age of the client's car", "Âge de la voiture du client"),
  flag("FLAG_MOBIL", "Gave a mobile number", "A donné un numéro de mobile"),
  flag("FLAG_EMP_PHONE", "Gave the employer's number", "A donné le numéro de l'employeur"),
  flag("FLAG_WORK_PHONE", "Gave a work number", "A donné un numéro professionnel"),
  flag("FLAG_CONT_MOBILE", "Was reachable on the mobile", "Était joignable sur le mobile"),
  flag("FLAG_PHONE", "Gave a home number", "A donné un numéro fixe"),
  flag("FLAG_EMAIL", "Gave an e-mail address", "A donné une adresse électronique"),
  category("OCCUPATION_TYPE", OCCUPATIONS, "Occupation", "Profession"),
  integer("CNT_FAM_MEMBERS", "count", "Int8", "Members of the family", "Membres du foyer"),
  integer(
    "REGION_RATING_CLIENT",
    "code",
    "Int8",
    "Lender's rating of the client's region, 1 best to 3 worst",
    "Note de la région du client par le prêteur, de 1 (meilleure) à 3"
  ),
  integer(
    "REGION_RATING_CLIENT_W_CITY",
    "code",
    "Int8",
    "Lender's rating of the client's region and city, 1 best to 3 worst",
    "Note de la région et de la ville du client, de 1 (meilleure) à 3"
  ),
  category("WEEKDAY_APPR_PROCESS_START", WEEKDAYS, "Weekday of the application", "Jour de la demande"),
  integer("HOUR_APPR_PROCESS_START", "hours", "Int8", "Hour of the application", "Heure de la demande"),
  flag(
    "REG_REGION_NOT_LIVE_REGION",
    "Registered in another region than that of contact",
    "Domicile légal dans une autre région que le contact"
  ),
  flag(
    "REG_REGION_NOT_WORK_REGION",
    "Registered in another region than that of work",
    "Domicile légal dans une autre région que le travail"
  ),
  flag(
    "LIVE_REGION_NOT_WORK_REGION",
    "Lives in another region than that of work",
    "Habite dans une autre région que le travail"
  ),
  flag(
    "REG_CITY_NOT_LIVE_CITY",
    "Registered in another city than that of contact",
    "Domicile légal dans une autre ville que le contact"
  ),
  flag(
    "REG_CITY_NOT_WORK_CITY",
    "Registered in another city than that of work",
    "Domicile légal dans une autre ville que le travail"
  ),
  flag(
    "LIVE_CITY_NOT_WORK_CITY",
    "Lives in another city than that of work",
    "Habite dans une autre ville que le travail"
  ),
  category("ORGANIZATION_TYPE", ORGANISATIONS, "Employer's line of business", "Secteur de l'employeur"),
  number("EXT_SOURCE_1", "score", "First outside score, 0 to 1", "Premier score externe, de 0 à 1"),
  number("EXT_SOURCE_2", "score", "Second outside score, 0 to 1", "Deuxième score externe, de 0 à 1"),
  number("EXT_SOURCE_3", "score", "Third outside score, 0 to 1", "Troisième score externe, de 0 à 1")
];

const house: readonly ColumnSchema[] = [
  ...BUILDING_COLUMNS,
  category(
    "FONDKAPREMONT_MODE",
    "not specified|org spec account|reg oper account|reg oper spec account",
    "Client's building: account of the repair fund",
    "Immeuble du client : compte du fonds de travaux"
  ),
  category(
    "HOUSETYPE_MODE",
    "block of flats|specific housing|terraced house",
    "Client's building: type",
    "Immeuble du client : type"
  ),
  number(
    "TOTALAREA_MODE",
    "share",
    "Client's building: total area, scaled to 0–1",
    "Immeuble du client : surface totale, ramenée entre 0 et 1"
  ),
  category(
    "WALLSMATERIAL_MODE",
    "Block|Mixed|Monolithic|Others|Panel|Stone, brick|Wooden",
    "Client's building: material of the walls",
    "Immeuble du client : matériau des murs"
  ),
  category(
    "EMERGENCYSTATE_MODE",
    "No|Yes",
    "Client's building: declared unsafe",
    "Immeuble du client : déclaré en péril"
  )
];

const circle = (name: string, en: string, fr: string) => integer(name, "count", "Int16", en, fr);
const surroundings: readonly ColumnSchema[] = [
  circle(
    "OBS_30_CNT_SOCIAL_CIRCLE",
    "Acquaintances observed for 30 days past due",
    "Proches observés pour un retard de 30 jours"
  ),
  circle(
    "DEF_30_CNT_SOCIAL_CIRCLE",
    "Acquaintances who were 30 days past due",
    "Proches ayant eu 30 jours de retard"
  ),
  circle(
    "OBS_60_CNT_SOCIAL_CIRCLE",
    "Acquaintances observed for 60 days past due",
    "Proches observés pour un retard de 60 jours"
  ),
  circle(
    "DEF_60_CNT_SOCIAL_CIRCLE",
    "Acquaintances who were 60 days past due",
    "Proches ayant eu 60 jours de retard"
  ),
  integer(
    "DAYS_LAST_PHONE_CHANGE",
    "days",
    "Int16",
    "Last change of phone, counted from the application",
    "Dernier changement de téléphone, compté depuis la demande"
  )
];

const documents: readonly ColumnSchema[] = Array.from({length: 20}, (_, i) =>
  flag(`FLAG_DOCUMENT_${i + 2}`, `Handed in document ${i + 2}`, `A remis le document ${i + 2}`)
);

const ENQUIRIES = [
  ["HOUR", "the last hour", "la dernière heure"],
  ["DAY", "the last day, last hour aside", "le dernier jour, dernière heure exclue"],
  ["WEEK", "the last week, last day aside", "la dernière semaine, dernier jour exclu"],
  ["MON", "the last month, last week aside", "le dernier mois, dernière semaine exclue"],
  ["QRT", "the last quarter, last month aside", "le dernier trimestre, dernier mois exclu"],
  ["YEAR", "the last year, last quarter aside", "la dernière année, dernier trimestre exclu"]
] as const;
const enquiries: readonly ColumnSchema[] = ENQUIRIES.map(([suffix, en, fr]) =>
  integer(
    `AMT_REQ_CREDIT_BUREAU_${suffix}`,
    "count",
    "Int16",
    `Enquiries at the credit bureau in ${en}`,
    `Consultations du bureau de crédit pendant ${fr}`
  )
);

const rest = [...person, ...house, ...surroundings, ...documents, ...enquiries];

/** Declares application_train: one row per labelled client, 122 columns. */
export const applicationTrain: TableSchema<"application_train"> = {
  name: "application_train",
  key: "SK_ID_CURR",
  order: ["SK_ID_CURR"],
  columns: [clientId, target, ...rest]
};

/** Declares application_test: the same without TARGET, 121 columns. */
export const applicationTest: TableSchema<"application_test"> = {
  name: "application_test",
  key: "SK_ID_CURR",
  order: ["SK_ID_CURR"],
  columns: [clientId, ...rest]
};
