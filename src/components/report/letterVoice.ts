import {categoryOf, withoutMedian} from "../../core/credit/statements/compared.ts";
import {isFavourable} from "../../core/credit/statements/favourable.ts";
import type {ReasonCode} from "../../core/schema/explanation.ts";
import type {Bilingual} from "../../core/words/language.ts";

/** What is said of the client on a page, and to the client in a letter. */
const SPOKEN: Readonly<Record<"en" | "fr", readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/^The client is /, "You are "],
    [/ of the client’s own /, " of your own "]
  ],
  fr: [
    [/^Âge du client : (.+), et (.+) à la fin du prêt\.$/, "Vous avez $1, et auriez $2 à la fin du prêt."],
    [/^Âge du client : /, "Vous avez "],
    [/^Aucun logement appartenant au client /, "Aucun logement qui vous appartienne "],
    [/ appartenant au client /, " qui vous appartient "]
  ]
};

const spoken = (text: string, lang: "en" | "fr"): string =>
  SPOKEN[lang].reduce((said, [pattern, words]) => said.replace(pattern, words), text);

/**
 * Tells a customer what a reason rests on: a fact of the customer's own, and on which side of most clients it is where
 * it is a number; no median or rate of the lender's. Null where the record holds no fact against the customer.
 */
export function factFor(reason: Pick<ReasonCode, "variant" | "facts" | "label" | "text">): Bilingual | null {
  if (isFavourable(reason)) return null;
  if (reason.variant === "category_rate") {
    const {category} = reason.facts;
    return typeof category === "string" ? categoryOf(reason.label, category).text : null;
  }
  const {en, fr} = withoutMedian(reason.text);
  return {en: spoken(en, "en"), fr: spoken(fr, "fr")};
}
