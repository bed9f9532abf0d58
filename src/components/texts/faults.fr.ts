import type {Expected} from "../../core/errors.ts";
import {categoryLabel} from "../../core/words/categories.ts";
import {formatNumber} from "../format.ts";

/** Words of a vocabulary that are told. */
const MOST_WORDS = 12;
/** Bounds of whole numbers beyond it are those of storage, which tell nobody anything. */
const WORTH_TELLING = 32_767;

/** Says in French what a refused value had to be; the English of it comes from the server. */
export function faultInFrench(expected: Expected): string {
  switch (expected.kind) {
    case "unchanged":
      return "Un identifiant ne peut être changé.";
    case "unique":
      return "Une autre ligne a déjà cet identifiant ; chacun n’existe qu’une fois.";
    case "known":
      return "Il faut l’identifiant d’un crédit de ce client.";
    case "flag":
      return YES_OR_NO;
    case "id":
      return "Il faut un nombre entier positif.";
    case "category":
      return isYesOrNo(expected)
        ? YES_OR_NO
        : `Il faut ${oneOf(expected.categories ?? [])}, ou une cellule vide.`;
    case "integer":
    case "number":
      return `Il faut ${numberOf(expected)}${codeOf(expected)}, ou une cellule vide.`;
  }
}

const YES_OR_NO = "Il faut oui, non, ou une cellule vide.";
const isYesOrNo = ({categories = []}: Expected): boolean =>
  categories.length > 0 && categories.every((word) => word === "Y" || word === "N");

function oneOf(words: readonly string[]): string {
  const told = words.slice(0, MOST_WORDS).map((word) => `« ${categoryLabel("fr", word)} »`);
  const more = words.length - told.length;
  return `l’un de ces mots : ${told.join(", ")}${more > 0 ? ` et ${more} autres` : ""}`;
}

function numberOf({kind, least, most}: Expected): string {
  const what = kind === "integer" ? "un nombre entier" : "un nombre";
  const isWorth = (bound: number | undefined): bound is number =>
    bound !== undefined && (kind === "number" || Math.abs(bound) < WORTH_TELLING);
  const write = (bound: number) => formatNumber("fr", bound, Number.isInteger(bound) ? 0 : 2);
  if (isWorth(least) && isWorth(most)) return `${what} de ${write(least)} à ${write(most)}`;
  if (isWorth(least)) return `${what} d’au moins ${write(least)}`;
  if (isWorth(most)) return `${what} d’au plus ${write(most)}`;
  return what;
}

const codeOf = ({nullCode}: Expected): string =>
  nullCode === undefined ? "" : `, ${formatNumber("fr", nullCode)} pour « inconnu »`;
