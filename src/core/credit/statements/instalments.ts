import type {Bilingual} from "../../words/language.ts";
import {isPlural} from "../../words/quantity.ts";
import {INSTALMENT, NEWEST_INSTALMENT, type Noun, PAID_INSTALMENT, someOf} from "./nouns.ts";
import {largest, numberOf, numbersOf, type Row, sum} from "./record.ts";

/** One instalment, its partial payments taken together; days count from the application. */
export interface Instalment {
  contract: number;
  number: number;
  /** Of the payment calendar; 0 for revolving credit. */
  version: number;
  due: number | null;
  owed: number | null;
  paid: number;
  /** Days from the due day to the last payment; null when there is no payment. */
  delay: number | null;
}

/** Gathers payments to instalments, as the features do. */
export function instalmentsOf(rows: readonly Row[]): Instalment[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.SK_ID_PREV} ${row.NUM_INSTALMENT_NUMBER} ${row.NUM_INSTALMENT_VERSION}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((parts) => {
    const most = (column: string) => {
      const known = numbersOf(parts, column);
      return known.length > 0 ? Math.max(...known) : null;
    };
    const due = most("DAYS_INSTALMENT");
    const lastPaid = most("DAYS_ENTRY_PAYMENT");
    return {
      contract: numberOf(parts[0], "SK_ID_PREV") ?? 0,
      number: numberOf(parts[0], "NUM_INSTALMENT_NUMBER") ?? 0,
      version: numberOf(parts[0], "NUM_INSTALMENT_VERSION") ?? 0,
      due,
      owed: most("AMT_INSTALMENT"),
      paid: sum(numbersOf(parts, "AMT_PAYMENT")),
      delay: due === null || lastPaid === null ? null : lastPaid - due
    };
  });
}

export interface InstalmentSet {
  instalments: Instalment[];
  /** What follows the word "instalments". */
  which: Bilingual;
  noun?: Noun;
}

/** Finds the instalments that a feature is of, by the ending of its name: a span, the newest, one contract, or all. */
export function setOf(feature: string, all: readonly Instalment[]): InstalmentSet {
  const days = Number(/_(\d+)d$/.exec(feature)?.[1] ?? (feature.endsWith("_30_to_180") ? 180 : 0));
  if (days > 0 && !feature.startsWith("inst_decayed"))
    return {
      instalments: all.filter(({due}) => due !== null && due >= -days),
      which: {en: ` due in the last ${days} days`, fr: ` des ${days} derniers jours`}
    };
  const last = Number(/_last_(\d+)$/.exec(feature)?.[1] ?? 0);
  if (last > 0) return newest(all, last);
  if (feature.endsWith("_newest_contract")) return newestContract(all);
  if (feature === "inst_loan_late_share")
    return {
      instalments: all.filter(({version}) => version !== 0),
      which: {en: " of loans with a payment calendar", fr: " de prêts à calendrier de paiement"}
    };
  return {instalments: [...all], which: {en: "", fr: ""}};
}

/** Sorts by due day, then by the whole key, the newest first. */
export function byNewest(all: readonly Instalment[]): Instalment[] {
  const key = ({contract, number, version}: Instalment) => contract * 2 ** 19 + number * 2 ** 9 + version;
  return all.filter(({due}) => due !== null).sort((a, b) => b.due! - a.due! || key(b) - key(a));
}

function newest(all: readonly Instalment[], count: number): InstalmentSet {
  const instalments = byNewest(all).slice(0, count);
  if (instalments.length < count) return {instalments, which: {en: "", fr: ""}};
  return {instalments, which: {en: "", fr: ""}, noun: NEWEST_INSTALMENT};
}

function newestContract(all: readonly Instalment[]): InstalmentSet {
  const starts = new Map<number, number>();
  for (const {contract, due} of all)
    if (due !== null) starts.set(contract, Math.min(due, starts.get(contract) ?? due));
  const [first] = [...starts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return {
    instalments: all.filter(({contract}) => contract === first?.[0]),
    which: {en: " of the newest contract", fr: " du contrat le plus récent"}
  };
}

export const isLate = ({delay}: Instalment): boolean => delay !== null && delay > 0;
export const daysLate = (instalments: readonly Instalment[]): number =>
  largest(instalments.map(({delay}) => delay ?? 0));

/** What is missing of the amount due; less than half a hundredth is the noise of adding up. */
export function shortfall({owed, paid}: Instalment): number {
  const missing = (owed ?? 0) - paid;
  return missing >= 0.005 ? missing : 0;
}

/** Keeps the instalments of a set that were paid; where some were not, the words say that these are the paid ones. */
export function paidOf(set: InstalmentSet): InstalmentSet {
  const instalments = set.instalments.filter(({delay}) => delay !== null);
  const all = set.instalments.length;
  if (instalments.length === all) return set;
  const newest = {en: ` among the ${all} newest`, fr: ` parmi les ${all} plus récentes`};
  return {instalments, which: set.noun ? newest : set.which, noun: PAID_INSTALMENT};
}

/** Names so many instalments of a set: "2 of 7 instalments due in the last 60 days". */
export function someInstalments(
  k: number,
  {instalments, which, noun = INSTALMENT}: InstalmentSet
): Bilingual {
  const {en, fr} = someOf(k, instalments.length, noun);
  return {en: `${en}${which.en}`, fr: `${fr}${which.fr}`};
}

/** Writes the French passive for so many instalments. */
export const ontEte = (k: number, participle: string): string =>
  isPlural("fr", k) ? `ont été ${participle}es` : `a été ${participle}e`;
