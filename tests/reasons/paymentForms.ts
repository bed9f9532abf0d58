import {duesInWords, duesOf, has, isLatestMonth, isPastDue, most, newestFirst, num, total} from "./facts.ts";
import type {Case, Form} from "./form.ts";
import {COUNTED, countedIn, isRounded, writtenIn} from "./written.ts";

const WHICH =
  "( due in the last \\d+ days| of the newest contract| of loans with a payment calendar| among the \\d+ newest)?";
const INSTALMENTS = `^${COUNTED} (?:newest |paid )?instalments?${WHICH} `;
const start = (rest: string) => new RegExp(INSTALMENTS + rest, "i");
const last = (text: string) => writtenIn(text, "en").at(-1)!;
const timedDues = (found: RegExpExecArray, {client}: Case) =>
  duesInWords(found[0], client).filter(({late}) => has(late));
/** "2 of 7 instalments" counts all of them; where some were not paid, it must be "of 7 paid instalments". */
const isCountedOf = (found: RegExpExecArray, {client}: Case, n: number) => {
  const dues = duesInWords(found[0], client);
  const paid = dues.filter(({late}) => has(late)).length;
  return n === paid && / paid instalment/.test(found[0]) === paid < dues.length;
};
const missing = ({owed, paid}: {owed: number; paid: number}) => (owed - paid >= 0.005 ? owed - paid : 0);
const statements = ({client}: Case, words: string) => (words.includes("card") ? client.card : client.pos);

/** Punctuality of payments, and amounts paid against amounts due. */
export const PAYMENT_FORMS: readonly Form[] = [
  {
    en: start("(?:was|were) paid late, (?:by|at most) [\\d,]+ days?\\.$"),
    fr: /(a été payée|ont été payées) en retard, de .+ jours?( au plus)?\.$/,
    isTrue(found, at) {
      const dues = timedDues(found, at);
      const late = dues.filter(({late}) => late > 0);
      const [k, n] = countedIn(found[1]!);
      const isLast = found[0].includes("at most") || late.length === 1;
      return (
        isLast &&
        k === late.length &&
        isCountedOf(found, at, n) &&
        last(found[0]).value === most(late.map(({late}) => late))
      );
    }
  },
  {
    en: start("(?:was|were) paid more than (\\d+) days late\\.$"),
    fr: /(a été payée|ont été payées) avec plus de \d+ jours de retard\.$/,
    isTrue(found, at) {
      const dues = timedDues(found, at);
      const [k, n] = countedIn(found[1]!);
      return (
        k > 0 && k === dues.filter(({late}) => late > Number(found[3])).length && isCountedOf(found, at, n)
      );
    }
  },
  {
    en: start(
      "(?:was|were) paid on time((?:, (.+) days? early on average|, on the due day on average), but less early than by most clients: half of those with this figure pay at least (.+) days? early on average)?\\.$"
    ),
    fr: /(a été payée|ont été payées) à temps((, avec .+ d'avance en moyenne|, le jour dû en moyenne), mais moins tôt que par la plupart des clients : la moitié de ceux qui ont cette donnée paient avec au moins .+ d'avance en moyenne)?\.$/,
    isTrue(found, at) {
      const dues = timedDues(found, at);
      const [k, n] = countedIn(found[1]!);
      if (dues.length === 0 || k !== n || !isCountedOf(found, at, n) || dues.some(({late}) => late > 0))
        return false;
      if (!found[3]) return true;
      const early = -total(dues.map(({late}) => late)) / dues.length;
      const isEarliness = at.reason.feature.startsWith("inst_early");
      const usual = at.median === undefined ? Number.NaN : isEarliness ? at.median : -at.median;
      const isEarly = found[4] ? isRounded(writtenIn(found[4], "en")[0]!, early) : Math.abs(early) < 0.05;
      return isEarly && early < usual + 1e-6 && isRounded(writtenIn(found[5]!, "en")[0]!, usual);
    }
  },
  {
    en: new RegExp(`^No payment of an instalment${WHICH} is on record\\.$`),
    fr: /^Aucun paiement d'échéance.* n'est enregistré\.$/,
    isTrue: (found, at) => timedDues(found, at).length === 0
  },
  {
    en: /^The last instalment that was paid (?:more than (\d+) days )?late fell due (?:([\d,]+) days? ago|on the day of this application)\.$/,
    fr: /^La dernière échéance payée (en retard|avec plus de \d+ jours de retard) était due (il y a .+ jours?|le jour de cette demande)\.$/,
    isTrue(found, {client}) {
      const late = duesOf(client).filter(({late}) => late > Number(found[1] ?? 0));
      return (
        late.length > 0 &&
        0 - most(late.map(({day}) => day)) === (found[2] ? writtenIn(found[2], "en")[0]!.value : 0)
      );
    }
  },
  {
    en: /^The last instalment was paid (on its due day|[\d,]+ days? (late|early))\.$/,
    fr: /^La dernière échéance a été payée (le jour dû|avec .+ jours? (de retard|d'avance))\.$/,
    isTrue(found, {client}) {
      const {late} = newestFirst(duesOf(client))[0]!;
      const days = writtenIn(found[1]!, "en")[0]?.value ?? 0;
      return late === (found[2] === "early" ? -days : days) && (days > 0 || found[2] === undefined);
    }
  },
  {
    en: /^No payment of the last instalment is on record\.$/,
    fr: /^Aucun paiement de la dernière échéance n'est enregistré\.$/,
    isTrue: (_, {client}) => client.payments.length > 0 && !has(newestFirst(duesOf(client))[0]!.late)
  },
  {
    en: /^No days past due are on record in (?:the only|([\d,]+)) monthly statements? of (instalment loans|credit cards)\.$/,
    fr: /^Aucun jour de retard n'est enregistré dans .+ (de prêts à échéances|de cartes de crédit)\.$/,
    isTrue(found, at) {
      const rows = statements(at, found[2]!);
      return rows.length === writtenIn(found[1] ?? "1", "en")[0]!.value && !rows.some(isPastDue);
    }
  },
  {
    en: new RegExp(
      `^${COUNTED} monthly statements? of (instalment loans|credit cards) shows? days past due, at most ([\\d,]+)(?:; the latest is (?:([\\d,]+) months? ago|(of this month)))?\\.$`,
      "i"
    ),
    fr: / (montre|montrent) des jours de retard, au plus .+?( ; le plus récent (date d'il y a .+ mois|est de ce mois))?\.$/,
    isTrue(found, at) {
      const rows = statements(at, found[2]!);
      const late = rows.filter(isPastDue);
      const [k, n] = countedIn(found[1]!);
      const worst = most(late.flatMap((row) => [num(row, "SK_DPD"), num(row, "SK_DPD_DEF")]));
      const told = found[4] ? writtenIn(found[4], "en")[0]!.value : found[5] ? 0 : undefined;
      return (
        k > 0 &&
        k === late.length &&
        n === rows.length &&
        writtenIn(found[3]!, "en")[0]!.value === worst &&
        isLatestMonth(late, told)
      );
    }
  },
  {
    en: start("(?:was|were) not paid in full; (.+) is missing in all\\.$"),
    fr: /(n'a pas été payée|n'ont pas été payées) en totalité ; il manque .+ en tout\.$/,
    isTrue(found, {client}) {
      const dues = duesInWords(found[0], client).filter(({owed}) => Number.isFinite(owed));
      const short = dues.map(missing).filter((amount) => amount > 0);
      const [k, n] = countedIn(found[1]!);
      const isAmount =
        found[3] === "less than 1" ? total(short) < 0.5 : isRounded(last(found[3]!), total(short));
      return k > 0 && k === short.length && n === dues.length && isAmount;
    }
  },
  {
    en: start("(?:was|were) paid in full\\.$"),
    fr: /(a été payée|ont été payées) en totalité\.$/,
    isTrue(found, {client}) {
      const dues = duesInWords(found[0], client).filter(({owed}) => Number.isFinite(owed));
      const [k, n] = countedIn(found[1]!);
      return k === n && n === dues.length && dues.every((due) => missing(due) === 0);
    }
  },
  {
    en: start("(?:has|have) no payment on record\\.$"),
    fr: /(n'a|n'ont) aucun paiement enregistré\.$/,
    isTrue(found, {client}) {
      const dues = duesInWords(found[0], client).filter(({owed}) => Number.isFinite(owed));
      const [k, n] = countedIn(found[1]!);
      return k > 0 && k === dues.filter(({owed, paid}) => owed > 0 && paid === 0).length && n === dues.length;
    }
  },
  {
    en: new RegExp(`^No amount due of an instalment${WHICH} is on record\\.$`),
    fr: /^Aucun montant dû d'échéance.* n'est enregistré\.$/,
    isTrue: (found, {client}) => !duesInWords(found[0], client).some(({owed}) => Number.isFinite(owed))
  },
  {
    en: /^The last instalment was paid in full\.$/,
    fr: /^La dernière échéance a été payée en totalité\.$/,
    isTrue: (_, {client}) => missing(newestFirst(duesOf(client))[0]!) === 0
  },
  {
    en: /^Of the last instalment, (.+%) was paid\.$/,
    fr: /^De la dernière échéance, .+ a été payé\.$/,
    isTrue(found, {client}) {
      const {owed, paid} = newestFirst(duesOf(client))[0]!;
      return paid < owed && isRounded(writtenIn(found[1]!, "en")[0]!, paid / owed);
    }
  },
  {
    en: new RegExp(
      `^(?:No past instalment|${COUNTED} instalments?) (?:was|were) of revolving credit\\.$`,
      "i"
    ),
    fr: /d'un crédit renouvelable\.$/,
    isTrue(found, {client}) {
      const dues = duesOf(client);
      const revolving = dues.filter(({version}) => version === 0).length;
      const [k, n] = found[1] ? countedIn(found[1]) : [0, dues.length];
      return dues.length > 0 && k === revolving && n === dues.length;
    }
  }
];
