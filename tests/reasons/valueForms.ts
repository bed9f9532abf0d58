import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {categoryLabel} from "../../src/core/words/categories.ts";
import {duesOf, has, most, num, total} from "./facts.ts";
import type {Case, Form} from "./form.ts";
import type {RawClient} from "./rawCsv.ts";
import {isTail, TAIL} from "./tail.ts";
import {isRounded, writtenIn} from "./written.ts";

const mean = (values: number[]) => total(values) / values.filter(has).length;
const app = (column: string) => (client: RawClient) => num(client.application, column);
const bureau =
  (column: string, rows = (client: RawClient) => client.bureau) =>
  (client: RawClient) =>
    rows(client).map((row) => num(row, column));
const active = (client: RawClient) => client.bureau.filter((row) => row.CREDIT_ACTIVE === "Active");
const approved = (column: string) => (client: RawClient) =>
  client.previous.filter((row) => row.NAME_CONTRACT_STATUS === "Approved").map((row) => num(row, column));
const minus = (values: (client: RawClient) => number[]) => (client: RawClient) =>
  values(client).map((value) => -value);

/** Features worked out afresh from raw rows: those that reasons rest on most. */
const AFRESH: Record<string, (client: RawClient) => number> = {
  app_ext_source_1: app("EXT_SOURCE_1"),
  app_ext_source_2: app("EXT_SOURCE_2"),
  app_ext_source_3: app("EXT_SOURCE_3"),
  app_ext_mean: ({application}) => mean([1, 2, 3].map((i) => num(application, `EXT_SOURCE_${i}`))),
  app_ext_min: ({application}) =>
    Math.min(...[1, 2, 3].map((i) => num(application, `EXT_SOURCE_${i}`)).filter(has)),
  app_ext_max: ({application}) => most([1, 2, 3].map((i) => num(application, `EXT_SOURCE_${i}`))),
  app_region_population: app("REGION_POPULATION_RELATIVE"),
  app_region_rating: app("REGION_RATING_CLIENT"),
  app_region_rating_city: app("REGION_RATING_CLIENT_W_CITY"),
  app_city_not_work: app("REG_CITY_NOT_WORK_CITY"),
  app_city_not_live: app("REG_CITY_NOT_LIVE_CITY"),
  app_hour: app("HOUR_APPR_PROCESS_START"),
  app_children: app("CNT_CHILDREN"),
  app_income: app("AMT_INCOME_TOTAL"),
  app_income_per_member: ({application}) =>
    num(application, "AMT_INCOME_TOTAL") / num(application, "CNT_FAM_MEMBERS"),
  app_income_per_child: ({application}) =>
    num(application, "AMT_INCOME_TOTAL") / (1 + num(application, "CNT_CHILDREN")),
  app_credit: app("AMT_CREDIT"),
  app_annuity: app("AMT_ANNUITY"),
  app_credit_to_annuity: ({application}) => num(application, "AMT_CREDIT") / num(application, "AMT_ANNUITY"),
  app_id_years: ({application}) => -num(application, "DAYS_ID_PUBLISH") / 365.25,
  app_registration_years: ({application}) => -num(application, "DAYS_REGISTRATION") / 365.25,
  app_phone_years: ({application}) => -num(application, "DAYS_LAST_PHONE_CHANGE") / 365.25,
  bureau_age_mean: (client) => mean(minus(bureau("DAYS_CREDIT"))(client)),
  bureau_age_mean_active: (client) => mean(minus(bureau("DAYS_CREDIT", active))(client)),
  bureau_days_since_first: (client) => most(minus(bureau("DAYS_CREDIT"))(client)),
  bureau_credit_max_active: (client) => most(bureau("AMT_CREDIT_SUM", active)(client)),
  bureau_credit_sum: (client) => total(bureau("AMT_CREDIT_SUM")(client)),
  bureau_debt_sum: (client) => total(bureau("AMT_CREDIT_SUM_DEBT")(client)),
  prev_applications: (client) => client.previous.length,
  prev_days_since_first: (client) => most(client.previous.map((row) => -num(row, "DAYS_DECISION"))),
  prev_credit_max_approved: (client) => most(approved("AMT_CREDIT")(client)),
  prev_annuity_mean_approved: (client) => mean(approved("AMT_ANNUITY")(client)),
  inst_due_mean: (client) =>
    mean(duesOf(client).map(({owed}) => (Number.isFinite(owed) ? owed : Number.NaN))),
  inst_payments_per_instalment: (client) => client.payments.length / duesOf(client).length,
  inst_instalments: (client) => duesOf(client).length,
  pos_months: (client) => client.pos.length,
  card_balance_sum: (client) => total(client.card.map((row) => num(row, "AMT_BALANCE"))),
  card_limit_max: (client) => most(client.card.map((row) => num(row, "AMT_CREDIT_LIMIT_ACTUAL"))),
  card_withdrawals_mean: (client) => mean(client.card.map((row) => num(row, "CNT_DRAWINGS_ATM_CURRENT"))),
  card_drawings_mean: (client) => mean(client.card.map((row) => num(row, "CNT_DRAWINGS_CURRENT"))),
  card_instalments_paid: (client) => most(client.card.map((row) => num(row, "CNT_INSTALMENT_MATURE_CUM")))
};

const ROWS: Record<string, (client: RawClient) => number> = {
  bureau: (client) => client.bureau.length,
  bureau_balance: (client) => client.months.length,
  previous_application: (client) => client.previous.length,
  POS_CASH_balance: (client) => client.pos.length,
  credit_card_balance: (client) => client.card.length,
  installments_payments: (client) => client.payments.length
};
const NO_ROWS: readonly [RegExp, RegExp, string][] = [
  [
    /^No statement of an instalment loan is on record here\.$/,
    /^Aucun relevé de prêt à échéances n'est enregistré chez nous\.$/,
    "POS_CASH_balance"
  ],
  [
    /^No credit card is on record here\.$/,
    /^Aucune carte de crédit n'est enregistrée chez nous\.$/,
    "credit_card_balance"
  ],
  [
    /^No past instalment is on record here\.$/,
    /^Aucune échéance passée n'est enregistrée chez nous\.$/,
    "installments_payments"
  ]
];

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\d]/gu, "");

const RATED: Record<string, string> = {
  rate_organisation: "ORGANIZATION_TYPE",
  rate_occupation: "OCCUPATION_TYPE"
};
const ratedCategory = ({reason, client}: Case) =>
  categoryLabel("en", String(client.application[RATED[reason.feature]!]));

/** A feature by its value: the sentence must be headed by its label, and there must be rows that it is made from. */
export function valueForms(features: ReadonlyMap<string, ManifestFeature>): readonly Form[] {
  const isHeaded = (heading: string, {reason}: Case) =>
    letters(heading) === letters(features.get(reason.feature)!.label.en);
  const hasRows = ({reason, client}: Case) =>
    features
      .get(reason.feature)!
      .tables.every((table) => table === "application" || ROWS[table]!(client) > 0);
  return [
    ...NO_ROWS.map(
      ([en, fr, table]): Form => ({en, fr, isTrue: (_, {client}) => ROWS[table]!(client) === 0})
    ),
    {
      en: /^(.+): nothing on record, which counts against the application\.$/,
      fr: / : rien d'enregistré, ce qui pèse contre la demande\.$/,
      isTrue: (found, at) =>
        isHeaded(found[1]!, at) &&
        at.value === null &&
        !has(AFRESH[at.reason.feature]?.(at.client) ?? Number.NaN)
    },
    {
      en: new RegExp(`^(.+?): ([^:]*\\d[^:]*?)${TAIL}\\.$`),
      fr: /par rapport aux clients semblables\)? : /,
      isTrue(found, at) {
        const own = AFRESH[at.reason.feature.replace("peer_", "app_")]?.(at.client);
        if (!at.reason.feature.startsWith("peer_") || own === undefined || !isHeaded(found[1]!, at))
          return false;
        const median = own - Number(at.value);
        return isRounded(writtenIn(found[2]!, "en")[0]!, own) && isTail({median}, found[3], own);
      }
    },
    {
      en: /^(.+): at the median of these\.$/,
      fr: / : à la médiane de ceux-ci\.$/,
      isTrue: (found, at) =>
        at.reason.feature.startsWith("peer_") && isHeaded(found[1]!, at) && at.value === 0
    },
    {
      en: /^(.+): (.+) (below|above) the median of these\.$/,
      fr: / (au-dessous|au-dessus) de la médiane de ceux-ci\.$/,
      isTrue(found, at) {
        const difference = Number(at.value) * (found[3] === "below" ? -1 : 1);
        return (
          at.reason.feature.startsWith("peer_") &&
          isHeaded(found[1]!, at) &&
          difference > 0 &&
          isRounded(writtenIn(found[2]!, "en")[0]!, difference)
        );
      }
    },
    {
      en: /^(.+?)(?: \((.+)\))?: (.+%), as the model reckons it\.$/,
      fr: /( \(.+\))? : .+, tel que le modèle le compte\.$/,
      isTrue: (found, at) =>
        at.reason.feature.startsWith("rate_") &&
        isHeaded(found[1]!, at) &&
        (found[2] === undefined || found[2] === ratedCategory(at)) &&
        isRounded(writtenIn(found[3]!, "en")[0]!, Number(at.value))
    },
    {
      en: /^(.+?): (.+), which counts against the application\.$/,
      fr: / : .+, ce qui pèse contre la demande\.$/,
      isTrue: (found, at) =>
        isHeaded(found[1]!, at) &&
        typeof at.value === "string" &&
        found[2] === categoryLabel("en", at.value) &&
        hasRows(at)
    },
    {
      en: /^(.+?): (yes|no)\.$/,
      fr: / : (oui|non)\.$/,
      isTrue: (found, at) =>
        isHeaded(found[1]!, at) &&
        (AFRESH[at.reason.feature]?.(at.client) ?? at.value) === (found[2] === "yes" ? 1 : 0)
    },
    {
      en: new RegExp(`^(.+?): ([^:]*\\d[^:]*?)${TAIL}\\.$`),
      fr: / : .*\d.*?(, (plus|moins) que pour la plupart des clients( semblables)? : la moitié de ceux qui ont cette donnée .+)?\.$/,
      isTrue(found, at) {
        const afresh = AFRESH[at.reason.feature]?.(at.client);
        const value = Number(at.value);
        const isOwn = afresh === undefined || Math.abs(afresh - value) <= Math.abs(value) * 1e-5 + 1e-6;
        return (
          typeof at.value === "number" &&
          isHeaded(found[1]!, at) &&
          hasRows(at) &&
          isOwn &&
          isRounded(writtenIn(found[2]!, "en")[0]!, value) &&
          isTail(at, found[3], value)
        );
      }
    }
  ];
}
