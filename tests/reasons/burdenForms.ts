import {duesOf, has, most, num, total} from "./facts.ts";
import type {Case, Form} from "./form.ts";
import {isTail, TAIL} from "./tail.ts";
import {isRounded, writtenIn} from "./written.ts";

const first = (text: string) => writtenIn(text, "en")[0]!;
const income = ({client}: Case) => num(client.application, "AMT_INCOME_TOTAL");
const asked = ({client}: Case, column: string) => num(client.application, column);
const bureau = ({client}: Case, column: string, isActiveOnly: boolean) =>
  total(
    client.bureau
      .filter((row) => !isActiveOnly || row.CREDIT_ACTIVE === "Active")
      .map((row) => num(row, column))
  );
const newestCard = ({client}: Case) =>
  client.card.filter(
    (row) => num(row, "MONTHS_BALANCE") === most(client.card.map((one) => num(one, "MONTHS_BALANCE")))
  );
const paidLastYear = ({client}: Case) =>
  total(
    duesOf(client)
      .filter(({day}) => day >= -365)
      .map(({paid}) => paid)
  );

/** What a subject amounts to, from raw rows; NaN where the feature alone can tell (what is running is the plan's word). */
const AMOUNTS: [RegExp, (at: Case) => number][] = [
  [/^The debt at other lenders/, (at) => bureau(at, "AMT_CREDIT_SUM_DEBT", false)],
  [/^The amount of the active loans at other lenders/, (at) => bureau(at, "AMT_CREDIT_SUM", true)],
  [/^The sum of the instalments at other lenders/, (at) => bureau(at, "AMT_ANNUITY", true)],
  [
    /^The instalment asked for, with those at other lenders,/,
    (at) => asked(at, "AMT_ANNUITY") + bureau(at, "AMT_ANNUITY", true)
  ],
  [
    /^The loan asked for, with the debt at other lenders,/,
    (at) => asked(at, "AMT_CREDIT") + bureau(at, "AMT_CREDIT_SUM_DEBT", false)
  ],
  [/^The sum paid for instalments due in the last 365 days/, paidLastYear],
  [/^The instalment asked for is/, (at) => asked(at, "AMT_ANNUITY")],
  [/^The loan asked for is/, (at) => asked(at, "AMT_CREDIT")],
  [
    /^The balance of the credit card/,
    (at) => (newestCard(at).length === 1 ? num(newestCard(at)[0]!, "AMT_BALANCE") : Number.NaN)
  ]
];

/** Whether there is anything of the kind that a subject names. */
function hasRows(text: string, at: Case): boolean {
  const {client} = at;
  if (/^The (debt|amount|sum of the instalments) .*at other lenders/.test(text))
    return client.bureau.length > 0;
  if (/with the debt at other lenders/.test(text))
    return client.bureau.some((row) => num(row, "AMT_CREDIT_SUM_DEBT") > 0);
  if (/with those at other lenders/.test(text))
    return client.bureau.some((row) => row.CREDIT_ACTIVE === "Active" && num(row, "AMT_ANNUITY") > 0);
  if (/contracts running here/.test(text))
    return client.previous.some((row) => row.NAME_CONTRACT_STATUS === "Approved");
  if (/instalment loans/.test(text)) return client.pos.length > 0;
  if (/credit card/.test(text)) return client.card.length > 0;
  if (/^The sum paid/.test(text)) return duesOf(client).some(({day}) => day >= -365);
  return true;
}

function ratioOf(text: string, at: Case): number {
  const amount = AMOUNTS.find(([words]) => words.test(text))?.[1](at) ?? Number.NaN;
  return has(amount) ? amount / income(at) : Number(at.value);
}

/** Debts and instalments beside income. */
export const BURDEN_FORMS: readonly Form[] = [
  {
    en: new RegExp(`^The .+ is (−?[\\d.,]+%?) (?:times|of) the income${TAIL}\\.$`),
    fr: / représente .+ (du|fois le) revenu(, (plus|moins) que pour la plupart .+)?\.$/,
    isTrue(found, at) {
      const ratio = ratioOf(found[0], at);
      return hasRows(found[0], at) && isRounded(first(found[1]!), ratio) && isTail(at, found[2], ratio);
    }
  },
  {
    en: /^The (?:instalment|loan) asked for is ([\d.,]+%?) (?:times|of) the income; (no debt at other lenders|no instalment at other lenders|no instalment of a contract running here) is on record\.$/,
    fr: / représente .+ revenu ; aucune .+ n'est enregistrée\.$/,
    isTrue(found, at) {
      const {client} = at;
      const isAlone = {
        "no debt at other lenders": () => !client.bureau.some((row) => num(row, "AMT_CREDIT_SUM_DEBT") > 0),
        "no instalment at other lenders": () =>
          !client.bureau.some((row) => row.CREDIT_ACTIVE === "Active" && num(row, "AMT_ANNUITY") > 0),
        "no instalment of a contract running here": () =>
          Math.abs(Number(at.value) * income(at) - asked(at, "AMT_ANNUITY")) < 0.5
      }[found[2]!]!;
      return isAlone() && isRounded(first(found[1]!), ratioOf(found[0], at));
    }
  },
  {
    en: /^No instalment due in the last 365 days is on record\.$/,
    fr: /^Aucune échéance des 365 derniers jours n'est enregistrée\.$/,
    isTrue: (_, {client}) => !duesOf(client).some(({day}) => day >= -365)
  },
  {
    en: /^The .+ is 0\.$/,
    fr: / est de 0\.$/,
    isTrue: (found, at) => hasRows(found[0], at) && ratioOf(found[0], at) === 0 && at.value === 0
  }
];
