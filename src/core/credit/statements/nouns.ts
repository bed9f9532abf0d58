import {formatNumber} from "../../words/numbers.ts";
import {isPlural} from "../../words/quantity.ts";

/** Something that is counted: singular and plural, and in French its gender. */
export interface Noun {
  en: readonly [string, string];
  fr: readonly [string, string];
  feminine: boolean;
  /** Whether these are all there are of their kind: "the 12 newest". */
  definite?: boolean;
  /** Of one alone, where the words for one of several are others: "1 loan at another lender". */
  alone?: {en: string; fr: string};
}

const noun = (en: Noun["en"], fr: Noun["fr"], feminine = false): Noun => ({en, fr, feminine});

export const INSTALMENT = noun(["instalment", "instalments"], ["échéance", "échéances"], true);
export const PAID_INSTALMENT = noun(
  ["paid instalment", "paid instalments"],
  ["échéance payée", "échéances payées"],
  true
);
export const NEWEST_INSTALMENT: Noun = {
  en: ["newest instalment", "newest instalments"],
  fr: ["échéance la plus récente", "échéances les plus récentes"],
  feminine: true,
  definite: true
};
export const LOAN_ELSEWHERE: Noun = {
  ...noun(
    ["loan at other lenders", "loans at other lenders"],
    ["crédit chez d'autres prêteurs", "crédits chez d'autres prêteurs"]
  ),
  alone: {en: "loan at another lender", fr: "crédit chez un autre prêteur"}
};
export const EARLIER_APPLICATION = noun(
  ["earlier application", "earlier applications"],
  ["demande antérieure", "demandes antérieures"],
  true
);
export const ACQUAINTANCE = noun(
  ["acquaintance observed", "acquaintances observed"],
  ["proche observé", "proches observés"]
);
export const REPORT = noun(
  ["monthly report of other lenders", "monthly reports of other lenders"],
  ["relevé mensuel d'autres prêteurs", "relevés mensuels d'autres prêteurs"]
);
export const KNOWN_REPORT = noun(
  [
    "monthly report of other lenders with a known status",
    "monthly reports of other lenders with a known status"
  ],
  ["relevé mensuel d'autres prêteurs au statut connu", "relevés mensuels d'autres prêteurs au statut connu"]
);

const number = (n: number) => ({en: formatNumber("en", n), fr: formatNumber("fr", n)});

/** Writes "3 loans", "1 crédit". */
export const countOf = (n: number, noun: Noun) => ({
  en: `${number(n).en} ${isPlural("en", n) ? noun.en[1] : one(noun, n).en}`,
  fr: `${number(n).fr} ${isPlural("fr", n) ? noun.fr[1] : one(noun, n).fr}`
});

/** Finds the words for one, when there are `n` in all. */
const one = ({en, fr, alone}: Noun, n: number) => (n === 1 && alone ? alone : {en: en[0], fr: fr[0]});

/** Writes "2 of 7 instalments", "all 7 instalments", "both instalments"; of one alone, "the only instalment". */
export function someOf(k: number, n: number, noun: Noun) {
  const {en, fr, feminine, definite} = noun;
  const only = one(noun, n);
  if (n === 1) return {en: `the only ${only.en}`, fr: `${feminine ? "la seule" : "le seul"} ${only.fr}`};
  if (k === n && n === 2) return {en: `both ${en[1]}`, fr: `les deux ${fr[1]}`};
  if (k === n) return {en: `all ${number(n).en} ${en[1]}`, fr: `les ${number(n).fr} ${fr[1]}`};
  const the = definite ? "the " : "";
  return {
    en: `${number(k).en} of ${the}${number(n).en} ${en[1]}`,
    fr: `${number(k).fr} des ${number(n).fr} ${fr[1]}`
  };
}

/** Writes "none of the 7 instalments", "aucune des 7 échéances"; the verb is singular. */
export function noneOf(n: number, noun: Noun) {
  const {en, fr, feminine} = noun;
  const no = feminine ? "aucune" : "aucun";
  if (n <= 1) return {en: `no ${en[0]}`, fr: `${no} ${fr[0]}`};
  return {en: `none of the ${number(n).en} ${en[1]}`, fr: `${no} des ${number(n).fr} ${fr[1]}`};
}

/** Chooses the English verb for so many of several. */
export const wasWere = (k: number): string => (k === 1 ? "was" : "were");

/** Writes the French passive of the past, "a été payée" or "ont été payées". */
export const aEte = (k: number, participle: string, {feminine}: Noun): string =>
  `${k < 2 ? "a" : "ont"} été ${participle}${feminine ? "e" : ""}${k < 2 ? "" : "s"}`;
