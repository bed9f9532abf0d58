import type {Bilingual} from "../../words/language.ts";
import {EARLIER_APPLICATION, LOAN_ELSEWHERE, type Noun, noneOf, someOf} from "./nouns.ts";
import {
  type ClientRecord,
  numberOf,
  type Row,
  type Statement,
  state,
  type TableName,
  type Teller
} from "./record.ts";

/** A kind of loan or application whose share is a feature. */
interface Kind {
  table: TableName;
  column: string;
  values: readonly string[];
  /** What one of them is, and what several are. */
  one: Bilingual;
  many: Bilingual;
}

const elsewhere = (values: readonly string[], one: Bilingual, many: Bilingual): Kind => ({
  table: "bureau",
  column: "CREDIT_TYPE",
  values,
  one: {en: `is ${one.en}`, fr: `est ${one.fr}`},
  many: {en: `are ${many.en}`, fr: `sont ${many.fr}`}
});
const earlier = (column: string, values: readonly string[], en: string, fr: string): Kind => ({
  table: "previous_application",
  column,
  values,
  one: {en: `was ${en}`, fr: `était ${fr}`},
  many: {en: `were ${en}`, fr: `étaient ${fr}`}
});
const say = (en: string, fr: string): Bilingual => ({en, fr});

const KINDS: Record<string, Kind> = {
  bureau_consumer_share: elsewhere(
    ["Consumer credit"],
    say("a consumer loan", "un crédit à la consommation"),
    say("consumer loans", "des crédits à la consommation")
  ),
  bureau_card_share: elsewhere(
    ["Credit card"],
    say("a credit card", "une carte de crédit"),
    say("credit cards", "des cartes de crédit")
  ),
  bureau_mortgage_share: elsewhere(
    ["Mortgage", "Real estate loan"],
    say("a mortgage", "un crédit immobilier"),
    say("mortgages", "des crédits immobiliers")
  ),
  bureau_car_share: elsewhere(
    ["Car loan"],
    say("a car loan", "un crédit automobile"),
    say("car loans", "des crédits automobiles")
  ),
  bureau_micro_share: elsewhere(
    ["Microloan"],
    say("a microloan", "un microcrédit"),
    say("microloans", "des microcrédits")
  ),
  bureau_business_share: elsewhere(
    [
      "Loan for business development",
      "Loan for working capital replenishment",
      "Loan for the purchase of equipment"
    ],
    say("a business loan", "un crédit professionnel"),
    say("business loans", "des crédits professionnels")
  ),
  prev_cash_share: earlier(
    "NAME_CONTRACT_TYPE",
    ["Cash loans"],
    "for a cash loan",
    "pour un prêt en espèces"
  ),
  prev_consumer_share: earlier(
    "NAME_CONTRACT_TYPE",
    ["Consumer loans"],
    "for a consumer loan",
    "pour un prêt à la consommation"
  ),
  prev_revolving_share: earlier(
    "NAME_CONTRACT_TYPE",
    ["Revolving loans"],
    "for a revolving loan",
    "pour un prêt renouvelable"
  ),
  prev_cross_sell_share: earlier(
    "NAME_PRODUCT_TYPE",
    ["x-sell"],
    "made after an offer",
    "faite après sollicitation"
  ),
  prev_new_client_share: earlier(
    "NAME_CLIENT_TYPE",
    ["New"],
    "made as a new client",
    "faite en tant que nouveau client"
  ),
  prev_high_yield_share: earlier("NAME_YIELD_GROUP", ["high"], "at a high rate", "à taux élevé"),
  prev_low_yield_share: earlier(
    "NAME_YIELD_GROUP",
    ["low_action", "low_normal"],
    "at a low rate",
    "à taux bas"
  )
};

const NOUN: Partial<Record<TableName, Noun>> = {
  bureau: LOAN_ELSEWHERE,
  previous_application: EARLIER_APPLICATION
};

/** Counts the loans or applications of the kind whose share the feature is. */
export const kinds: Teller = ({name}, client) => {
  const kind = KINDS[name];
  return kind && countKind(kind, client);
};

function countKind({table, column, values, one, many}: Kind, client: ClientRecord): Statement | undefined {
  const rows = client.rows[table];
  if (rows.length === 0) return undefined;
  const noun = NOUN[table]!;
  const count = rows.filter((row) => values.includes(String(row[column]))).length;
  const facts = {count, of: rows.length};
  const none = noneOf(rows.length, noun);
  if (count === 0) return state("none_of_kind", facts, `${none.en} ${one.en}.`, `${none.fr} n'${one.fr}.`);
  const some = someOf(count, rows.length, noun);
  return state(
    "of_kind",
    facts,
    `${some.en} ${count === 1 ? one.en : many.en}.`,
    `${some.fr} ${count < 2 ? one.fr : many.fr.replace("faite", "faites")}.`
  );
}

const isActive = (row: Row) => row.CREDIT_ACTIVE === "Active";
const isProlonged = (row: Row) => (numberOf(row, "CNT_CREDIT_PROLONG") ?? 0) > 0;

/** Counts the loans at other lenders that were prolonged. */
export const prolongations: Teller = (_, {rows: {bureau}}) => {
  if (bureau.length === 0) return undefined;
  const prolonged = bureau.filter(isProlonged).length;
  const facts = {prolonged, loans: bureau.length};
  const none = noneOf(bureau.length, LOAN_ELSEWHERE);
  if (prolonged === 0)
    return state("none_prolonged", facts, `${none.en} was prolonged.`, `${none.fr} n'a été prolongé.`);
  const some = someOf(prolonged, bureau.length, LOAN_ELSEWHERE);
  return state(
    "prolonged",
    facts,
    `${some.en} ${prolonged === 1 ? "was" : "were"} prolonged.`,
    `${some.fr} ${prolonged < 2 ? "a été prolongé" : "ont été prolongés"}.`
  );
};

/** Counts the loans at other lenders that are active or closed, where a feature is that count or share. */
export const loansElsewhere: Teller = (driver, client) => {
  const {bureau} = client.rows;
  if (bureau.length === 0) return undefined;
  if (!/^bureau_(loans_active|active_share|loans_closed)$/.test(driver.name)) return kinds(driver, client);
  const isClosed = driver.name === "bureau_loans_closed";
  const count = bureau.filter(isClosed ? ({CREDIT_ACTIVE}) => CREDIT_ACTIVE === "Closed" : isActive).length;
  const facts = {count, of: bureau.length};
  const [variant, en, fr, frMany] = isClosed
    ? ["closed", "closed", "clos", "clos"]
    : ["active", "active", "en cours", "en cours"];
  const none = noneOf(bureau.length, LOAN_ELSEWHERE);
  if (count === 0) return state(`none_${variant}`, facts, `${none.en} is ${en}.`, `${none.fr} n'est ${fr}.`);
  const some = someOf(count, bureau.length, LOAN_ELSEWHERE);
  return state(
    variant,
    facts,
    `${some.en} ${count === 1 ? "is" : "are"} ${en}.`,
    `${some.fr} ${count < 2 ? `est ${fr}` : `sont ${frMany}`}.`
  );
};
