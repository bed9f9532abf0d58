import {isLateMonth, isLatestMonth, isOverdue, most, num, total, wasOverdue} from "./facts.ts";
import type {Form} from "./form.ts";
import type {RawClient, RawRow} from "./rawCsv.ts";
import {COUNTED, countedIn, isRounded, noneIn, writtenIn} from "./written.ts";

const LOANS = `${COUNTED} (?:loans? at other lenders|loan at another lender)`;
const REPORTS = `${COUNTED} monthly reports? of other lenders(?: with a known status)?`;
const first = (text: string) => writtenIn(text, "en")[0]!;
const observed = ({months}: RawClient) => months.filter(({STATUS}) => STATUS !== "" && STATUS !== "X");
const isSaidOfKnown = (text: string, {months}: RawClient) =>
  text.includes("known status") === months.some(({STATUS}) => STATUS === "" || STATUS === "X");
const anyArrears = ({bureau, months}: RawClient) =>
  bureau.some((row) => isOverdue(row) || wasOverdue(row)) || months.some(isLateMonth);
const owed = ({bureau}: RawClient) =>
  bureau.map((row) => num(row, "AMT_CREDIT_SUM_DEBT")).filter((debt) => debt > 0);

const KINDS: [RegExp, (row: RawRow) => boolean][] = [
  [/consumer loan/, (row) => row.CREDIT_TYPE === "Consumer credit"],
  [/credit card/, (row) => row.CREDIT_TYPE === "Credit card"],
  [/mortgage/, (row) => /^(Mortgage|Real estate loan)$/.test(row.CREDIT_TYPE!)],
  [/car loan/, (row) => row.CREDIT_TYPE === "Car loan"],
  [/microloan/, (row) => row.CREDIT_TYPE === "Microloan"],
  [
    /business loan/,
    (row) =>
      /^Loan for (business development|working capital|the purchase of equipment)/.test(row.CREDIT_TYPE!)
  ],
  [/is active|are active/, (row) => row.CREDIT_ACTIVE === "Active"],
  [/is closed|are closed/, (row) => row.CREDIT_ACTIVE === "Closed"],
  [/prolonged/, (row) => num(row, "CNT_CREDIT_PROLONG") > 0]
];
const isOfKind = (text: string) => KINDS.find(([words]) => words.test(text))![1];

/** Credit at other lenders: what is reported of it, owed on it and paid late. */
export const BUREAU_FORMS: readonly Form[] = [
  {
    en: /^No credit at other lenders is on record\.$/,
    fr: /^Aucun crédit chez (?:d'autres prêteurs|un autre prêteur) n'est enregistré\.$/,
    isTrue: (_, {client}) => client.bureau.length === 0
  },
  {
    en: /^No monthly reports of other lenders are on record\.$/,
    fr: /^Aucun relevé mensuel d'autres prêteurs n'est enregistré\.$/,
    isTrue: (_, {client}) => client.months.length === 0
  },
  {
    en: new RegExp(`^${LOANS} (?:is|are) overdue now, (.+)\\.$`, "i"),
    fr: / (est|sont) en retard aujourd'hui, .+\.$/,
    isTrue(found, {client: {bureau}}) {
      const now = bureau.filter(isOverdue);
      const [k, n] = countedIn(found[1]!);
      const amount = /by ([\d,]+)/.exec(found[2]!)?.[1];
      const days = /up to ([\d,]+) days?/.exec(found[2]!)?.[1];
      const sum = total(now.map((row) => num(row, "AMT_CREDIT_SUM_OVERDUE")));
      const worst = most([0, ...now.map((row) => num(row, "CREDIT_DAY_OVERDUE"))]);
      const isAmount = amount ? isRounded(first(amount), sum) : sum < 0.5;
      return (
        k > 0 &&
        k === now.length &&
        n === bureau.length &&
        isAmount &&
        (days ? first(days).value === worst : worst === 0)
      );
    }
  },
  {
    en: new RegExp(`^${LOANS} (?:was|were) overdue at some time, by at most ([\\d,]+)\\.$`, "i"),
    fr: / (a|ont) été en retard à un moment, de .+ au plus\.$/,
    isTrue(found, {client: {bureau}}) {
      const once = bureau.filter(wasOverdue);
      const [k, n] = countedIn(found[1]!);
      const worst = Math.max(1, most(once.map((row) => num(row, "AMT_CREDIT_MAX_OVERDUE"))));
      return k > 0 && k === once.length && n === bureau.length && isRounded(first(found[2]!), worst);
    }
  },
  {
    en: /^No amount overdue is on record for ([\d,]+) (?:loans? at other lenders|loan at another lender)\.$/,
    fr: /^Aucun montant en retard n'est enregistré pour .+ (?:crédits? chez (?:d'autres prêteurs|un autre prêteur)|crédit chez un autre prêteur)\.$/,
    isTrue: (found, {client}) => client.bureau.length === first(found[1]!).value && !anyArrears(client)
  },
  {
    en: /^([\d,]+) monthly reports? of other lenders (?:does|do) not say whether payments were on time\.$/,
    fr: /ne (dit|disent) pas si les paiements étaient à temps\.$/,
    isTrue: (found, {client}) =>
      client.months.length === first(found[1]!).value && observed(client).length === 0
  },
  {
    en: /^(None of the [\d,]+|No) monthly reports? of other lenders(?: with a known status)? shows arrears\.$/,
    fr: /^Aucun(| des .+) relevés? mensuels? d'autres prêteurs( au statut connu)? ne montre de retard\.$/,
    isTrue(found, {client}) {
      const months = observed(client);
      return (
        months.length === noneIn(found[0]) && !months.some(isLateMonth) && isSaidOfKnown(found[0], client)
      );
    }
  },
  {
    en: new RegExp(
      `^${REPORTS} shows? arrears(?:; the latest is (of this month|([\\d,]+) months? ago))?\\.$`,
      "i"
    ),
    fr: / (montre|montrent) un retard( ; le plus récent (est de ce mois|date d'il y a .+ mois))?\.$/,
    isTrue(found, {client}) {
      const months = observed(client);
      const late = months.filter(isLateMonth);
      const [k, n] = countedIn(found[1]!);
      const told = found[3] ? first(found[3]).value : found[2] ? 0 : undefined;
      return (
        k > 0 &&
        k === late.length &&
        n === months.length &&
        isSaidOfKnown(found[0], client) &&
        isLatestMonth(late, told)
      );
    }
  },
  {
    en: /^(None of the [\d,]+|No) (?:loans? at other lenders|loan at another lender) (is active|is closed|was prolonged|is an? .+)\.$/,
    fr: /^Aucun(| des .+) (?:crédits? chez (?:d'autres prêteurs|un autre prêteur)|crédit chez un autre prêteur) n'(est|a été) .+\.$/,
    isTrue: (found, {client: {bureau}}) =>
      bureau.length === noneIn(found[0]) && !bureau.some(isOfKind(found[0]))
  },
  {
    en: new RegExp(`^${LOANS} (?:is|are|was|were) (active|closed|prolonged|an? .+|.+s)\\.$`, "i"),
    fr: /(?:crédits? chez (?:d'autres prêteurs|un autre prêteur)|crédit chez un autre prêteur) (est|sont|a été|ont été) .+\.$/,
    isTrue(found, {client: {bureau}}) {
      const [k, n] = countedIn(found[1]!);
      return k > 0 && k === bureau.filter(isOfKind(found[0])).length && n === bureau.length;
    }
  },
  {
    en: /^No debt is on record for ([\d,]+) (?:loans? at other lenders|loan at another lender)\.$/,
    fr: /^Aucune dette n'est enregistrée pour .+ (?:crédits? chez (?:d'autres prêteurs|un autre prêteur)|crédit chez un autre prêteur)\.$/,
    isTrue: (found, {client}) => client.bureau.length === first(found[1]!).value && owed(client).length === 0
  },
  {
    en: /^(.+): none on record, of a debt of (.+) in all\.$/,
    fr: / : rien d'enregistré, sur une dette de .+ en tout\.$/,
    isTrue(found, {client, value}) {
      const debt = total(owed(client));
      const isTotal = found[2] === "less than 1" ? debt < 0.5 : isRounded(first(found[2]!), debt);
      return debt > 0 && isTotal && (value === null || value === 0);
    }
  }
];
