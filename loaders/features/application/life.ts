import type {Cause} from "../../../src/core/credit/causes.ts";
import type {Num} from "../expression.ts";
import {type Feature, feature, say} from "../feature.ts";
import {age, app, employed, YEAR} from "./columns.ts";

const since: readonly [string, Num, Cause, string, string, string, string][] = [
  [
    "registration",
    app("DAYS_REGISTRATION").negated(),
    "identity",
    "Years since the registered address changed",
    "Années depuis le changement de domicile déclaré",
    "the last change of the registered address",
    "dernier changement de domicile déclaré"
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
export const life: Feature[] = [
  feature(
    "app_age",
    "age",
    "years",
    say("Age", "Âge"),
    say("years from birth to the application", "années de la naissance à la demande"),
    age.over(YEAR),
    {protected: "age", direction: "falling"}
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
    employed.over(age),
    {protected: "age"}
  ),
  feature(
    "app_age_at_hiring",
    "employment",
    "years",
    say("Age when hired", "Âge à l'embauche"),
    say("age − years in the present job", "âge − ancienneté"),
    age.minus(employed).over(YEAR),
    {protected: "age"}
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
      days.over(age),
      {protected: "age"}
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
    "car",
    "years",
    say("Age of the car", "Âge de la voiture"),
    say("age of the client's car in years", "âge de la voiture du client en années"),
    car
  ),
  feature(
    "app_car_to_age",
    "car",
    "ratio",
    say("Age of the car compared with age", "Âge de la voiture rapporté à l'âge"),
    say("age of the car ÷ age of the client", "âge de la voiture ÷ âge du client"),
    car.over(age.over(YEAR)),
    {protected: "age"}
  ),
  feature(
    "app_car_to_employed",
    "car",
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
    app("CNT_CHILDREN"),
    {protected: "familyStatus"}
  ),
  feature(
    "app_family_members",
    "family",
    "count",
    say("Family members", "Membres du foyer"),
    say("number of family members", "nombre de membres du foyer"),
    app("CNT_FAM_MEMBERS"),
    {protected: "familyStatus"}
  ),
  feature(
    "app_children_share",
    "family",
    "ratio",
    say("Share of children in the family", "Part d'enfants dans le foyer"),
    say("children ÷ family members", "enfants ÷ membres du foyer"),
    app("CNT_CHILDREN").over(app("CNT_FAM_MEMBERS")),
    {protected: "familyStatus"}
  )
];
