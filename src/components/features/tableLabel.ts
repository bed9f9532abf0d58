import {type Lang, type TextKey, t} from "../i18n.ts";

const KEYS: Record<string, TextKey> = {
  application: "rawTable.application",
  bureau: "rawTable.bureau",
  bureau_balance: "rawTable.bureauBalance",
  previous_application: "rawTable.previousApplication",
  POS_CASH_balance: "rawTable.posCashBalance",
  credit_card_balance: "rawTable.creditCardBalance",
  installments_payments: "rawTable.installmentsPayments"
};

/** Names a raw table for people; one that is not known keeps its raw name. */
export const tableLabel = (lang: Lang, name: string): string => {
  const key = KEYS[name];
  return key ? t(lang, key) : name;
};
