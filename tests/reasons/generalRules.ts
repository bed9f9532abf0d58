import {duesOf, has, isLateMonth, isOverdue, isPastDue, num, wasOverdue} from "./facts.ts";
import type {RawClient} from "./rawCsv.ts";

/** Words by which a sentence says that there is none of what it names. */
const NOT =
  /\b(no|none|nothing|not|never|on time|in full|missing)\b|\b(aucune?|rien|ne|à temps|totalité|manquent?)\b|\bn'|: (0|0[.,]0)[\s\u202f\u00a0]?%?( ;|;|\.)/i;

/** What words name, and whether the client has any of it. These rules know neither variants nor features. */
const RULES: [en: RegExp, fr: RegExp, isThere: (client: RawClient) => boolean][] = [
  [
    /\b(late|arrears|overdue|past due)\b/i,
    /retard/i,
    (client) =>
      duesOf(client).some(({late}) => late > 0) ||
      client.pos.some(isPastDue) ||
      client.card.some(isPastDue) ||
      client.months.some(isLateMonth) ||
      client.bureau.some((row) => isOverdue(row) || wasOverdue(row)) ||
      num(client.application, "DEF_30_CNT_SOCIAL_CIRCLE") > 0
  ],
  [
    /\bcards?\b/i,
    /\bcartes?\b/i,
    (client) =>
      client.card.length > 0 ||
      client.bureau.some((row) => row.CREDIT_TYPE === "Credit card") ||
      client.previous.some((row) => /card/i.test(row.PRODUCT_COMBINATION ?? ""))
  ],
  [/other lenders?|elsewhere/i, /autres? prêteurs?|ailleurs/i, (client) => client.bureau.length > 0],
  [/\brefus/i, /\brefus/i, (client) => client.previous.some((row) => row.NAME_CONTRACT_STATUS === "Refused")],
  [/earlier application/i, /demandes? antérieure/i, (client) => client.previous.length > 0],
  [/prolong/i, /prolong/i, (client) => client.bureau.some((row) => num(row, "CNT_CREDIT_PROLONG") > 0)],
  [
    /\b(past|last) instalment\b(?!-)|instalments due/i,
    /échéances? passées?|dernière échéance/i,
    (client) => client.payments.length > 0
  ],
  [
    /present job|years employed/i,
    /emploi actuel|ancienneté dans l'emploi/i,
    (client) => has(num(client.application, "DAYS_EMPLOYED"))
  ],
  [
    /\bthe car\b/i,
    /\bla voiture\b/i,
    (client) => client.application.FLAG_OWN_CAR === "Y" || has(num(client.application, "OWN_CAR_AGE"))
  ]
];

/** Lists the things that a text names though the client has none, and though it does not say so. */
export function namedThoughAbsent(text: {en: string; fr: string}, client: RawClient): string[] {
  return RULES.flatMap(([en, fr, isThere]) => {
    const names = (words: RegExp, said: string) => words.test(said) && !NOT.test(said);
    if (!names(en, text.en) && !names(fr, text.fr)) return [];
    return isThere(client) ? [] : [`names ${en.source}, of which nothing is on record: ${text.en}`];
  });
}
